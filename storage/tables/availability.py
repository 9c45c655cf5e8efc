"""Queries of contacts' free days, and of whom to ask for them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept
from storage.entities.availability import Availability
from storage.entities.contact import Contact
from storage.entities.profile import Profile
from storage.entities.status import Status

_in_bulk = {"synchronize_session": False}
_COLUMNS: tuple[Any, ...] = (
    Contact.id, Contact.status, Contact.status_at, Contact.archived_at, Contact.mail_stopped_at,
    Contact.free_asked_at, Profile.free_from, Profile.days_a_week, Profile.free_said_at,
    Contact.free_key,
)  # fmt: skip


_FOUND = select(*_COLUMNS).outerjoin(Profile, Profile.contact_id == Contact.id).order_by(Contact.id)
_OF_ALL = kept(_FOUND.where(one_of(Contact.id)))


class AvailabilityTable(Table):
    async def of_all(self, contact_ids: Collection[int]) -> list[Availability]:
        return [Availability(*row) for row in await self._run(_OF_ALL, ids=contact_ids)]

    async def of_active(self, after: int, most: int) -> list[Availability]:
        """List some active contacts, those with the lowest ids above `after`."""
        active = _FOUND.where(Contact.id > after, Contact.status == Status.ACTIVE).limit(most)
        return [Availability(*row) for row in await self._session.execute(active)]

    async def sort(self, keys: Mapping[int, str]) -> None:
        """Store by what contacts are sorted. A form that is open on one of them stays valid."""
        if not keys:
            return
        own: Any = Contact.__table__.c
        change = update(Contact.__table__).where(  # type: ignore[arg-type]
            own.workspace_id == self.workspace_id, own.id == bindparam("contact")
        )
        given = [{"contact": contact_id, "key": key} for contact_id, key in sorted(keys.items())]
        await self._session.execute(change.values(free_key=bindparam("key")), given)

    async def asked(self, contact_id: int, at: datetime) -> None:
        """Note that a contact is being asked. A form that is open on them stays valid."""
        change = update(Contact).where(Contact.id == contact_id).values(free_asked_at=at)
        await self._session.execute(change, execution_options=_in_bulk)
