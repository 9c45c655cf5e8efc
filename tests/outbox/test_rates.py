"""Rate limits counted in the database: exact, shared by all processes, and deleted in the end."""

import asyncio

import pytest
from sqlalchemy import text

from bot.rate import Rate
from storage.outbox.limits import RateLimit
from tests.kit.outboxes import Outboxes
from tests.kit.outboxes import outboxes as outboxes

RATE = Rate.parse("30/hour")
LIMIT = RateLimit(RATE.every_us, RATE.count)


async def take(outboxes: Outboxes, name: str = "visitor:a") -> bool:
    async with outboxes.uow() as uow:
        return await uow.rates.take(name, LIMIT)


async def wait(outboxes: Outboxes, name: str = "visitor:a") -> float | None:
    async with outboxes.uow().read() as uow:
        wait = await uow.rates.wait(name, LIMIT)
        return wait.total_seconds() if wait else None


async def names(outboxes: Outboxes) -> set[str]:
    async with outboxes.database.reader.connect() as connection:
        return set((await connection.execute(text("SELECT name FROM rate"))).scalars())


@pytest.mark.parametrize("at_once", [True, False])
async def test_as_many_as_the_rate_says_and_then_one_by_one(outboxes: Outboxes, at_once: bool) -> None:
    if at_once:
        taken = await asyncio.gather(*(take(outboxes) for _ in range(40)))
    else:
        taken = [await take(outboxes) for _ in range(40)]
    assert sum(taken) == 30
    seconds = await wait(outboxes)
    assert seconds
    assert 0 < seconds <= 120
    outboxes.forward(minutes=2)
    assert [await take(outboxes), await take(outboxes)] == [True, False]
    outboxes.forward(hours=1)
    assert await wait(outboxes) is None
    assert sum([await take(outboxes) for _ in range(40)]) == 30


async def test_names_do_not_count_against_each_other(outboxes: Outboxes) -> None:
    assert sum([await take(outboxes) for _ in range(31)]) == 30
    assert await take(outboxes, "visitor:b")


async def test_who_was_quiet_is_forgotten_and_other_kinds_stay(outboxes: Outboxes) -> None:
    for name in ("visitor:a", "visitor:b", "other:a"):
        await take(outboxes, name)
    outboxes.forward(hours=1)
    await take(outboxes, "visitor:c")
    assert await names(outboxes) == {"visitor:c", "other:a"}


async def test_a_clock_that_was_set_back_locks_nobody_out(outboxes: Outboxes) -> None:
    outboxes.forward(days=1)
    await take(outboxes)
    outboxes.forward(days=-1)
    assert await wait(outboxes) is None
    assert await take(outboxes)
    assert sum([await take(outboxes) for _ in range(40)]) == 29
