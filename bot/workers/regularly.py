"""Runs something regularly, by the program's clock."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Clock


async def regularly(
    look: Callable[[], Awaitable[None]], every: timedelta, wake_up: asyncio.Event, clock: Clock
) -> None:
    """Run `look` at once and each time this period is over, without end.

    A wake-up only lets it read the clock, which may have been moved, also back.
    """
    looked_at: datetime | None = None
    while True:
        if looked_at is None or abs(clock() - looked_at) >= every:
            looked_at = clock()
            await look()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(every.total_seconds()):
                await wake_up.wait()
        wake_up.clear()
