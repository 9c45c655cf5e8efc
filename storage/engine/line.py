"""A fair queue for a database's connections. How long they wait is for those in it to say."""

import asyncio
from time import monotonic

from storage.engine.faults import PoolTimeout
from storage.engine.outage import Crowd


class Line:
    """A queue for the connections of one engine: who has waited longest is next.

    SQLAlchemy's pools are not fair: who asks at the right moment overtakes all who wait.
    """

    def __init__(self, places: int, crowd: Crowd) -> None:
        self._free, self._crowd = asyncio.Semaphore(places), crowd

    async def wait(self, no_later: float) -> None:
        """Wait for a connection, until this time of `monotonic`. Raises PoolTimeout."""
        if not self._free.locked():
            await self._free.acquire()  # at once, without a timer
            return
        began = monotonic()
        try:
            async with asyncio.timeout(no_later - began):
                await self._free.acquire()
        except TimeoutError:
            self._crowd.turned_away()
            raise PoolTimeout(f"no connection was free for {no_later - began:.1f} s") from None

    def leave(self) -> None:
        """Give the connection to the next in the queue."""
        self._free.release()
