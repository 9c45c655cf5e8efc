"""Deletes what its time has come for: uninstalled workspaces' data, and contacts nobody has touched."""

import asyncio
import itertools
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.services.person.retention import announce
from bot.services.workspace.installation import KEPT_FOR, forget_one_part
from bot.workers.regularly import regularly
from storage.engine.faults import cause_of
from storage.uow import UnitOfWork

log = structlog.get_logger()

LOOK_EVERY = timedelta(hours=1)


class Forgetting:
    """A task that looks once an hour. Several processes share the work without harm."""

    def __init__(self, new_uow: Callable[..., UnitOfWork], wake_up: asyncio.Event, clock: Clock) -> None:
        self._new_uow, self._wake_up, self._clock = new_uow, wake_up, clock

    async def run(self) -> None:
        await regularly(self._look, LOOK_EVERY, self._wake_up, self._clock)

    async def _look(self) -> None:
        try:
            async with self._new_uow().read() as uow:
                left = await uow.installs.removed_before(uow.now - KEPT_FOR)
                every = sorted((await uow.workspaces.every_id()).values())
            for workspace_id in left:
                await self._forget(workspace_id)
            for workspace_id in set(every) - set(left):
                await self._announce(workspace_id)
        except Exception as error:
            if cause_of(error) is None:
                log.error("workspace_not_forgotten", exc_info=error)

    async def _announce(self, workspace_id: int) -> None:
        """Ask about contacts whose time is over, a card at a time."""
        more = True
        while more:
            async with self._new_uow(workspace_id=workspace_id) as uow:
                more = await announce(uow)

    async def _forget(self, workspace_id: int) -> None:
        for part in itertools.count():
            async with self._new_uow(workspace_id=workspace_id) as uow:
                if not await forget_one_part(uow, part):
                    break
        log.info("workspace_forgotten", workspace=workspace_id)
