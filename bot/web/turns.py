"""A few at a time: what strangers may ask for must not take the database from everybody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.exceptions import HTTPException

AT_ONCE = 2  # whoever waits for the one writer of SQLite has so many before them, and no more
IN_LINE = 100
RETRY_SECONDS = 5


class Turns:
    """Lets `AT_ONCE` in at a time; when the line is full, the next one is asked to come again."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)
        self._here = 0

    @asynccontextmanager
    async def mine(self) -> AsyncIterator[None]:
        if self._here >= AT_ONCE + IN_LINE:
            raise HTTPException(503, headers={"Retry-After": str(RETRY_SECONDS)})
        self._here += 1
        try:
            async with self._free:
                yield
        finally:
            self._here -= 1
