"""The connections to the relay, which the emails in progress share."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from time import monotonic

from bot.mail.lane import RelayConnection

QUICK_SECONDS = 0.1  # the longest time for an email to a quick relay
IN_TURN = 4  # emails for each connection to a quick relay: more of their results are recorded together
MOST_WAIT_SECONDS = 0.5  # for a connection; an email waits and is sent within its lease


class RelayBusy(Exception):
    """No connection came free in time, or the relay failed meanwhile. The email was not tried."""


class Relay:
    """A few connections to the relay, each for one email at a time. `in_turn` emails wait for each."""

    def __init__(
        self,
        connections: Sequence[RelayConnection],
        in_turn: int = IN_TURN,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connections, self._in_turn, self._clock = connections, in_turn, clock
        self._free: asyncio.LifoQueue[RelayConnection] = asyncio.LifoQueue()
        for each in connections:
            self._free.put_nowait(each)
        self._is_quick, self._failures = False, 0

    @property
    def most(self) -> int:
        """The most emails that can ever be in progress."""
        return self._in_turn * len(self._connections)

    def room(self) -> int:
        """Return how many emails may be in progress: one a connection, or more while the relay is quick."""
        return self.most if self._is_quick else len(self._connections)

    def failed(self) -> None:
        """Let no email that waits be tried, since the relay refuses us or cannot be reached."""
        self._is_quick, self._failures = False, self._failures + 1

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[RelayConnection]:
        """Wait for a free connection. Raises RelayBusy."""
        failures = self._failures
        free = await self._next_free()
        began = self._clock()
        try:
            if failures != self._failures:
                raise RelayBusy
            yield free
        finally:
            self._is_quick = failures == self._failures and self._clock() - began < QUICK_SECONDS
            self._free.put_nowait(free)

    async def _next_free(self) -> RelayConnection:
        with suppress(asyncio.QueueEmpty):
            return self._free.get_nowait()
        try:
            async with asyncio.timeout(MOST_WAIT_SECONDS):
                return await self._free.get()
        except TimeoutError:
            self._is_quick = False
            raise RelayBusy from None

    async def close(self) -> None:
        await asyncio.gather(*(each.close() for each in self._connections))
