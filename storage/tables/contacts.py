"""Queries of contacts by id or address, with what cards and modals show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.keys import contact_keys
from storage.engine.table import Table
from storage.entities.application import Application
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.status import Status

whole = (
    selectinload(Contact.tags),
    selectinload(Contact.invitations),
    joinedload(Contact.profile),
    selectinload(Contact.applications).joinedload(Application.link),
)


@dataclass(frozen=True, slots=True)
class Known:
    """The parts of a contact that decide what to do with its address."""

    id: int
    email_key: str
    name: str
    status: Status
    archived_at: datetime | None
    mail_stopped_at: datetime | None
    bounced_at: datetime | None

    @property
    def withdrawn(self) -> bool:
        return self.archived_at is not None and self.status == Status.INVITED

    @property
    def standing(self) -> str:
        """The status, or "archived" or "withdrawn" in its place."""
        if self.archived_at is None:
            return self.status.value
        return "withdrawn" if self.withdrawn else "archived"


class Contacts(Table):
    async def get(self, contact_id: int) -> Contact:
        """Load a contact for reading. Use `lock` for decisions."""
        return _found(
            await self._session.scalar(select(Contact).where(Contact.id == contact_id).options(*whole))
        )

    async def lock(self, contact_id: int) -> Contact:
        """Load and lock a contact, so that the second of two simultaneous changes sees the first."""
        query = select(Contact).where(Contact.id == contact_id).options(*whole)
        query = query.with_for_update(of=Contact).execution_options(populate_existing=True)
        return _found(await self._session.scalar(query))

    async def by_email(self, email_key: str) -> Contact | None:
        """Find the contact of an address, for reading."""
        contact: Contact | None = await self._session.scalar(
            select(Contact).where(Contact.email_key == email_key)
        )
        return contact

    async def known(self, email_keys: Collection[str]) -> dict[str, Known]:
        """Look up many addresses at once: {email key: contact}. Unknown addresses are left out."""
        columns = (Contact.id, Contact.email_key, Contact.name, Contact.status, Contact.archived_at)
        found = await self._session.execute(
            select(*columns, Contact.mail_stopped_at, Contact.bounced_at).where(
                self._among(Contact.email_key, email_keys)
            )
        )
        return {row.email_key: Known(*row) for row in found}

    async def every_key(self) -> list[tuple[int, Status, str]]:
        """Load (id, status, email key) of all contacts, archived ones included."""
        rows = await self._session.execute(select(Contact.id, Contact.status, Contact.email_key))
        return [(contact_id, status, key) for contact_id, status, key in rows]

    async def email_keys(self, contact_ids: Collection[int]) -> dict[int, str]:
        """Load {contact id: email key}."""
        query = select(Contact.id, Contact.email_key).where(self._among(Contact.id, contact_ids))
        return dict(list(await self._session.execute(query)))

    async def those(self, contact_ids: Collection[int]) -> list[int]:
        """Keep the ids of contacts that exist in this workspace and are not archived."""
        query = select(Contact.id).where(Contact.id.in_(contact_ids), Contact.archived_at.is_(None))
        return list(await self._session.scalars(query.order_by(Contact.id)))

    async def shareable(self, contact_ids: Collection[int]) -> list[Contact]:
        """Load those of these contacts who may be shown to people outside the team, by name."""
        query = select(Contact).where(Contact.id.in_(contact_ids))
        query = query.options(selectinload(Contact.tags), selectinload(Contact.profile))
        found = await self._session.scalars(query.order_by(Contact.sort_key, Contact.id))
        return [contact for contact in found if contact.shareable]

    async def count(self, status: Status) -> int:
        """Count contacts in this status, without archived ones."""
        query = select(func.count()).select_from(Contact)
        query = query.where(Contact.status == status, Contact.archived_at.is_(None))
        return int(await self._session.scalar(query) or 0)

    async def find_or_add(self, *, email_key: str, **values: Any) -> tuple[Contact, bool]:
        """Find or add an address's contact, locked; also return whether it is new.

        Of two simultaneous additions, both get the same row.
        """
        row = {"workspace_id": self.workspace_id, "email_key": email_key, "version": 1, **values}
        row |= contact_keys(row["name"], row["email"], email_key)
        insert = self._insert(Contact).values(**row).on_conflict_do_nothing().returning(Contact)
        new: Contact | None = await self._session.scalar(insert)
        if new:
            return _without_anything(new), True
        query = select(Contact).where(Contact.email_key == email_key).options(*whole)
        query = query.with_for_update(of=Contact).execution_options(populate_existing=True)
        return _found(await self._session.scalar(query)), False


def _without_anything(new: Contact) -> Contact:
    """Fill in what a new contact cannot have yet, instead of asking the database for it."""
    for several in (Contact.tags, Contact.invitations, Contact.applications):
        set_committed_value(new, several.key, [])
    set_committed_value(new, Contact.profile.key, None)
    return new


def _found(contact: Contact | None) -> Contact:
    if contact is None:
        raise NotFound
    return contact
