"""Looks ahead in a lane: one query in place of several that seldom find anything."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table
from storage.outbox import claims
from storage.outbox.work import Lane


@dataclass(frozen=True, slots=True)
class Ahead:
    """When the first row of a lane is due, the first lease of another worker ends, and a suspect is due."""

    queued: datetime | None
    leased: datetime | None
    suspect: datetime | None


class LooksAhead(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now
        self.held: Collection[int] = ()  # rows this worker is sending: it is alive, whatever the clock says
        self.look_first = True  # False if there was more than a claim could take a moment ago
        self._found: Ahead | None = None

    async def _any_lost(self, lane: Lane) -> bool:
        leased = (await self._ahead(lane)).leased
        return leased is not None and leased < self._now

    def _is_over(self, at: datetime | None) -> bool:
        return at is not None and at <= self._now

    async def _ahead(self, lane: Lane) -> Ahead:
        """Read what is ahead, once until this transaction changes it."""
        if self._found is None:
            found = await self._run_everywhere(claims.ahead(lane), ids=self.held)
            self._found = Ahead(*found.one())
        return self._found

    def _forget_ahead(self, changed: Collection[object]) -> None:
        if changed:
            self._found = None
