"""Limits how many strangers' requests run at once, so that they cannot keep the database from others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.exceptions import HTTPException

AT_ONCE = 2  # SQLite has one writer; others wait behind at most this many strangers
IN_LINE = 100
RETRY_SECONDS = 5


class Turns:
    """A queue that admits some requests at a time. When it is full, further ones are told to retry."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free, self._most = asyncio.Semaphore(at_once), at_once + IN_LINE
        self._here = 0

    @asynccontextmanager
    async def mine(self) -> AsyncIterator[None]:
        if self._here >= self._most:
            raise HTTPException(503, headers={"Retry-After": str(RETRY_SECONDS)})
        self._here += 1
        try:
            async with self._free:
                yield
        finally:
            self._here -= 1
