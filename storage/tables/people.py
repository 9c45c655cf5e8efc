"""Queries of people and confirmed addresses, which belong to the installation, not to a workspace."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

from storage.engine.one_of import one_of
from storage.engine.table import Table
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.person import Address, AddressClaim, Person

_everywhere = {"every_workspace": True}
_in_bulk = _everywhere | {"synchronize_session": False}


class People(Table):
    async def confirm(self, email_key: str, at: datetime) -> None:
        """Remember, once, that this address's owner has answered an email."""
        if await self._person_id(email_key) is None:
            person = Person(created_at=at)
            self._session.add(person)
            await self._session.flush()
            self._session.add(Address(person_id=person.id, email_key=email_key, confirmed_at=at))
            await self._session.flush()

    async def _person_id(self, email_key: str) -> int | None:
        query = select(Address.person_id).where(Address.email_key == email_key)
        person_id: int | None = await self._session.scalar(query, execution_options=_everywhere)
        return person_id

    async def addresses(self, email_key: str) -> list[str]:
        """List the confirmed addresses of this address's owner, itself included."""
        own = select(Address.person_id).where(Address.email_key == email_key).scalar_subquery()
        query = select(Address.email_key).where(Address.person_id == own)
        found = await self._session.scalars(query, execution_options=_everywhere)
        return sorted({email_key, *found})

    async def contacts_of(self, email_keys: Collection[str]) -> list[tuple[int, int]]:
        """List (workspace id, contact id) of these addresses in all workspaces."""
        query = select(Contact.workspace_id, Contact.id).where(one_of(Contact.email_key, email_keys))
        rows = await self._session.execute(query, execution_options=_everywhere)
        return [(workspace_id, contact_id) for workspace_id, contact_id in rows]

    async def join(self, one: str, other: str) -> None:
        """Make the owners of two confirmed addresses one person."""
        kept, left = await self._person_id(one), await self._person_id(other)
        if kept == left:
            return
        moved = update(Address).where(Address.person_id == left).values(person_id=kept)
        await self._session.execute(moved, execution_options=_in_bulk)
        await self._session.execute(delete(Person).where(Person.id == left), execution_options=_in_bulk)

    async def add_claim(self, claim: AddressClaim) -> None:
        claim.workspace_id = self.workspace_id
        self._session.add(claim)
        await self._session.flush()

    async def claim(self, claim_id: int) -> AddressClaim:
        return _found(await self._session.scalar(select(AddressClaim).where(AddressClaim.id == claim_id)))

    async def lock_claim(self, claim_id: int) -> AddressClaim:
        query = select(AddressClaim).where(AddressClaim.id == claim_id).with_for_update()
        return _found(await self._session.scalar(query.execution_options(populate_existing=True)))

    async def claims_since(self, contact_id: int, email_key: str, at: datetime) -> int:
        """Count the emails to confirm another address: from this contact, or to this address by anybody."""
        same = or_(AddressClaim.contact_id == contact_id, AddressClaim.email_key == email_key)
        query = select(func.count()).select_from(AddressClaim).where(same, AddressClaim.created_at > at)
        return int(await self._session.scalar(query, execution_options=_everywhere) or 0)


def _found(claim: AddressClaim | None) -> AddressClaim:
    if claim is None:
        raise NotFound("address")
    return claim
