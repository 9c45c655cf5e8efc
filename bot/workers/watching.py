"""Says once that the database has gone away, or that too many want it at once; and once that this is over."""

import asyncio
from collections.abc import Callable

import structlog

from storage.engine.database import Database
from storage.engine.faults import cause_of
from storage.uow import UnitOfWork

log = structlog.get_logger()

TRY_SECONDS = 1.0


class Watching:
    """Tries to write once a second while the database is away: a disk that is full still lets us read."""

    def __init__(self, new_uow: Callable[..., UnitOfWork], database: Database) -> None:
        self._new_uow, self._outage, self._journal = new_uow, database.outage, database.journal
        self._crowd = database.crowd
        self._away_told = self._crowd_told = False

    async def run(self) -> None:
        while True:
            await asyncio.sleep(TRY_SECONDS)
            self._watch_the_crowd()
            await self._watch_the_outage()

    async def _watch_the_outage(self) -> None:
        if self._outage.cause and not self._away_told:
            log.error("database_away", reason=str(self._outage.cause), detail=self._outage.detail)
            self._away_told = True
        if self._outage.cause and await self._works():
            log.info("database_back", seconds=round(self._outage.end()))
            self._away_told = False

    def _watch_the_crowd(self) -> None:
        if self._outage.cause:
            self._crowd.in_vain = 0  # whoever waited in vain did so because of the outage
        if self._crowd.in_vain and not self._crowd_told:
            log.warning("database_busy", detail="Some waited in vain for a connection.")
            self._crowd_told = True
        if self._crowd_told and self._crowd.is_over():
            log.info("database_not_busy", waited_in_vain=self._crowd.in_vain)
            self._crowd.in_vain, self._crowd_told = 0, False

    async def _works(self) -> bool:
        try:
            if self._journal:
                await asyncio.to_thread(self._journal.append, ())
            async with self._new_uow() as uow:
                await uow.epochs.write_again()
        except Exception as error:
            if cause_of(error) is None:
                log.error("database_not_tried", exc_info=error)
            return False
        return True
