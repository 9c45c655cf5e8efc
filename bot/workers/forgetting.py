"""Forgets what a workspace left behind when it took the app out, once it has been kept long enough."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.services.installation import KEPT_FOR, forget_one_part
from storage.uow import UnitOfWork

log = structlog.get_logger()

LOOK_EVERY = timedelta(hours=1)


class Forgetting:
    """Looks once an hour. In several processes each does a part: what is gone already is no harm."""

    def __init__(self, new_uow: Callable[..., UnitOfWork], bell: asyncio.Event, clock: Clock) -> None:
        self._new_uow, self._bell, self._clock = new_uow, bell, clock

    async def run(self) -> None:
        looked_at: datetime | None = None
        while True:
            if looked_at is None or self._clock() - looked_at >= LOOK_EVERY:
                looked_at = self._clock()
                await self._look()
            await self._wait()

    async def _wait(self) -> None:
        """The bell rings often, and the clock may have been moved meanwhile."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY.total_seconds()):
                await self._bell.wait()
        self._bell.clear()

    async def _look(self) -> None:
        try:
            async with self._new_uow().read() as uow:
                left = await uow.installs.removed_before(uow.now - KEPT_FOR)
            for workspace_id in left:
                await self._forget(workspace_id)
        except Exception as error:
            log.error("workspace_not_forgotten", exc_info=error)

    async def _forget(self, workspace_id: int) -> None:
        for part in itertools.count():
            async with self._new_uow(workspace_id=workspace_id) as uow:
                if not await forget_one_part(uow, part):
                    break
        log.info("workspace_forgotten", workspace=workspace_id)
