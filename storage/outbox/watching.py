"""Queries of monitors over all workspaces. Each is answered by an index, however much has been sent."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import func, literal, literal_column, select, union_all

from storage.engine.table import Table
from storage.entities.application import Application
from storage.entities.contact import Contact
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome, Status
from storage.outbox import claims
from storage.outbox.work import Lane

# Those of sent and cancelled rows would take longer with every email.
COUNTED = (Outcome.QUEUED, Outcome.SENDING, Outcome.HELD, Outcome.FAILED, Outcome.BOUNCED)

_everywhere = {"every_workspace": True}


class Monitored(Table):
    async def counts(self) -> dict[tuple[Lane, Outcome], int]:
        """Count rows by lane and state, of the states that wait or went wrong."""
        found = await self._session.execute(_counts(), execution_options=_everywhere)
        counted = {(Lane(lane), Outcome(state)): count for lane, state, count in found}
        return {(lane, state): counted.get((lane, state), 0) for lane in Lane for state in COUNTED}

    async def oldest_due(self, now: datetime) -> dict[Lane, float]:
        """Return for how many seconds each lane's oldest row has been due."""
        waited: dict[Lane, float] = {}
        for lane in Lane:
            due = await self._session.scalar(claims.first_queued(lane), execution_options=_everywhere)
            waited[lane] = max(0.0, (now - due).total_seconds()) if due else 0.0
        return waited

    async def applications(self) -> tuple[int, datetime | None]:
        """Count the people who wait for approval. Returns since when the first of them does, too."""
        count, since = (await self._session.execute(_waiting(), execution_options=_everywhere)).one()
        return count, since


@cache
def _counts() -> Any:
    # Literals: with a parameter in its condition, no database would use a partial index.
    of_states = (
        select(Outbox.lane, literal(state.value), func.count())
        .where(Outbox.state == literal_column(f"'{state.value}'"))
        .group_by(Outbox.lane)
        for state in COUNTED
    )
    return union_all(*of_states)


@cache
def _waiting() -> Any:
    its = Contact.id == Application.contact_id
    query = select(func.count(Application.contact_id.distinct()), func.min(Application.confirmed_at))
    return query.join(Contact, its).where(
        Application.confirmed_at.is_not(None),
        Application.decided_at.is_(None),
        Contact.status == Status.APPLIED,
    )
