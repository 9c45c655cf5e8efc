"""Wakes waiters when the stand-in changes. Belongs to one event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

# Seconds between checks of a condition: it may depend on things outside the stand-in, such as a database.
_ASK_AGAIN = 0.05


@dataclass(frozen=True)
class Change:
    version: int
    topics: tuple[str, ...]


class Changes:
    def __init__(self) -> None:
        self.version = 0
        self._events: set[asyncio.Event] = set()
        self._queues: set[asyncio.Queue[Change]] = set()

    def bump(self, *topics: str) -> None:
        self.version += 1
        for event in self._events:
            event.set()
        for queue in self._queues:
            queue.put_nowait(Change(self.version, topics))

    @asynccontextmanager
    async def follow(self) -> AsyncIterator[asyncio.Queue[Change]]:
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)

    async def until(self, condition: Callable[[], T], timeout: float) -> T:  # noqa: ASYNC109
        """Wait until the condition is truthy, and return its value. Raises TimeoutError."""
        event = asyncio.Event()
        self._events.add(event)
        try:
            async with asyncio.timeout(timeout):
                while not (value := condition()):
                    await _woken(event)
                return value
        finally:
            self._events.discard(event)


async def _woken(event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_ASK_AGAIN):
            await event.wait()
    except TimeoutError:
        return
    event.clear()
