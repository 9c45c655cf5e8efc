"""Measures how late the event loop runs what is due."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic

EVERY_SECONDS = 0.5
KEPT = 30  # samples: a quarter of a minute, as monitors usually ask


async def measure_lag(tell: Callable[[float], None]) -> None:
    """Tell the longest delay lately, until cancelled."""
    delays: deque[float] = deque(maxlen=KEPT)
    while True:
        began = monotonic()
        await asyncio.sleep(EVERY_SECONDS)
        delays.append(max(0.0, monotonic() - began - EVERY_SECONDS))
        tell(max(delays))
