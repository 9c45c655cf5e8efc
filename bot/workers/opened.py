"""How often the forms of links are looked at: counted in memory, written down once a second."""

import asyncio
from collections import Counter
from collections.abc import Callable

import structlog

from storage.uow import UnitOfWork

log = structlog.get_logger()

WRITE_SECONDS = 1.0


class OpenedLinks:
    """Looking at a page costs no write; a crash loses the last second's count, which hurts nobody."""

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
        """What could not be written is tried again with what comes next."""
        self._counted.clear()
        counts, self._counts = self._counts, Counter()
        try:
            await self._add(counts)
        except Exception as error:
            log.error("opened_not_counted", exc_info=error)
            self._counts.update(counts)

    async def _add(self, counts: Counter[tuple[int, int]]) -> None:
        if not counts:
            return
        async with self._new_uow() as uow:
            for (workspace_id, link_id), times in sorted(counts.items()):
                with uow.within(workspace_id):
                    await uow.links.count_opened(link_id, times)
