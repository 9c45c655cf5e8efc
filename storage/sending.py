"""Sending from the outbox: rows of all workspaces are claimed at a rate, and how it ended is recorded."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import claims
from storage.bookkeeping import Outbox, Rate
from storage.outbox import Lane
from storage.status import Outcome
from storage.table import Table

SKEW_US = 60_000_000  # hosts' clocks differ by less

_everywhere = {"every_workspace": True}
_in_bulk = {"every_workspace": True, "synchronize_session": False}
_fresh = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Ending:
    """How a send ended: recorded for the row that was claimed at `wanted`."""

    row: Outbox
    state: Outcome
    error: str | None = None
    due_at: datetime | None = None

    @property
    def alike(self) -> tuple[object, ...]:
        """Endings of which this is the same are recorded by one statement."""
        started_at = None if self.state == Outcome.SENT else self.row.started_at
        return self.state, self.error, self.due_at, self.row.wanted, started_at


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most one send every `every_us` microseconds, `burst` at once after a pause."""

    every_us: int
    burst: int

    def allows(self, next_at: int, now: int) -> int:
        """How many may go now: the generic cell rate algorithm. Both times are microseconds since 1970."""
        ahead = max(next_at, now) - now
        return max(0, (self.every_us * self.burst - ahead) // self.every_us)

    def opens_at(self, next_at: int) -> int:
        """When it allows the next one."""
        return next_at - self.every_us * (self.burst - 1)

    def possible(self, next_at: int, now: int) -> int:
        """`next_at`, unless it can only come from a clock that was set back or a rate that was raised."""
        return now if next_at - now > self.every_us * self.burst + SKEW_US else next_at


class Sending(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now
        self.held: Collection[
            int
        ] = ()  # what the asking worker has under way: alive, whatever the clock says

    async def claim(
        self, lane: Lane, most: int, lease: timedelta, rate: RateLimit | None = None
    ) -> list[Outbox]:
        """Takes up to `most` due rows and marks them started; suppressed ones are left out.

        Only as many as will be sent at once: a row that waits for a free sender could outlive its lease.
        """
        if rate is None:
            return await self._start_living_or_dead(lane, most, lease)
        next_at = await self._next_at(lane, rate)
        allowed = min(most, rate.allows(next_at, self._now_us))
        rows = await self._start_living_or_dead(lane, allowed, lease)
        if rows:
            await self._spend(lane, max(next_at, self._now_us) + rate.every_us * len(rows))
        return rows

    async def _start_living_or_dead(self, lane: Lane, most: int, lease: timedelta) -> list[Outbox]:
        """When the queue does not fill every sender, a dead worker's rows may."""
        rows = await self._start(lane, most, lease)
        if len(rows) < max(most, 1) and await self._return_from_the_dead(lane):
            rows += await self._start(lane, most - len(rows), lease)
        return rows

    async def set_aside(self, lane: Lane, most: int) -> list[Ending]:
        """Of the next `most` rows those to suppressed addresses, cancelled; those that kill workers, parked.

        To be asked now and then in the transaction of a claim: whoever waits for such a row is told, and a
        long queue does not keep a dead worker's rows from being sent.
        """
        aside = await self._cancel_suppressed(lane, most) + await self._park_killers(lane)
        await self._return_from_the_dead(lane)
        return aside

    async def _start(self, lane: Lane, most: int, lease: timedelta) -> list[Outbox]:
        if most <= 0:
            return []
        given = {"now": self._now, "most": most, "until": self._now + lease}
        rows = await self._session.scalars(claims.starting(lane), given, execution_options=_in_bulk | _fresh)
        return sorted(rows, key=lambda row: (row.priority, row.due_at, row.id))

    async def _return_from_the_dead(self, lane: Lane) -> bool:
        """A lease that ran out belonged to a worker that is gone."""
        given = {"now": self._now, "held": self.held}
        returned = await self._session.execute(claims.returning(lane), given, execution_options=_in_bulk)
        return returned.first() is not None

    async def _park_killers(self, lane: Lane) -> list[Ending]:
        given = {"now": self._now, "held": self.held}
        rows = await self._session.scalars(claims.parking(lane), given, execution_options=_in_bulk | _fresh)
        return [Ending(row, Outcome.FAILED, claims.LOST) for row in rows]

    async def _cancel_suppressed(self, lane: Lane, most: int) -> list[Ending]:
        if lane is not Lane.MAIL or most <= 0:
            return []
        given = {"now": self._now, "most": most}
        rows = await self._session.scalars(
            claims.cancelling(lane), given, execution_options=_in_bulk | _fresh
        )
        return [Ending(row, Outcome.CANCELLED) for row in rows]

    async def record(self, endings: Sequence[Ending]) -> list[Ending]:
        """Writes down how sends ended; a row wished again meanwhile is queued again.

        Gives those that were ours to record: another worker may have a row, or it is written down already.
        """
        done: set[int] = set()
        alike: dict[Any, list[Ending]] = defaultdict(list)
        for ending in endings:
            alike[ending.alike].append(ending)
        for group in alike.values():
            ended = _ended(group[0], [each.row.id for each in group], self._now)
            done |= set(await self._session.scalars(ended, execution_options=_in_bulk))
        return [ending for ending in endings if ending.row.id in done]

    async def hold(self, row: Outbox, lease: timedelta) -> bool:
        """In the transaction of a step of long work: whether the row is still ours, for another lease.

        A step done is proof that the row kills nobody.
        """
        held = update(Outbox).where(
            Outbox.id == row.id, Outbox.state == Outcome.SENDING, Outbox.started_at == row.started_at
        )
        held = held.values(lease_until=self._now + lease, lost=0).returning(Outbox.id)
        return (await self._session.execute(held, execution_options=_in_bulk)).first() is not None

    async def next_due(self, lane: Lane, rate: RateLimit | None = None) -> datetime | None:
        """When there will be something to claim."""
        queued = await self._session.scalar(claims.first_queued(lane), execution_options=_everywhere)
        given = {"held": self.held}
        leased = await self._session.scalar(claims.first_leased(lane), given, execution_options=_everywhere)
        due = min((time for time in (queued, leased) if time), default=None)
        return max(due, await self._opens_at(lane, rate)) if due and rate else due

    async def _opens_at(self, lane: Lane, rate: RateLimit) -> datetime:
        opens_at = rate.opens_at(await self._next_at(lane, rate))
        return self._now + timedelta(microseconds=opens_at - self._now_us)

    async def _next_at(self, lane: Lane, rate: RateLimit) -> int:
        """Read for writing: nobody else counts until this transaction ends."""
        query = select(Rate.next_at).where(Rate.name == lane).with_for_update()
        next_at = await self._session.scalar(query, execution_options=_everywhere)
        if next_at is None:
            insert = self._insert(Rate).values(name=lane, next_at=0).on_conflict_do_nothing()
            await self._session.execute(insert, execution_options=_everywhere)
            next_at = await self._session.scalar(query, execution_options=_everywhere)
        return rate.possible(next_at or 0, self._now_us)

    async def _spend(self, lane: Lane, next_at: int) -> None:
        await self._session.execute(
            update(Rate).where(Rate.name == lane).values(next_at=next_at), execution_options=_in_bulk
        )

    @property
    def _now_us(self) -> int:
        return int(self._now.timestamp()) * 1_000_000 + self._now.microsecond

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many rows of each (lane, state) there are, for the health page."""
        query = select(Outbox.lane, Outbox.state, func.count()).group_by(Outbox.lane, Outbox.state)
        rows = await self._session.execute(query, execution_options=_everywhere)
        return {(lane, state): count for lane, state, count in rows}


def _ended(ending: Ending, row_ids: Sequence[int], now: datetime) -> Any:
    """What left has left, though the lease be over by then; a failure counts while the row is still ours."""
    # What could not be shown is tried when that was to be, however often it is wished for meanwhile.
    # What was shown is shown again when it was wished for, if that is later.
    later = case((Outbox.due_at > now, Outbox.due_at), else_=now)
    again_at = later if ending.state != Outcome.QUEUED else ending.due_at
    wished_again = Outbox.wanted > ending.row.wanted
    ours = and_(Outbox.state == Outcome.SENDING, Outbox.started_at == ending.row.started_at)
    left = Outbox.state.in_([Outcome.SENDING, Outcome.QUEUED])
    return (
        update(Outbox)
        .where(Outbox.id.in_(row_ids), left if ending.state == Outcome.SENT else ours)
        .values(
            state=case((wished_again, Outcome.QUEUED), else_=ending.state),
            attempts=case((wished_again, 0), else_=Outbox.attempts),
            due_at=case((wished_again, again_at), else_=ending.due_at or Outbox.due_at),
            finished_at=None if ending.state == Outcome.QUEUED else now,
            lease_until=None,
            error=ending.error,
        )
        .returning(Outbox.id)
    )
