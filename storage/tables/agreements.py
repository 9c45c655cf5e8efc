"""Queries of a company's agreements, and of people's yes to them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from storage.engine.one_of import one_of
from storage.engine.table import Table
from storage.entities.agreement import Agreed, Agreement, digest_of
from storage.entities.errors import NotFound


class Agreements(Table):
    async def of_text(self, text: str) -> Agreement | None:
        """Find the version with this text."""
        agreement: Agreement | None = await self._session.scalar(
            select(Agreement).where(Agreement.digest == digest_of(text))
        )
        return agreement

    async def add(self, text: str, by: str, at: datetime) -> Agreement:
        """Add the next version."""
        number = await self._session.scalar(select(func.max(Agreement.number)))
        agreement = Agreement(number=(number or 0) + 1, text=text, digest=digest_of(text))
        agreement.made_by, agreement.made_at, agreement.workspace_id = by, at, self.workspace_id
        self._session.add(agreement)
        await self._session.flush()
        return agreement

    async def has(self, contact_id: int, agreement_id: int) -> bool:
        """Tell whether a contact said yes to a version."""
        query = select(Agreed.id).where(Agreed.contact_id == contact_id, Agreed.agreement_id == agreement_id)
        return await self._session.scalar(query) is not None

    async def say_yes(self, contact_id: int, agreement_id: int, at: datetime) -> None:
        agreed = Agreed(contact_id=contact_id, agreement_id=agreement_id, at=at)
        agreed.workspace_id = self.workspace_id
        self._session.add(agreed)

    async def get(self, agreement_id: int) -> Agreement:
        agreement: Agreement | None = await self._session.scalar(
            select(Agreement).where(Agreement.id == agreement_id)
        )
        if agreement is None:
            raise NotFound("agreement")
        return agreement

    async def latest(self, contact_id: int) -> tuple[Agreement, datetime] | None:
        """Find a contact's newest yes: the version, and when."""
        query = select(Agreement, Agreed.at).join(Agreed, Agreed.agreement_id == Agreement.id)
        query = query.where(Agreed.contact_id == contact_id).order_by(Agreed.at.desc(), Agreed.id.desc())
        row = (await self._session.execute(query.limit(1))).first()
        return (row[0], row[1]) if row else None

    async def latest_of(self, contact_ids: Collection[int]) -> dict[int, tuple[int, datetime]]:
        """Load these contacts' newest yes: {contact id: (version, when)}."""
        query = select(Agreed.contact_id, Agreement.number, Agreed.at)
        query = query.join(Agreement, Agreement.id == Agreed.agreement_id)
        query = query.where(one_of(Agreed.contact_id, contact_ids)).order_by(Agreed.at, Agreed.id)
        rows = await self._session.execute(query)
        return {contact_id: (number, at) for contact_id, number, at in rows}
