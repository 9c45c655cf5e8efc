"""Rate limits: one integer per name, for the whole installation."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, case, delete, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table
from storage.entities.rate import RateCounter
from storage.outbox.limits import SKEW_US, RateLimit

FORGOTTEN_AT_ONCE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_everywhere = {"every_workspace": True}
_in_bulk = {"every_workspace": True, "synchronize_session": False}


class Rates(Table):
    """Queries of rate limits.

    Names of one kind share the part before the colon. Unused ones are deleted.
    """

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = (now - _EPOCH) // timedelta(microseconds=1)

    async def wait(self, name: str, limit: RateLimit) -> timedelta | None:
        """Return how long to wait, or None if the next one may go now. Does not count it."""
        query = select(RateCounter.next_at).where(RateCounter.name == name)
        next_at = await self._session.scalar(query, execution_options=_everywhere)
        wait = limit.opens_at(limit.possible(next_at or 0, self._now)) - self._now
        return timedelta(microseconds=wait) if wait > 0 else None

    async def take(self, name: str, limit: RateLimit) -> bool:
        """Count one if the limit allows it.

        It is a single statement, so that simultaneous calls keep the limit.
        """
        next_at = await self._session.scalar(self._count(name, limit), execution_options=_everywhere)
        if next_at == self._now + limit.every_us:
            await self._forget(name.partition(":")[0])
        return next_at is not None

    def _count(self, name: str, limit: RateLimit) -> Any:
        """Build the statement for the generic cell rate algorithm. A clock set back locks no one out."""
        now, every = literal(self._now, BigInteger), literal(limit.every_us, BigInteger)
        impossible = RateCounter.next_at > literal(
            self._now + limit.every_us * limit.burst + SKEW_US, BigInteger
        )
        start = case((RateCounter.next_at <= now, now), (impossible, now), else_=RateCounter.next_at)
        latest = literal(self._now + limit.every_us * (limit.burst - 1), BigInteger)
        insert = self._insert(RateCounter).values(name=name, next_at=self._now + limit.every_us)
        return insert.on_conflict_do_update(
            index_elements=[RateCounter.name], set_={"next_at": start + every}, where=start <= latest
        ).returning(RateCounter.next_at)

    async def _forget(self, kind: str) -> None:
        """Delete unused names. Simultaneous calls delete different rows."""
        quiet = select(RateCounter.name).where(
            RateCounter.name.startswith(f"{kind}:"), RateCounter.next_at < self._now
        )
        quiet = quiet.limit(FORGOTTEN_AT_ONCE).with_for_update(skip_locked=True)
        await self._session.execute(
            delete(RateCounter).where(RateCounter.name.in_(quiet)), execution_options=_in_bulk
        )
