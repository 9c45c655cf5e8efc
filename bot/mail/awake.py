"""A time limit for others that does not count the time in which this process itself stood still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PARTS = 30


@asynccontextmanager
async def awake_timeout(seconds: float) -> AsyncIterator[None]:
    """Raise TimeoutError after so many seconds. A standstill counts as one of PARTS at most.

    A paused machine, or a busy process, finds both a limit that is over and an answer that has come long
    since; asyncio would look at the limit first.
    """
    loop = asyncio.get_running_loop()
    timer: asyncio.TimerHandle

    def begin(part: int) -> asyncio.TimerHandle:
        return loop.call_later(seconds / PARTS, end, part)

    def end(part: int) -> None:
        nonlocal timer
        if part < PARTS:
            timer = begin(part + 1)
        else:
            limit.reschedule(loop.time())

    async with asyncio.timeout(None) as limit:
        timer = begin(1)
        try:
            yield
        finally:
            timer.cancel()
