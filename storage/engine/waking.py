"""What tells a process's tasks of each other's work: its workers' wake-up, and turns for the same work."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection


class WakeUp:
    """A signal to this process's workers, sent after a commit that added outbox rows."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str | None, asyncio.Event]] = []

    def listener(self, lane: str | None = None) -> asyncio.Event:
        """Make an event that is set for this lane, or for every one. The waiting worker clears it."""
        self._listeners.append((lane, asyncio.Event()))
        return self._listeners[-1][1]

    def ring(self, lanes: Collection[str] | None = None) -> None:
        """Wake the workers of these lanes, or of all."""
        for lane, listener in self._listeners:
            if lanes is None or lane is None or lane in lanes:
                listener.set()


class Turns:
    """Combines requests for the same work, so that it is done once for all who wait."""

    def __init__(self) -> None:
        self._waiting: dict[int, set[str]] = {}
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(
        self, thing: int, name: str, work: Callable[[int, Collection[str]], Awaitable[None]]
    ) -> None:
        """Do the work with the names of all who wait.

        Does nothing if somebody else's run, begun since, included this name.
        """
        self._waiting.setdefault(thing, set()).add(name)
        async with self._locks[thing]:
            if names := self._waiting.pop(thing, None):
                await work(thing, names)
