"""Counts views of links' forms in memory, and writes them once a second."""

import asyncio
from collections import Counter
from collections.abc import Callable

import structlog

from storage.engine.faults import cause_of
from storage.uow import UnitOfWork

log = structlog.get_logger()

WRITE_SECONDS = 1.0


class OpenedLinks:
    """A counter of views, so that a view costs no write. A crash loses at most a second's count."""

    def __init__(self, new_uow: Callable[..., UnitOfWork]) -> None:
        self._new_uow = new_uow
        self._counts: Counter[tuple[int, int]] = Counter()
        self._counted = asyncio.Event()

    def count(self, workspace_id: int, link_id: int) -> None:
        self._counts[workspace_id, link_id] += 1
        self._counted.set()

    async def run(self) -> None:
        while True:
            await self._counted.wait()
            await asyncio.sleep(WRITE_SECONDS)
            await self.write()

    async def write(self) -> None:
        """Write the counts. What fails is kept and written with the next."""
        self._counted.clear()
        counts, self._counts = self._counts, Counter()
        try:
            await self._add(counts)
        except Exception as error:
            if cause_of(error) is None:
                log.error("opened_not_counted", exc_info=error)
            self._counts.update(counts)

    async def _add(self, counts: Counter[tuple[int, int]]) -> None:
        if not counts:
            return
        async with self._new_uow() as uow:
            for (workspace_id, link_id), times in sorted(counts.items()):
                with uow.within(workspace_id):
                    await uow.links.count_opened(link_id, times)
