"""Marks expired rows every few seconds, so that they stay expired when the clock is set back."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.workers.regularly import regularly
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
        self._anew = True

    async def run(self) -> None:
        await regularly(self._look, LOOK_EVERY, self._wake_up, self._clock)

    async def _look(self) -> None:
        more, anew, self._anew = True, self._anew, False
        try:
            while more:
                async with self._new_uow() as uow:
                    more = await uow.expiry.mark(anew=anew)
        except Exception as error:
            if cause_of(error) is None:
                log.error("expiry_not_marked", exc_info=error)
