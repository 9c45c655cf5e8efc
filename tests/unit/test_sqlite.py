"""The SQLite driver: short statements run at once, long ones hold nobody up, and none disturbs another."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage.engine.sqlite import MOST_IN_A_ROW, OneTripConnection, connect
from tests.kit.preparations import preparations

LONG = "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many LIMIT 1000000) "
COUNT = f"SELECT count(*) FROM ({LONG} SELECT n FROM many)"

EACH = "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many LIMIT ?)"
MANY = f"SELECT n FROM ({EACH} SELECT n FROM many)"


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[OneTripConnection]:
    opened = await connect(str(tmp_path / "a.db"), isolation_level=None)
    await rows(opened, "CREATE TABLE pet (name TEXT)")
    yield opened
    await opened.close()


async def rows(connection: OneTripConnection, sql: str) -> list[object]:
    return [row[0] for row in await (await connection.cursor().execute(sql)).fetchall()]


@asynccontextmanager
async def turns() -> AsyncIterator[list[int]]:
    """Count the turns that another task gets meanwhile."""
    had: list[int] = []

    async def take() -> None:
        while True:
            had.append(1)
            await asyncio.sleep(0)

    other = asyncio.create_task(take())
    yield had
    other.cancel()


async def test_a_short_statement_is_run_at_once(connection: OneTripConnection) -> None:
    async with turns() as had:
        assert await rows(connection, "SELECT 1") == [1]
    assert had == []


async def test_a_long_query_is_run_in_the_thread(connection: OneTripConnection) -> None:
    async with turns() as had:
        assert await rows(connection, COUNT) == [1_000_000]
    assert had


async def test_what_is_asked_often_is_never_taken_for_long(connection: OneTripConnection) -> None:
    prepared = preparations(connection)
    await connection.fetch(MANY, [100])
    once = len(prepared)
    for _ in range(200):
        assert len(await connection.fetch(MANY, [100])) == 100
    assert len(prepared) == once > 0


async def test_what_was_interrupted_is_prepared_once_more_and_no_oftener(
    connection: OneTripConnection,
) -> None:
    prepared = preparations(connection)
    await connection.fetch(MANY, [1_000_000])
    first = len(prepared)
    for count in (1, 1, 1):
        assert len(await connection.fetch(MANY, [count])) == 1
    assert len(prepared) == first > 0


async def test_who_takes_long_only_now_and_then_is_run_at_once_in_between(
    connection: OneTripConnection,
) -> None:
    await connection.fetch(MANY, [1_000_000])
    async with turns() as had:
        assert len(await connection.fetch(MANY, [1])) == 1
    assert had  # who was long may be so again
    async with turns() as had:
        assert len(await connection.fetch(MANY, [1])) == 1
    assert had == []


async def test_of_many_short_ones_some_let_others_go_on(connection: OneTripConnection) -> None:
    async with turns() as had:
        for _ in range(3 * MOST_IN_A_ROW):
            await rows(connection, "SELECT 1")
    assert len(had) >= 2


async def test_a_long_query_leaves_the_transaction_as_it_is(connection: OneTripConnection) -> None:
    await rows(connection, "BEGIN IMMEDIATE")
    await rows(connection, "INSERT INTO pet (name) VALUES ('Kit')")
    assert await rows(connection, COUNT) == [1_000_000]
    await connection.commit()
    assert await rows(connection, "SELECT name FROM pet") == ["Kit"]


async def test_nothing_runs_beside_what_nobody_waits_for_any_more(connection: OneTripConnection) -> None:
    left = asyncio.create_task(rows(connection, f"INSERT INTO pet (name) {LONG} SELECT n FROM many"))
    await asyncio.sleep(0)
    left.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await left
    assert await rows(connection, "SELECT count(*) FROM pet") == [1_000_000]
