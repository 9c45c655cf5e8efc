"""Queries of contacts' profiles, the terms that filters find them by, and CVs."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.engine.one_of import one_of
from storage.engine.table import Table, seldom
from storage.entities.contact import Contact
from storage.entities.profile import Cv, Profile, ProfileTerm

_in_bulk = {"synchronize_session": False}


_OF = seldom(select(Profile).where(Profile.contact_id == bindparam("contact")))


class Profiles(Table):
    async def of(self, contact_id: int) -> Profile | None:
        found: Profile | None = (await self._run(_OF, contact=contact_id)).scalar()
        return found

    async def of_all(self, contact_ids: Collection[int]) -> dict[int, Profile]:
        """Load the profiles of many contacts: {contact id: profile}. Contacts without one are left out."""
        query = select(Profile).where(one_of(Profile.contact_id, contact_ids))
        query = query.execution_options(populate_existing=True)
        return {each.contact_id: each for each in await self._session.scalars(query)}

    async def titles(self, contact_ids: Collection[int], most: int) -> list[tuple[int, str, str]]:
        """Load (contact id, name, title) of those among these contacts who have a title, at most so many."""
        query = select(Contact.id, Contact.name, Profile.title)
        query = query.join(Profile, Profile.contact_id == Contact.id)
        query = query.where(one_of(Contact.id, contact_ids), Profile.title != "")
        rows = await self._session.execute(query.order_by(Contact.id).limit(most))
        return [(contact_id, name, title) for contact_id, name, title in rows]

    def begin(self, contact_id: int) -> Profile:
        """Begin a profile, empty. The caller has locked the contact, so that nobody else begins one."""
        profile = Profile(contact_id=contact_id, said={})
        profile.workspace_id = self.workspace_id
        self._session.add(profile)
        return profile

    async def index(self, changed: Collection[Profile]) -> None:
        """Let filters find contacts by what their profiles say now."""
        await self._session.flush()
        ids = [each.contact_id for each in changed]
        gone = delete(ProfileTerm).where(one_of(ProfileTerm.contact_id, ids))
        await self._session.execute(gone, execution_options=_in_bulk)
        rows = [
            {"workspace_id": self.workspace_id, "contact_id": each.contact_id, "kind": kind, "term": term}
            for each in changed
            for kind, term in sorted(each.terms())
        ]
        if rows:
            await self._session.execute(insert(ProfileTerm), rows)

    async def index_contacts(self, changed: Collection[Profile]) -> None:
        """Let searches find many contacts by what their profiles say now. They must not be loaded."""
        keys = {each.contact_id: each.search_key for each in changed}
        columns = select(Contact.id, Contact.search_key, Contact.profile_key)
        found = await self._session.execute(columns.where(one_of(Contact.id, keys)))
        rows = [
            {"contact": contact_id, "found": own.removesuffix(before) + keys[contact_id]}
            | {"profile": keys[contact_id]}
            for contact_id, own, before in sorted(found)
            if before != keys[contact_id]
        ]
        here = Contact.__table__.c
        change = update(Contact.__table__).where(  # type: ignore[arg-type]
            here.workspace_id == self.workspace_id, here.id == bindparam("contact")
        )
        change = change.values(search_key=bindparam("found"), profile_key=bindparam("profile"))
        if rows:
            await self._session.execute(change, rows)

    async def cv(self, contact_id: int) -> bytes | None:
        found: bytes | None = await self._session.scalar(select(Cv.data).where(Cv.contact_id == contact_id))
        return found

    async def keep_cv(self, contact_id: int, data: bytes) -> None:
        """Store a CV in place of the contact's former one."""
        await self.remove_cv(contact_id)
        row = {"workspace_id": self.workspace_id, "contact_id": contact_id, "data": data}
        await self._session.execute(insert(Cv).values(row))

    async def remove_cv(self, contact_id: int) -> None:
        await self._session.execute(delete(Cv).where(Cv.contact_id == contact_id), execution_options=_in_bulk)

    async def bytes_of_cvs(self, without: int) -> int:
        """Add up the sizes of this workspace's CVs, without one contact's."""
        query = select(func.coalesce(func.sum(Profile.cv_size), 0))
        query = query.where(Profile.cv_size.is_not(None), Profile.contact_id != without)
        return int(await self._session.scalar(query) or 0)
