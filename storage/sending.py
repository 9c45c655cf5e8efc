"""Sending from the outbox: rows of all workspaces are claimed at a rate, and how it ended is recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Outbox, Rate
from storage.outbox import Lane
from storage.status import Outcome
from storage.suppressions import suppressed
from storage.table import Table

MOST_LOST = 10  # a row that was under way each time a worker died may be what kills them

_everywhere = {"every_workspace": True}
_in_bulk = {"every_workspace": True, "synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a send ended: recorded for the row that was claimed at `wanted`."""

    row: Outbox
    state: Outcome
    error: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most one send every `every_us` microseconds, `burst` at once after a pause."""

    every_us: int
    burst: int


class Sending(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now

    async def claim(
        self, lane: Lane, most: int, lease: timedelta, rate: RateLimit | None = None
    ) -> list[Outbox]:
        """Takes up to `most` due rows and marks them started; suppressed ones are cancelled on the way.

        Only as many as will be sent at once: a row that waits for a free sender could outlive its lease.
        """
        await self._return_from_the_dead(lane)
        await self._cancel_suppressed(lane)
        if rate:
            most = min(most, await self._allowed(lane, rate))
        rows = await self._start(lane, most, lease) if most > 0 else []
        if rate and rows:
            await self._spend(lane, rate, len(rows))
        return rows

    async def _start(self, lane: Lane, most: int, lease: timedelta) -> list[Outbox]:
        due = select(Outbox.id).where(
            Outbox.lane == lane, Outbox.state == Outcome.QUEUED, Outbox.due_at <= self._now
        )
        due = due.order_by(Outbox.priority, Outbox.due_at, Outbox.id).limit(most)
        picked = due.with_for_update(skip_locked=True).cte("picked").prefix_with("MATERIALIZED")
        start = update(Outbox).where(Outbox.id.in_(select(picked.c.id)), Outbox.state == Outcome.QUEUED)
        start = start.values(
            state=Outcome.SENDING,
            attempts=Outbox.attempts + 1,
            started_at=self._now,
            lease_until=self._now + lease,
        )
        rows = await self._session.scalars(
            start.returning(Outbox),
            execution_options=_everywhere | {"synchronize_session": False, "populate_existing": True},
        )
        return sorted(rows, key=lambda row: (row.priority, row.due_at, row.id))

    async def _return_from_the_dead(self, lane: Lane) -> None:
        """A lease that ran out belonged to a worker that is gone."""
        lost = (Outbox.lane == lane, Outbox.state == Outcome.SENDING, Outbox.lease_until < self._now)
        parked = case((Outbox.lost >= MOST_LOST, Outcome.FAILED), else_=Outcome.QUEUED)
        await self._session.execute(
            update(Outbox).where(*lost).values(state=parked, lost=Outbox.lost + 1, lease_until=None),
            execution_options=_in_bulk,
        )

    async def _cancel_suppressed(self, lane: Lane) -> None:
        if lane is not Lane.MAIL:
            return
        due = (Outbox.lane == lane, Outbox.state == Outcome.QUEUED, Outbox.due_at <= self._now)
        await self._session.execute(
            update(Outbox).where(*due, suppressed()).values(state=Outcome.CANCELLED, finished_at=self._now),
            execution_options=_in_bulk,
        )

    async def record(self, ending: Ending) -> None:
        """Writes down how a send ended; a row wished again meanwhile is queued again."""
        await self._session.execute(_ended(ending, self._now), execution_options=_in_bulk)

    async def next_due(self, lane: Lane) -> datetime | None:
        """When there will be something to claim."""
        queued = select(func.min(Outbox.due_at)).where(Outbox.lane == lane, Outbox.state == Outcome.QUEUED)
        leased = select(func.min(Outbox.lease_until)).where(
            Outbox.lane == lane, Outbox.state == Outcome.SENDING
        )
        times = [
            await self._session.scalar(query, execution_options=_everywhere) for query in (queued, leased)
        ]
        return min((time for time in times if time), default=None)

    async def _allowed(self, lane: Lane, rate: RateLimit) -> int:
        """How many may go now (the generic cell rate algorithm, in integers)."""
        insert = self._insert(Rate).values(name=lane, next_at=0).on_conflict_do_nothing()
        await self._session.execute(insert, execution_options=_everywhere)
        next_at = await self._session.scalar(
            select(Rate.next_at).where(Rate.name == lane).with_for_update(), execution_options=_everywhere
        )
        ahead = max(next_at or 0, self._now_us) - self._now_us
        return max(0, (rate.every_us * rate.burst - ahead) // rate.every_us)

    async def _spend(self, lane: Lane, rate: RateLimit, count: int) -> None:
        start = case((Rate.next_at > self._now_us, Rate.next_at), else_=self._now_us)
        await self._session.execute(
            update(Rate).where(Rate.name == lane).values(next_at=start + rate.every_us * count),
            execution_options=_in_bulk,
        )

    @property
    def _now_us(self) -> int:
        return int(self._now.timestamp()) * 1_000_000 + self._now.microsecond

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many rows of each (lane, state) there are, for the health page."""
        query = select(Outbox.lane, Outbox.state, func.count()).group_by(Outbox.lane, Outbox.state)
        rows = await self._session.execute(query, execution_options=_everywhere)
        return {(lane, state): count for lane, state, count in rows}


def _ended(ending: Ending, now: datetime) -> Any:
    wished_again = Outbox.wanted > ending.row.wanted
    return (
        update(Outbox)
        .where(Outbox.id == ending.row.id, Outbox.state == Outcome.SENDING)
        .values(
            state=case((wished_again, Outcome.QUEUED), else_=ending.state),
            attempts=case((wished_again, 0), else_=Outbox.attempts),
            due_at=case((wished_again, now), else_=ending.due_at or Outbox.due_at),
            finished_at=None if ending.state == Outcome.QUEUED else now,
            lease_until=None,
            error=ending.error,
        )
    )
