"""SQLite has one writer: whoever writes again and again lets others have their turn."""

import asyncio
import contextlib

from storage.database import TURN_SECONDS
from tests.outboxes import Outboxes
from tests.outboxes import outboxes as outboxes


async def test_long_work_in_steps_keeps_nobody_from_writing(outboxes: Outboxes) -> None:
    async def work() -> None:
        while True:
            await outboxes.wish("step")

    working = asyncio.create_task(work())
    try:
        async with asyncio.timeout(4 * TURN_SECONDS):
            for number in range(4):  # each gives up after TURN_SECONDS
                await outboxes.wish(f"click {number}")
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
    assert {"click 0", "click 3"} <= set(await outboxes.states())
