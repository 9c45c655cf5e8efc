"""Lets the database learn now and then what its tables hold, so that it plans searches well."""

import asyncio
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.workers.regularly import regularly
from storage.engine.database import Database
from storage.engine.faults import cause_of

log = structlog.get_logger()

LEARN_EVERY = timedelta(days=1)


class Learning:
    """A task that does so at the start, once a day, and at the end."""

    def __init__(self, database: Database, wake_up: asyncio.Event, clock: Clock) -> None:
        self._database, self._wake_up, self._clock = database, wake_up, clock

    async def run(self) -> None:
        await regularly(self.learn, LEARN_EVERY, self._wake_up, self._clock)

    async def learn(self) -> None:
        """Learn, if the database can be used."""
        try:
            await self._database.learn()
        except Exception as error:
            if cause_of(error) is None:
                log.error("database_not_learnt", exc_info=error)
