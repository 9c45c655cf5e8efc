"""Rows that were waiting in a backup when it was restored, held until an administrator decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table
from storage.entities.contact import Contact
from storage.entities.held import Held, HeldRow
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome
from storage.outbox.work import Lane

_LEAVES = (Lane.MAIL, Lane.SLACK)  # not work on files, which sends nothing
_in_bulk = {"synchronize_session": False}


class Holding(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now

    async def hold_unsent(self) -> None:
        """Hold every unsent email and message of all workspaces."""
        waiting = (Outbox.lane.in_(_LEAVES), Outbox.state.in_([Outcome.QUEUED, Outcome.SENDING]))
        change = update(Outbox).where(*waiting).values(state=Outcome.HELD, lease_until=None)
        await self._session.execute(change, execution_options=_in_bulk | {"every_workspace": True})

    async def held(self) -> Held:
        mails = func.count(case((Outbox.lane == Lane.MAIL, 1)))
        query = select(mails, func.count(), func.min(Outbox.created_at)).where(_held())
        emails, rows, since = (await self._session.execute(query)).one()
        return Held(emails, rows - emails, since)

    async def rows(self, most: int) -> list[HeldRow]:
        """List the first held rows, emails before messages."""
        query = select(Outbox.lane, Outbox.kind, Contact.name, Outbox.due_at).where(_held())
        query = query.outerjoin(Contact, Contact.id == Outbox.contact_id)
        rows = await self._session.execute(query.order_by(Outbox.lane, Outbox.due_at, Outbox.id).limit(most))
        return [HeldRow(*row) for row in rows]

    async def send(self) -> list[int | None]:
        """Queue held rows again, each for its own time or now. Returns the ids of their contacts."""
        due = case((Outbox.due_at > self._now, Outbox.due_at), else_=self._now)
        again = {"state": Outcome.QUEUED, "due_at": due, "created_at": due, "attempts": 0}
        return await self._change(again)

    async def drop(self) -> list[int | None]:
        """Cancel held rows. Returns the ids of their contacts."""
        return await self._change({"state": Outcome.CANCELLED, "finished_at": self._now})

    async def _change(self, values: Mapping[str, Any]) -> list[int | None]:
        change = update(Outbox).where(_held()).values(values).returning(Outbox.contact_id)
        return list(await self._session.scalars(change, execution_options=_in_bulk))


def _held() -> Any:
    return Outbox.state == Outcome.HELD
