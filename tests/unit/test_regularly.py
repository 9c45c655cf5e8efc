"""What is done regularly, by a clock that may be set."""

import asyncio
from datetime import timedelta

import pytest

from bot.workers.lanes import LONGEST_SEND, send_seconds
from bot.workers.regularly import regularly
from tests.kit.patience import PATIENCE
from tests.kit.product import MovableClock


@pytest.mark.parametrize("hours", [1, 30, -2])
async def test_it_is_done_again_when_its_time_has_come_or_the_clock_was_set_back(hours: int) -> None:
    clock, wake_up, looks = MovableClock(), asyncio.Event(), asyncio.Queue[int]()

    async def look() -> None:
        looks.put_nowait(1)

    task = asyncio.create_task(regularly(look, timedelta(hours=1), wake_up, clock))
    async with asyncio.timeout(PATIENCE):
        await looks.get()
        clock.forward(hours=hours)
        wake_up.set()
        await looks.get()
    assert looks.empty()
    task.cancel()


@pytest.mark.parametrize("seconds", [2, 60, 3_600])
def test_a_send_ends_before_half_its_lease_has_run_out(seconds: int) -> None:
    assert 2 * send_seconds(timedelta(seconds=seconds)) < seconds
    assert send_seconds(timedelta(seconds=seconds)) <= LONGEST_SEND
