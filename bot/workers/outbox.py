"""Empties one lane of the outbox: claims rows for free senders, lets them send, records how it ended."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.workers.retry import Failure, next_try
from storage.bookkeeping import Outbox
from storage.outbox import Lane
from storage.sending import Ending, RateLimit
from storage.status import Outcome
from storage.uow import UnitOfWork

log = structlog.get_logger()

TOGETHER_SECONDS = 0.005
SET_ASIDE_EVERY = timedelta(seconds=1)
POLL_SECONDS = 5.0  # another process may have added rows without ringing our bell
BROKEN_DATABASE_SECONDS = 1.0
# As opposed to a row that cannot be recorded: with these it may be done a little later.
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, OSError)

Effect = Callable[[UnitOfWork], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sent:
    """It left; `effect` is written in the transaction that records it."""

    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Nothing was sent, since nobody wants it any more."""


@dataclass(frozen=True, slots=True)
class Later:
    """It is too early: nothing was sent, and it is looked at again then."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not leave; whether it is tried again is for the retry table to say."""

    failure: Failure


Result = Sent | Unwanted | Later | Failed


class Sender(Protocol):
    """Sends one row at a time, outside any transaction."""

    async def send(self, row: Outbox) -> Result: ...

    async def close(self) -> None: ...


Ended = Callable[[UnitOfWork, Outbox, Ending], Awaitable[None]]


@dataclass(slots=True)
class Options:
    """`lease` must be more than twice as long as a send may take."""

    lease: timedelta
    rate: RateLimit | None = None
    jitter: Callable[[], float] = field(default=random.random)


class OutboxWorker:
    """One lane: as many rows are under way as there are senders."""

    def __init__(
        self,
        lane: Lane,
        senders: Sequence[Sender],
        new_uow: Callable[[], UnitOfWork],
        bell: asyncio.Event,
        options: Options,
        ended: Ended,
    ) -> None:
        self._lane, self._new_uow, self._bell, self._options = lane, new_uow, bell, options
        self._ended = ended
        self._free = list(senders)
        self._under_way: dict[asyncio.Task[Result], tuple[Outbox, Sender]] = {}
        self._results: list[tuple[Outbox, Result]] = []
        self._stopping = asyncio.Event()
        self._set_aside_at = datetime.min.replace(tzinfo=UTC)
        self.healthy = True

    async def run(self) -> None:
        """Until `stop`; what is under way then is finished and recorded."""
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
                # The rows stay claimed and the results kept: what could not be recorded is tried again.
                self.healthy = False
                log.error("outbox_turn_failed", lane=self._lane, exc_info=error)
                rows, wait = [], BROKEN_DATABASE_SECONDS
                await self._record_apart()
            for row in rows:
                sender = self._free.pop()
                self._under_way[asyncio.create_task(sender.send(row))] = (row, sender)
            await self._wait(wait)

    def stop(self) -> None:
        """Takes nothing more; `run` returns when what is under way has ended."""
        self._stopping.set()
        self._bell.set()

    async def _turn(self) -> tuple[list[Outbox], float]:
        """One transaction: records what ended, and claims for every sender that is free."""
        results = list(self._results)
        most = 0 if self._stopping.is_set() else len(self._free)
        async with self._new_uow() as uow:
            uow.sending.held = [row.id for row, _ in self._under_way.values()]
            await self._record(uow, results)
            if abs(uow.now - self._set_aside_at) >= SET_ASIDE_EVERY:
                self._set_aside_at = uow.now
                for ending in await uow.sending.set_aside(self._lane, most):
                    await self._tell(uow, ending)
            rows = await uow.sending.claim(self._lane, most, self._options.lease, self._options.rate)
            due = None if rows or not most else await uow.sending.next_due(self._lane, self._options.rate)
        del self._results[: len(results)]
        wait = POLL_SECONDS if due is None else (due - uow.now).total_seconds()
        return rows, min(max(wait, 0.02), POLL_SECONDS)

    async def _record_apart(self) -> None:
        """One by one, so that a result whose record fails does not hold up all others."""
        for row, result in list(self._results):
            try:
                await self._record_alone(row, result)
            except Exception as error:
                log.error("outbox_record_failed", kind=row.kind, row=row.id, exc_info=error)
                return
            self._results.remove((row, result))

    async def _record_alone(self, row: Outbox, result: Result) -> None:
        try:
            async with self._new_uow() as uow:
                await self._record(uow, [(row, result)])
        except DATABASE_AWAY:
            raise
        except Exception as error:
            log.error("outbox_effect_failed", kind=row.kind, row=row.id, exc_info=error)
            async with self._new_uow() as uow:
                await uow.sending.record([self._ending(uow, row, result)])

    async def _record(self, uow: UnitOfWork, results: Sequence[tuple[Outbox, Result]]) -> None:
        effects = {row.id: result.effect for row, result in results if isinstance(result, Sent)}
        endings = [self._ending(uow, row, result) for row, result in results]
        for ending in await uow.sending.record(endings):
            effect = effects.get(ending.row.id)
            if effect:
                with uow.within(ending.row.workspace_id):
                    await effect(uow)
            await self._tell(uow, ending)

    async def _tell(self, uow: UnitOfWork, ending: Ending) -> None:
        with uow.within(ending.row.workspace_id):
            await self._ended(uow, ending.row, ending)

    def _ending(self, uow: UnitOfWork, row: Outbox, result: Result) -> Ending:
        match result:
            case Sent():
                return Ending(row, Outcome.SENT)
            case Unwanted():
                return Ending(row, Outcome.CANCELLED)
            case Later(due_at):
                return Ending(row, Outcome.QUEUED, due_at=due_at)
            case Failed(failure):
                wait = next_try(failure, row.attempts, uow.now - row.created_at, self._options.jitter())
                if wait is None:
                    return Ending(row, Outcome.FAILED, failure.reason)
                return Ending(row, Outcome.QUEUED, failure.reason, uow.now + wait)

    async def _wait(self, seconds: float) -> None:
        """Until something ends, the bell rings, or the time is over."""
        if self._free and not self._stopping.is_set():
            bell = asyncio.create_task(self._bell.wait())
            await asyncio.wait({bell, *self._under_way}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            bell.cancel()
            self._bell.clear()
        elif self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        elif self._results:
            await asyncio.sleep(seconds)
        if any(task.done() for task in self._under_way):
            # What ends together is recorded together; no longer than that, since a kill would send it again.
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
            log.error("outbox_send_failed", kind=row.kind, row=row.id, exc_info=error)
        return Failed(Failure("Something went wrong on our side.", bug=True))
