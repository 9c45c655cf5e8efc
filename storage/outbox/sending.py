"""Queries of workers: claim rows of all workspaces within a rate, and record results."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.detached import entity_of
from storage.entities.outbox import Outbox
from storage.entities.rate import RateCounter
from storage.entities.relay import RelayTrouble
from storage.entities.status import Outcome
from storage.outbox import claims
from storage.outbox.ahead import LooksAhead
from storage.outbox.domains import DomainCounts
from storage.outbox.limits import RateLimit
from storage.outbox.work import Lane

GIVE_UP_AFTER = timedelta(days=3)  # since a row was first due
MOST_ROUNDS = 25  # of claims, while rows are over the limit of their domain
PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)  # of a row that was lost several times

_everywhere = {"every_workspace": True}
_in_bulk = {"every_workspace": True, "synchronize_session": False}
_fresh = {"populate_existing": True}


@dataclass(frozen=True, slots=True)
class Ending:
    """The result of a send, for the row at the `wanted_version` that was claimed."""

    row: Outbox
    state: Outcome
    error: str | None = None
    due_at: datetime | None = None
    fault: str | None = None
    reply: str | None = None
    bug: bool = False  # our own code failed

    @property
    def alike(self) -> tuple[object, ...]:
        """The key of results that one statement can record together."""
        started_at = None if self.state == Outcome.SENT else self.row.started_at
        said = self.error, self.fault, self.reply, self.bug
        return self.state, said, self.due_at, self.row.wanted_version, started_at


class Sending(LooksAhead):
    def __init__(self, session: AsyncSession, now: datetime, hash_recipient: Callable[[str], str]) -> None:
        super().__init__(session, now)
        self._hash = hash_recipient
        self.work_done = (
            0  # a claim sets it: how many rows this lane has taken under a rate limit, stored with the rate
        )
        self.trouble: RelayTrouble | None = None  # the trouble found by the last claim under a rate limit

    async def claim(
        self,
        lane: Lane,
        most: int,
        lease: timedelta,
        rate: RateLimit | None = None,
        suspect: int | None = None,
    ) -> list[Outbox]:
        """Claim up to `most` due rows, or one suspect, and mark them as started.

        Rows to suppressed addresses are left out. Claim only what will be sent at once: a row waiting for a
        free sender could outlive its lease. It never waits for a lock on a row, so others can wait for its
        locks without a deadlock.
        """
        if rate is None:
            return await self._start_some(lane, most, lease, suspect)
        next_at = await self._next_at(lane, rate)
        allowed = min(most, rate.allows(next_at, self._now_us))
        if self.trouble and self.trouble.paused_at:
            rows = await self._probe(self.trouble, lane, allowed, lease)
        else:
            rows = await self._start_within(rate, lane, allowed, lease, suspect)
        if rows:
            self.work_done = max(next_at, self._now_us) + rate.every_us * len(rows)
            await self._spend(lane, self.work_done)
        return rows

    async def _probe(self, trouble: RelayTrouble, lane: Lane, allowed: int, lease: timedelta) -> list[Outbox]:
        """Claim one row if a probe is due. While the relay refuses us, nothing else is sent."""
        if not allowed or not trouble.may_probe(self._now):
            return []
        rows = await self._start(claims.probing(lane), 1, lease)
        if rows:
            trouble.probe_with(rows[0].id, self._now + lease)
        return rows

    async def _start_within(
        self, rate: RateLimit, lane: Lane, most: int, lease: timedelta, suspect: int | None
    ) -> list[Outbox]:
        """Claim rows within the limits of their recipients' domains. Those over a limit are due later."""
        limit, kept = rate.per_domain, list[Outbox]()
        if limit is None or suspect is not None:
            return await self._start_some(lane, most, lease, suspect)
        counts = DomainCounts(self._session, self._now, self._hash)
        for _ in range(MOST_ROUNDS):
            rows = await self._start_some(lane, most - len(kept), lease, None)
            staying = await counts.hold_back(rows, limit)
            kept += staying
            if len(staying) == len(rows):
                break
        return kept

    async def _start_some(self, lane: Lane, most: int, lease: timedelta, suspect: int | None) -> list[Outbox]:
        """Claim rows, including those of dead workers if the queue is too short.

        To look whether any are due takes half as long as to claim none.
        """
        if suspect is not None:
            return await self._start(claims.starting_alone(), min(most, 1), lease, suspect=suspect)
        ahead = await self._ahead(lane) if self.look_first and most > 0 else None
        none_due = ahead is not None and not self._is_over(ahead.queued)
        rows = [] if none_due else await self._start(claims.starting(lane), most, lease)
        none_lost = ahead is not None and not self._is_over(ahead.leased)
        if len(rows) < max(most, 1) and not none_lost and await self._return_from_the_dead(lane, lease):
            rows += await self._start(claims.starting(lane), most - len(rows), lease)
        return rows

    async def set_aside(self, lane: Lane, most: int, lease: timedelta) -> list[Ending]:
        """Cancel emails to suppressed addresses among the next `most` rows; fail rows lost again for days.

        Call it now and then in a claim's transaction, so that what waits for such a row learns of its end. It
        also returns a dead worker's rows, which a long queue would otherwise keep waiting.
        """
        aside = await self._cancel_suppressed(lane, most)
        if await self._any_lost(lane):
            aside += await self._give_up_lost(lane)
            await self._return_from_the_dead(lane, lease)
        return aside

    async def suspect(self, lane: Lane) -> int | None:
        """Find the suspect that is next. Usually None, since few rows are suspects."""
        if not self._is_over((await self._ahead(lane)).suspect):
            return None
        found = await self._session.scalar(
            claims.suspect(lane), {"now": self._now}, execution_options=_everywhere
        )
        return int(found) if found else None

    async def _start(self, statement: Any, most: int, lease: timedelta, **which: int) -> list[Outbox]:
        if most <= 0:
            return []
        given = {"now": self._now, "until": self._now + lease} | (which or {"most": most})
        rows: list[Outbox] = [_claimed(row) for row in await self._run_everywhere(statement, **given)]
        self._forget_ahead(rows)
        return sorted(rows, key=lambda row: (row.priority, row.due_at, row.id))

    async def _return_from_the_dead(self, lane: Lane, lease: timedelta) -> bool:
        """Return rows whose lease has ended to the queue, since their worker is gone.

        They go to its end, so that each death does not send everybody one more copy. The more often a row was
        lost, the longer it waits, in case it is what kills workers.
        """
        if not await self._any_lost(lane):
            return False
        found = await self._session.execute(claims.lost(lane), self._deaths, execution_options=_everywhere)
        alike: dict[int, list[int]] = defaultdict(list)
        for row_id, lost in found:
            alike[lost].append(row_id)
        for lost, ids in alike.items():
            given = {"ids": ids, "due": self._now + min(max(lease / 6, PAUSE) * lost**2, LONGEST_PAUSE)}
            await self._session.execute(claims.returning(), given, execution_options=_in_bulk)
        self._forget_ahead(alike)
        return bool(alike)

    @property
    def _deaths(self) -> dict[str, Any]:
        return {"now": self._now, "ids": self.held, "given_up": self._now - GIVE_UP_AFTER}

    async def _give_up_lost(self, lane: Lane) -> list[Ending]:
        rows = await self._session.scalars(
            claims.parking(lane), self._deaths, execution_options=_in_bulk | _fresh
        )
        endings = [Ending(row, Outcome.FAILED, claims.LOST) for row in rows]
        self._forget_ahead(endings)
        return endings

    async def _cancel_suppressed(self, lane: Lane, most: int) -> list[Ending]:
        if lane is not Lane.MAIL or most <= 0:
            return []
        ahead = await self._ahead(lane)
        if not self._is_over(ahead.queued) and not self._is_over(ahead.suspect):
            return []
        given = {"now": self._now, "most": most}
        rows = await self._session.scalars(
            claims.cancelling(lane), given, execution_options=_in_bulk | _fresh
        )
        endings = [Ending(row, Outcome.CANCELLED) for row in rows]
        self._forget_ahead(endings)
        return endings

    async def record(self, endings: Sequence[Ending]) -> list[Ending]:
        """Record results. A row that was enqueued again meanwhile goes back to the queue.

        Returns the results that were recorded. Others were recorded before, or their row now belongs to
        another worker.
        """
        await self._session.flush()
        if len(endings) > 1 and not self._on_sqlite:
            ids = {"ids": [ending.row.id for ending in endings]}
            await self._session.execute(claims.in_order(), ids, execution_options=_everywhere)
        done: set[int] = set()
        alike: dict[Any, list[Ending]] = defaultdict(list)
        for ending in endings:
            alike[ending.alike].append(ending)
        for group in alike.values():
            statement, given = _ended(group[0], self._now)
            ended = await self._run_everywhere(statement, ids=[each.row.id for each in group], **given)
            done |= set(ended.scalars())
        self._forget_ahead(done)
        return [ending for ending in endings if ending.row.id in done]

    async def deleted(self, row_ids: Collection[int]) -> set[int]:
        """Find which of these rows are there no more."""
        left = await self._session.scalars(
            select(Outbox.id).where(Outbox.id.in_(row_ids)), execution_options=_everywhere
        )
        return set(row_ids) - set(left)

    async def hold(self, row: Outbox, lease: timedelta) -> bool:
        """Extend the lease of long work, in the transaction of one of its steps.

        Returns False if the row now belongs to another worker. Since a step succeeded, the row's count of
        lost workers starts again at 0.
        """
        held = update(Outbox).where(
            Outbox.id == row.id, Outbox.state == Outcome.SENDING, Outbox.started_at == row.started_at
        )
        held = held.values(lease_until=self._now + lease, lost=0).returning(Outbox.id)
        return (await self._session.execute(held, execution_options=_in_bulk)).first() is not None

    async def next_due(self, lane: Lane, rate: RateLimit | None = None) -> datetime | None:
        """Return when there will be something to claim."""
        ahead = await self._ahead(lane)
        due = min((time for time in (ahead.queued, ahead.leased) if time), default=None)
        if due is None or rate is None:
            return due
        opens_at = await self._opens_at(lane, rate)
        probe_at = self.trouble.probe_at if self.trouble and self.trouble.paused_at else None
        return max(due, opens_at, probe_at or opens_at)

    async def _opens_at(self, lane: Lane, rate: RateLimit) -> datetime:
        opens_at = rate.opens_at(await self._next_at(lane, rate))
        return self._now + timedelta(microseconds=opens_at - self._now_us)

    async def _next_at(self, lane: Lane, rate: RateLimit) -> int:
        """Read and lock the rate's state, and read the trouble with the relay beside it."""
        found = (await self._run_everywhere(_RATE, lane=lane)).first()
        if found is None:
            insert = self._insert(RateCounter).values(name=lane, next_at=0).on_conflict_do_nothing()
            await self._session.execute(insert, execution_options=_everywhere)
            found = (await self._run_everywhere(_RATE, lane=lane)).one()
        next_at, in_trouble = found
        self.trouble = await self._trouble(lane) if in_trouble else None
        return rate.possible(next_at, self._now_us)

    async def _trouble(self, lane: Lane) -> RelayTrouble | None:
        query = select(RelayTrouble).where(RelayTrouble.lane == lane)
        return (await self._session.scalars(query, execution_options=_everywhere | _fresh)).one_or_none()

    async def _spend(self, lane: Lane, next_at: int) -> None:
        await self._run_everywhere(_SPENDING, lane=lane, at=next_at)

    @property
    def _now_us(self) -> int:
        return int(self._now.timestamp()) * 1_000_000 + self._now.microsecond


_claimed = entity_of(Outbox)
_RATE = select(RateCounter.next_at, exists().where(RelayTrouble.lane == RateCounter.name))
_RATE = _RATE.where(RateCounter.name == bindparam("lane")).with_for_update(of=RateCounter)
_rates: Any = RateCounter.__table__
_SPENDING = update(_rates).where(_rates.c.name == bindparam("lane")).values(next_at=bindparam("at"))


def _ended(ending: Ending, now: datetime) -> tuple[Any, dict[str, Any]]:
    """Return the statement that records a result for the rows `ids`, and its other parameters."""
    queued = ending.state == Outcome.QUEUED
    given = {
        "to_state": ending.state,
        "now": now,
        "version": ending.row.wanted_version,
        "bug": int(ending.bug),
        "finished": None if queued else now,
        "why": ending.error,
        "whose": ending.fault,
        "said": ending.reply,
    }
    if ending.state != Outcome.SENT:
        given["started"] = ending.row.started_at
    if ending.due_at:
        given["later"] = ending.due_at
    return claims.ended(ending.state, again=ending.due_at is not None), given
