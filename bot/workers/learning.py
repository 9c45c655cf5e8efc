"""Lets the database learn now and then what its tables hold, so that it plans searches well."""

import asyncio
import contextlib
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from storage.engine.database import Database
from storage.engine.faults import cause_of

log = structlog.get_logger()

LEARN_EVERY = timedelta(days=1)


class Learning:
    """A task that does so at the start, once a day, and at the end."""

    def __init__(self, database: Database, wake_up: asyncio.Event, clock: Clock) -> None:
        self._database, self._wake_up, self._clock = database, wake_up, clock

    async def run(self) -> None:
        learnt_at: datetime | None = None
        while True:
            if learnt_at is None or self._clock() - learnt_at >= LEARN_EVERY:
                learnt_at = self._clock()
                await self.learn()
            await self._wait()

    async def _wait(self) -> None:
        """Wait for a day or a wake-up: in tests the clock may have been moved."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEARN_EVERY.total_seconds()):
                await self._wake_up.wait()
        self._wake_up.clear()

    async def learn(self) -> None:
        """Learn, if the database can be used."""
        try:
            await self._database.learn()
        except Exception as error:
            if cause_of(error) is None:
                log.error("database_not_learnt", exc_info=error)
