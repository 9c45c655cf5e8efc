"""Marks expired rows every few seconds, so that they stay expired when the clock is set back."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from storage.engine.faults import cause_of
from storage.uow import UnitOfWork

log = structlog.get_logger()

LOOK_EVERY = timedelta(seconds=10)


class Expiring:
    """A loop that marks expired rows at the start and every ten seconds.

    Several processes may run it at the same time.
    """

    def __init__(self, new_uow: Callable[..., UnitOfWork], wake_up: asyncio.Event, clock: Clock) -> None:
        self._new_uow, self._wake_up, self._clock = new_uow, wake_up, clock

    async def run(self) -> None:
        looked_at: datetime | None = None
        while True:
            if looked_at is None or abs(self._clock() - looked_at) >= LOOK_EVERY:
                await self._look(anew=looked_at is None)
                looked_at = self._clock()
            await self._wait()

    async def _wait(self) -> None:
        """Wait a minute, or until new work wakes the loop: the clock may have been moved."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY.total_seconds()):
                await self._wake_up.wait()
        self._wake_up.clear()

    async def _look(self, *, anew: bool) -> None:
        more = True
        try:
            while more:
                async with self._new_uow() as uow:
                    more = await uow.expiry.mark(anew=anew)
        except Exception as error:
            if cause_of(error) is None:
                log.error("expiry_not_marked", exc_info=error)
