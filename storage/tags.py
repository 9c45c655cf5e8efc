"""Tags: the team's own words, one row for every spelling of the same word."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import delete, select

from storage.bulk import insert_new
from storage.models import ContactTag, Tag
from storage.table import Table


def tag_key(name: str) -> str:
    """How tags are compared: "Python" and "python" are one."""
    return name.casefold()


class Tags(Table):
    async def beginning(self, typed: str, limit: int) -> list[Tag]:
        """Tags that hold what was typed, those that begin with it first."""
        key = tag_key(typed.strip())
        query = select(Tag).where(Tag.key.contains(key, autoescape=True))
        query = query.order_by(~Tag.key.startswith(key, autoescape=True), Tag.key).limit(limit)
        return list(await self._session.scalars(query))

    async def attach(self, contact_id: int, names: Iterable[str]) -> None:
        """The contact carries these tags besides its own; tags nobody has used before are made."""
        wanted = {tag_key(name): name for name in names}
        if not wanted:
            return
        await self._add_missing(wanted)
        found = await self._session.scalars(select(Tag.id).where(Tag.key.in_(wanted)))
        workspace_id = self.workspace_id
        rows = [
            {"workspace_id": workspace_id, "contact_id": contact_id, "tag_id": tag_id} for tag_id in found
        ]
        await self._session.execute(self._insert(ContactTag).on_conflict_do_nothing(), rows)

    async def ids(self, names: Iterable[str]) -> dict[str, int]:
        """{key: id} of these tags; those nobody has used before are made."""
        wanted = {tag_key(name): name for name in names}
        if not wanted:
            return {}
        await self._add_missing(dict(sorted(wanted.items())))
        found = await self._session.execute(select(Tag.key, Tag.id).where(Tag.key.in_(wanted)))
        return dict(list(found))

    async def worn(self, contact_ids: Collection[int]) -> dict[int, set[int]]:
        """{contact id: ids of its tags}."""
        worn: dict[int, set[int]] = defaultdict(set)
        if contact_ids:
            query = select(ContactTag.contact_id, ContactTag.tag_id)
            for contact_id, tag_id in await self._session.execute(
                query.where(self._among(ContactTag.contact_id, contact_ids))
            ):
                worn[contact_id].add(tag_id)
        return worn

    async def attach_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        """(contact id, tag id), thousands at once; what is there already stays."""
        rows = sorted((self.workspace_id, contact_id, tag_id) for contact_id, tag_id in pairs)
        columns = ("workspace_id", "contact_id", "tag_id")
        await insert_new(self._session, ContactTag.__table__, columns, rows)  # type: ignore[arg-type]

    async def detach(self, contact_id: int, tag_ids: Collection[int]) -> None:
        await self._session.execute(
            delete(ContactTag).where(ContactTag.contact_id == contact_id, ContactTag.tag_id.in_(tag_ids)),
            execution_options={"synchronize_session": False},
        )

    async def _add_missing(self, wanted: dict[str, str]) -> None:
        """The first spelling of a word stays, also when two people add it at once."""
        rows = [{"workspace_id": self.workspace_id, "key": key, "name": name} for key, name in wanted.items()]
        await self._session.execute(self._insert(Tag).on_conflict_do_nothing(), rows)
