"""Contacts: found by id or by address, with what a card or a modal shows of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from storage.errors import NotFound
from storage.keys import contact_keys
from storage.models import Application, Contact
from storage.status import Status
from storage.table import Table

whole = (
    selectinload(Contact.tags),
    selectinload(Contact.invitations),
    selectinload(Contact.applications).joinedload(Application.link),
)


@dataclass(frozen=True, slots=True)
class Known:
    """As much of a contact as a decision about its address needs."""

    id: int
    email_key: str
    name: str
    status: Status
    archived_at: datetime | None
    mail_stopped_at: datetime | None

    @property
    def withdrawn(self) -> bool:
        return self.archived_at is not None and self.status == Status.INVITED


class Contacts(Table):
    async def get(self, contact_id: int) -> Contact:
        """For looking at; a decision needs `lock`."""
        return _found(
            await self._session.scalar(select(Contact).where(Contact.id == contact_id).options(*whole))
        )

    async def lock(self, contact_id: int) -> Contact:
        """Reads the row so that the loser of a race sees what the winner did."""
        query = select(Contact).where(Contact.id == contact_id).options(*whole)
        return _found(
            await self._session.scalar(query.with_for_update().execution_options(populate_existing=True))
        )

    async def by_email(self, email_key: str) -> Contact | None:
        """For looking at: what is known of an address here."""
        contact: Contact | None = await self._session.scalar(
            select(Contact).where(Contact.email_key == email_key)
        )
        return contact

    async def known(self, email_keys: Collection[str]) -> dict[str, Known]:
        """{key: how the contact stands}, for many addresses at once; who is not here is not in it."""
        columns = (Contact.id, Contact.email_key, Contact.name, Contact.status, Contact.archived_at)
        found = await self._session.execute(
            select(*columns, Contact.mail_stopped_at).where(self._among(Contact.email_key, email_keys))
        )
        return {row.email_key: Known(*row) for row in found}

    async def those(self, contact_ids: Collection[int]) -> list[int]:
        """Those of them that are here and not archived."""
        query = select(Contact.id).where(Contact.id.in_(contact_ids), Contact.archived_at.is_(None))
        return list(await self._session.scalars(query.order_by(Contact.id)))

    async def count(self, status: Status) -> int:
        """How many are in this status, archived ones apart."""
        query = select(func.count()).select_from(Contact)
        query = query.where(Contact.status == status, Contact.archived_at.is_(None))
        return int(await self._session.scalar(query) or 0)

    async def find_or_add(self, *, email_key: str, **values: Any) -> tuple[Contact, bool]:
        """The contact of this address, locked, and whether it is new. Two who add it at once get one row."""
        row = {"workspace_id": self.workspace_id, "email_key": email_key, "version": 1, **values}
        row |= contact_keys(row["name"], row["email"], email_key)
        insert = self._insert(Contact).values(**row).on_conflict_do_nothing().returning(Contact.id)
        new = (await self._session.execute(insert)).scalar()
        query = select(Contact).where(Contact.email_key == email_key).options(*whole).with_for_update()
        query = query.execution_options(populate_existing=True)
        return _found(await self._session.scalar(query)), new is not None


def _found(contact: Contact | None) -> Contact:
    if contact is None:
        raise NotFound
    return contact
