"""Whoever is interrupted while they change something has changed all or nothing, and is in nobody's way."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from storage.engine.engines import async_url, on_postgresql
from storage.engine.faults import DatabaseFault
from tests.kit.pool import add
from tests.kit.postgres import Server
from tests.kit.product import House

WHOLE = {"contact": 1, "event": 1, "contact_tag": 2}  # rows of one person who is added


class CancelledAt:
    """Does some work, and cancels it instead of going on after its wait of this number."""

    def __init__(self, work: Callable[[], Awaitable[Any]], wait: int) -> None:
        self._work, self._wait = work, wait
        self.is_done = False

    def __await__(self) -> Generator[Any, Any, None]:
        steps = self._work().__await__()
        for number in count():
            try:
                waits_for = steps.throw(asyncio.CancelledError) if number == self._wait else next(steps)
            except StopIteration:
                self.is_done = number < self._wait
                return
            except asyncio.CancelledError:
                return
            yield waits_for


async def rows(house: House, name: str) -> dict[str, int]:
    mine = f"contact_id IN (SELECT id FROM contact WHERE name = '{name}')"
    counted = {
        "contact": f"contact WHERE name = '{name}'",
        "event": f"event WHERE kind = 'added' AND {mine}",
        "contact_tag": f"contact_tag WHERE {mine}",
    }
    return {
        table: (await house.rows(f"SELECT count(*) AS n FROM {query}"))[0]["n"]
        for table, query in counted.items()
    }


async def test_at_whichever_wait_it_is_all_or_nothing(house_on_either: House) -> None:
    house = house_on_either
    for wait in count():
        name = f"Ada {wait}"
        work = CancelledAt(lambda name=name: add(house, name, "python", "design"), wait)  # type: ignore[misc]
        await work
        assert await rows(house, name) in (WHOLE, dict.fromkeys(WHOLE, 0))
        await add(house, f"Bo {wait}", "python", "design")
        assert await rows(house, f"Bo {wait}") == WHOLE
        if work.is_done:
            break
    assert wait > 1
    await house.settled()


@pytest.mark.postgres
async def test_a_connection_left_amid_several_statements_is_given_to_nobody(postgres: Server) -> None:
    with postgres.database() as url:
        engine, _ = on_postgresql(async_url(url))
        with pytest.raises(DatabaseFault):
            async with engine.connect() as connection:
                driver: Any = (await connection.get_raw_connection()).driver_connection
                pipeline = driver.pipeline()
                await pipeline.__aenter__()
                await connection.execute(text("SELECT 1 / 0"))
        async with engine.connect() as connection:
            other: Any = (await connection.get_raw_connection()).driver_connection
            assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
            assert other is not driver
        assert driver.closed
        await engine.dispose()
