"""How often somebody may: one integer for each name, counted for the whole installation."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, case, delete, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.bookkeeping import Rate
from storage.sending import SKEW_US, RateLimit
from storage.table import Table

FORGOTTEN_AT_ONCE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_everywhere = {"every_workspace": True}
_in_bulk = {"every_workspace": True, "synchronize_session": False}


class Rates(Table):
    """Names of one kind share what stands before their colon; who has been quiet long enough is forgotten."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = (now - _EPOCH) // timedelta(microseconds=1)

    async def wait(self, name: str, limit: RateLimit) -> timedelta | None:
        """How long until the next one may go; None if that is now. Only looks."""
        query = select(Rate.next_at).where(Rate.name == name)
        next_at = await self._session.scalar(query, execution_options=_everywhere)
        wait = limit.opens_at(limit.possible(next_at or 0, self._now)) - self._now
        return timedelta(microseconds=wait) if wait > 0 else None

    async def take(self, name: str, limit: RateLimit) -> bool:
        """Counts one, in one statement, so that of several at once no more than the limit get through."""
        next_at = await self._session.scalar(self._count(name, limit), execution_options=_everywhere)
        if next_at == self._now + limit.every_us:
            await self._forget(name.partition(":")[0])
        return next_at is not None

    def _count(self, name: str, limit: RateLimit) -> Any:
        """The generic cell rate algorithm; a clock that was set back locks nobody out."""
        now, every = literal(self._now, BigInteger), literal(limit.every_us, BigInteger)
        impossible = Rate.next_at > literal(self._now + limit.every_us * limit.burst + SKEW_US, BigInteger)
        start = case((Rate.next_at <= now, now), (impossible, now), else_=Rate.next_at)
        latest = literal(self._now + limit.every_us * (limit.burst - 1), BigInteger)
        insert = self._insert(Rate).values(name=name, next_at=self._now + limit.every_us)
        return insert.on_conflict_do_update(
            index_elements=[Rate.name], set_={"next_at": start + every}, where=start <= latest
        ).returning(Rate.next_at)

    async def _forget(self, kind: str) -> None:
        """Two who forget at once take different rows."""
        quiet = select(Rate.name).where(Rate.name.startswith(f"{kind}:"), Rate.next_at < self._now)
        quiet = quiet.limit(FORGOTTEN_AT_ONCE).with_for_update(skip_locked=True)
        await self._session.execute(delete(Rate).where(Rate.name.in_(quiet)), execution_options=_in_bulk)
