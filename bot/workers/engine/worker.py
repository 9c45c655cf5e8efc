"""Empties one lane of the outbox: claims rows for free senders, sends them, and records results."""

import asyncio
import contextlib
import random
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby

import structlog

from bot.tracing import NoTracing, Tracing
from bot.workers.engine.results import (
    Ended,
    Failed,
    Later,
    Overtaken,
    Result,
    Results,
    Sender,
    Sent,
    Unread,
    Unwanted,
)
from bot.workers.engine.retry import Failure, Tried, next_try
from storage.engine.conflicts import is_conflict, run_again
from storage.engine.failpoints import LaneSteps, reach
from storage.engine.faults import Cause, cause_of, said_by
from storage.engine.request import on_behalf_of
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome
from storage.outbox.limits import RateLimit
from storage.outbox.sending import Ending
from storage.outbox.work import Lane, NotKnown, NotUnderstood
from storage.uow import UnitOfWork

log = structlog.get_logger()

TOGETHER_SECONDS = 0.02
SET_ASIDE_EVERY = timedelta(seconds=1)
POLL_SECONDS = 5.0  # another process may have added rows without waking this one
BROKEN_DATABASE_SECONDS = 1.0
UNREAD_AGAIN = timedelta(seconds=5)
NOT_KNOWN_AGAIN = timedelta(minutes=1)  # a few times: while versions change, another process may know it


Judge = Callable[[UnitOfWork, Results], Awaitable[tuple[Results, Sequence[Ending]]]]


async def no_judge(_uow: UnitOfWork, results: Results) -> tuple[Results, Sequence[Ending]]:
    return results, ()


def unlimited() -> int:
    """Return more than any worker has senders."""
    return sys.maxsize


def nobody_is_told(_ending: Ending) -> None:
    """Do nothing: nobody asks what became of such rows."""


@dataclass(slots=True)
class Options:
    """Options of a worker. `lease` must be more than twice the longest time of a send.

    `room` says how many rows may be in progress.
    `judge` sees the results before they are recorded. It may change them, and give endings of other rows.
    `told` is given each ending once it is recorded. `tracing` gets a span of each send.
    """

    lease: timedelta
    rate: RateLimit | None = None
    room: Callable[[], int] = unlimited
    jitter: Callable[[], float] = field(default=random.random)
    judge: Judge = no_judge
    told: Callable[[Ending], None] = nobody_is_told
    tracing: Tracing = field(default_factory=NoTracing)


class OutboxWorker:
    """A worker for one lane, which sends at most as many rows at once as it has senders."""

    def __init__(
        self,
        lane: Lane,
        senders: Sequence[Sender],
        new_uow: Callable[[], UnitOfWork],
        wake_up: asyncio.Event,
        options: Options,
        ended: Ended,
    ) -> None:
        self._lane, self._new_uow, self._wake_up, self._options = lane, new_uow, wake_up, options
        self._ended, self._steps = ended, LaneSteps.of(lane)
        self._free = list(senders)
        self._under_way: dict[asyncio.Task[Result], tuple[Outbox, Sender]] = {}
        self._results: list[tuple[Outbox, Result]] = []
        self._stopping = asyncio.Event()
        self._set_aside_at = datetime.min.replace(tzinfo=UTC)
        self._suspect: int | None = None  # the row to send next, alone, once nothing else is in progress
        self._may_be_more = True  # the last claim took as many as it could
        self.healthy = True

    async def run(self) -> None:
        """Work until `stop`. Sends in progress are then finished and recorded."""
        try:
            await self._work()
        finally:
            self.healthy = False
        for sender in self._free:
            await sender.close()

    async def _work(self) -> None:
        while not self._stopping.is_set() or self._under_way or self._results:
            try:
                rows, wait = await self._turn()
                self.healthy = True
            except Exception as error:
                # Rows stay claimed and results are kept, so recording them is tried again.
                self._note(error)
                self.healthy = cause_of(error) is Cause.BUSY
                rows, wait = [], 0.0 if await self._record_apart() else BROKEN_DATABASE_SECONDS
            for row in rows:
                sender = self._free.pop()
                self._under_way[asyncio.create_task(self._send(sender, row))] = (row, sender)
            await self._wait(wait)

    async def _send(self, sender: Sender, row: Outbox) -> Result:
        """Send a row on behalf of the request that has enqueued it."""
        with on_behalf_of(row.request), self._options.tracing.span(f"{row.lane} {row.kind}"):
            return await sender.send(row)

    def _note(self, error: Exception) -> None:
        """Log a bug, and a conflict that came again. Other trouble is told once for everybody."""
        if cause_of(error) is None:
            log.error("outbox_turn_failed", lane=self._lane, exc_info=error)
        elif is_conflict(error):
            log.warning("outbox_turn_gave_way", lane=self._lane, detail=said_by(error))

    def stop(self) -> None:
        """Claim nothing more. `run` returns when the sends in progress have ended."""
        self._stopping.set()
        self._wake_up.set()

    async def _turn(self) -> tuple[list[Outbox], float]:
        """Take a turn, and again without results that another worker has, or whose rows were deleted."""
        while True:
            try:
                return await run_again(self._try_turn)
            except Overtaken as overtaken:
                self._leave_out(overtaken.rows)
            except Exception as error:
                if cause_of(error) or not await self._forget_deleted():
                    raise

    async def _forget_deleted(self) -> bool:
        """Forget results whose rows were deleted with what they are about. Returns whether there were any."""
        async with self._new_uow().read() as uow:
            deleted = await uow.sending.deleted([row.id for row, _ in self._results])
        self._leave_out(deleted)
        return bool(deleted)

    def _leave_out(self, row_ids: set[int]) -> None:
        self._results = [each for each in self._results if each[0].id not in row_ids]

    async def _try_turn(self) -> tuple[list[Outbox], float]:
        """Record results and claim rows for free senders, in one transaction."""
        results = list(self._results)
        async with self._new_uow() as uow:
            uow.sending.held = [row.id for row, _ in self._under_way.values()]
            endings = await self._record(uow, results)
            if results:
                reach(self._steps.recording)
            sent_alone = any(row.is_suspect for row, _ in results)  # the next suspect need not wait
            if sent_alone or abs(uow.now - self._set_aside_at) >= SET_ASIDE_EVERY:
                endings += await self._set_aside(uow)
            rows, most = await self._claim(uow)
            due = None if rows or not most else await uow.sending.next_due(self._lane, self._options.rate)
        if results:
            reach(self._steps.recorded)
        if rows:
            reach(self._steps.claimed)
        del self._results[: len(results)]
        self._tell_outside(endings)
        wait = POLL_SECONDS if due is None else (due - uow.now).total_seconds()
        return rows, min(max(wait, 0.02), POLL_SECONDS)

    def _tell_outside(self, endings: Sequence[Ending]) -> None:
        for ending in endings:
            self._options.told(ending)

    async def _set_aside(self, uow: UnitOfWork) -> list[Ending]:
        most = 0 if self._stopping.is_set() else len(self._free)
        aside = await uow.sending.set_aside(self._lane, most, self._options.lease)
        await self._tell(uow, aside)
        self._suspect = await uow.sending.suspect(self._lane)
        self._set_aside_at = uow.now
        return aside

    async def _claim(self, uow: UnitOfWork) -> tuple[list[Outbox], int]:
        """Claim rows for free senders: (rows, how many there might have been).

        A suspect is sent alone: if it kills this process, nothing else dies with it.
        """
        most, lease, rate = self._room(), self._options.lease, self._options.rate
        if most and self._suspect:
            suspect, self._suspect = self._suspect, None
            if rows := await uow.sending.claim(self._lane, 1, lease, rate, suspect):
                return rows, most
        uow.sending.look_first = not self._may_be_more
        rows = await uow.sending.claim(self._lane, most, lease, rate)
        self._may_be_more = 0 < most == len(rows)
        return rows, most

    def _room(self) -> int:
        """Count the rows that may be claimed.

        None beside a suspect, or while one waits to be sent alone.
        """
        beside = self._suspect is not None or any(row.is_suspect for row, _ in self._under_way.values())
        if self._stopping.is_set() or (beside and self._under_way):
            return 0
        return min(len(self._free), max(0, self._options.room() - len(self._under_way)))

    async def _record_apart(self) -> bool:
        """Record results one by one, so that a faulty one does not block the others.

        Returns whether there were any and all are recorded, so that one of them was the trouble.
        """
        had_any = bool(self._results)
        for row, result in list(self._results):
            try:
                await self._record_alone(row, result)
            except Exception as error:
                if cause_of(error) is None:
                    log.error("outbox_record_failed", kind=row.kind, row=row.id, exc_info=error)
                return False
            self._results.remove((row, result))
        return had_any

    async def _record_alone(self, row: Outbox, result: Result) -> None:
        try:
            async with self._new_uow() as uow:
                endings = await self._record(uow, [(row, result)])
            self._tell_outside(endings)
        except Overtaken:
            return
        except Exception as error:
            if cause_of(error):
                raise
            log.error("outbox_effect_failed", kind=row.kind, row=row.id, exc_info=error)
            async with self._new_uow() as uow:
                endings = await uow.sending.record([self._ending(uow, row, result)])
            self._tell_outside(endings)

    async def _record(self, uow: UnitOfWork, results: Results) -> list[Ending]:
        """Record results: first their consequences, then the rows. Returns the endings. Raises Overtaken.

        Changes of contacts also come to their outbox rows last, so both take locks in one order.
        """
        results, others = await self._options.judge(uow, results)
        endings = []
        for row, result in sorted(results, key=_in_order):
            endings.append(self._ending(uow, row, result))
            if isinstance(result, Sent) and result.effect:
                with uow.within(row.workspace_id), on_behalf_of(row.request):
                    await result.effect(uow)
        await self._tell(uow, endings)
        await self._tell(uow, others)
        recorded = {ending.row.id for ending in await uow.sending.record(endings)}
        if lost := {ending.row.id for ending in endings} - recorded:
            raise Overtaken(lost)
        return [*endings, *others]

    async def _tell(self, uow: UnitOfWork, endings: Sequence[Ending]) -> None:
        """Tell what became of rows, in their order, at once what follows each other and is of one kind."""
        for (workspace_id, _), alike in groupby(endings, lambda each: (each.row.workspace_id, each.row.kind)):
            with uow.within(workspace_id):
                await self._ended(uow, list(alike))

    def _ending(self, uow: UnitOfWork, row: Outbox, result: Result) -> Ending:
        match result:
            case Sent():
                return Ending(row, Outcome.SENT)
            case Unwanted():
                return Ending(row, Outcome.CANCELLED)
            case Later(due_at):
                return Ending(row, Outcome.QUEUED, due_at=due_at)
            case Unread():
                return Ending(row, Outcome.QUEUED, due_at=uow.now + UNREAD_AGAIN)
            case Failed(failure):
                tried = Tried(row.attempts, uow.now - row.created_at, row.bugs)
                wait = next_try(failure, tried, self._options.jitter())
                state = Outcome.FAILED if wait is None else Outcome.QUEUED
                next_at = None if wait is None else uow.now + wait
                said = failure.fault, failure.reply, failure.bug
                return Ending(row, state, failure.reason, next_at, *said)

    async def _wait(self, seconds: float) -> None:
        """Wait until a send ends, the worker is woken, or the time is over."""
        if self._room():
            wake_up = asyncio.create_task(self._wake_up.wait())
            await asyncio.wait(
                {wake_up, *self._under_way}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            wake_up.cancel()
            self._wake_up.clear()
        elif self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        elif self._results:
            await asyncio.sleep(seconds)
        if any(task.done() for task in self._under_way):
            # Wait briefly, to record together what ends together.
            await asyncio.wait(self._under_way, timeout=TOGETHER_SECONDS)
        self._gather()

    def _gather(self) -> None:
        for task in [task for task in self._under_way if task.done()]:
            row, sender = self._under_way.pop(task)
            self._free.append(sender)
            self._results.append((row, self._result_of(task, row)))

    def _result_of(self, task: asyncio.Task[Result], row: Outbox) -> Result:
        with contextlib.suppress(asyncio.CancelledError):
            error = task.exception()
            if error is None:
                return task.result()
            if isinstance(error, NotKnown):
                log.warning("outbox_row_not_known", kind=row.kind, row=row.id)
                return Failed(Failure(str(error), bug=True, wait=NOT_KNOWN_AGAIN))
            if isinstance(error, NotUnderstood):
                log.error("outbox_row_not_understood", kind=row.kind, row=row.id, reason=str(error))
                return Failed(Failure(str(error), lasting=True))
            if cause_of(error):
                return Unread()
            log.error("outbox_send_failed", kind=row.kind, row=row.id, exc_info=error)
        return Failed(Failure("Something went wrong on our side.", bug=True))


def _in_order(result: tuple[Outbox, Result]) -> tuple[int, int, str]:
    row, _ = result
    return row.workspace_id, row.contact_id or 0, row.key
