"""Connections to PostgreSQL for reading keep their plans, and none is used that may not work."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from storage.engine.outage import DatabaseOutage
from storage.engine.server import (
    AGAIN_SECONDS,
    LONGEST_SECONDS,
    OWN,
    RESTED_SECONDS,
    CannotRead,
    ServerConnection,
    ServerReaders,
)
from tests.kit.outboxes import a_moment
from tests.kit.patience import PATIENCE
from tests.kit.pgbouncer import pgbouncer
from tests.kit.postgres import Server, free_port

pytestmark = pytest.mark.postgres
PLANS = "SELECT statement FROM pg_prepared_statements"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'reader'"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with postgres.database() as url:
        yield url


@pytest.fixture
async def readers(url: str, clock: Clock) -> AsyncIterator[ServerReaders]:
    readers = made(url, clock)
    yield readers
    await readers.close()


def made(url: str, clock: Clock) -> ServerReaders:
    return ServerReaders(make_url(url), "reader", DatabaseOutage(), clock)


async def answer(connection: ServerConnection) -> object:
    return (await connection.fetch("SELECT $1::int + 1", [1]))[0][0]


def cut_all(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(CUT)


async def test_what_is_given_back_is_taken_next_and_keeps_its_plans(readers: ServerReaders) -> None:
    connection = await readers.take()
    assert [await answer(connection) for _ in range(3)] == [2, 2, 2]
    readers.give_back(connection)
    assert await readers.take() is connection
    assert ("SELECT $1::int + 1",) in await connection.fetch(PLANS)
    readers.give_back(connection)


async def test_a_plan_is_not_for_a_table_as_small_as_it_was(readers: ServerReaders, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE TABLE pet (id bigint PRIMARY KEY, name text)")
    connection = await readers.take()
    plan = await connection.fetch("EXPLAIN SELECT name FROM pet WHERE id = 1")
    assert "Index Scan" in plan[0][0]
    readers.give_back(connection)


async def test_one_that_was_cut_is_not_lent_again(readers: ServerReaders, url: str) -> None:
    connection = await readers.take()
    cut_all(url)
    with pytest.raises(CannotRead):
        await answer(connection)
    readers.give_back(connection)
    another = await readers.take()
    assert another is not connection
    assert await answer(another) == 2
    readers.give_back(another)


async def test_one_that_has_rested_is_asked_first(readers: ServerReaders, url: str, clock: Clock) -> None:
    connection = await readers.take()
    readers.give_back(connection)
    cut_all(url)
    clock.now += RESTED_SECONDS
    another = await readers.take()
    assert await answer(another) == 2
    readers.give_back(another)


async def test_an_old_one_is_left_with_its_plans(readers: ServerReaders, clock: Clock) -> None:
    connection = await readers.take()
    await answer(connection)
    readers.give_back(connection)
    clock.now += LONGEST_SECONDS
    another = await readers.take()
    assert ("SELECT $1::int + 1",) not in await another.fetch(PLANS)
    readers.give_back(another)


async def test_there_are_no_more_than_so_many(readers: ServerReaders) -> None:
    taken = [await readers.take() for _ in range(OWN)]
    with pytest.raises(CannotRead):
        await readers.take()
    readers.give_back(taken.pop())
    taken.append(await readers.take())
    for connection in taken:
        readers.give_back(connection)


async def test_one_whose_query_nobody_waits_for_is_not_lent_again(readers: ServerReaders, url: str) -> None:
    connection = await readers.take()
    query = asyncio.create_task(connection.fetch("SELECT pg_sleep(600)"))
    with psycopg.connect(url, autocommit=True) as server:
        async with asyncio.timeout(PATIENCE):
            while not server.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
            ).fetchone():
                await a_moment()
    query.cancel()
    with pytest.raises(asyncio.CancelledError):
        await query
    with pytest.raises(CannotRead):
        await answer(connection)
    readers.give_back(connection)
    another = await readers.take()
    assert await answer(another) == 2
    readers.give_back(another)


async def test_a_server_that_is_away_is_left_alone_for_a_while(
    postgres: Server, url: str, readers: ServerReaders, clock: Clock
) -> None:
    name = url.rpartition("/")[2]
    postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
    with pytest.raises(CannotRead):
        await readers.take()
    postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)
    with pytest.raises(CannotRead):
        await readers.take()
    clock.now += AGAIN_SECONDS
    connection = await readers.take()
    assert await answer(connection) == 2
    readers.give_back(connection)


async def test_nothing_is_asked_of_a_server_that_is_known_to_be_away(url: str, clock: Clock) -> None:
    outage = DatabaseOutage()
    readers = ServerReaders(make_url(url), "reader", outage, clock)
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect(f"postgresql://postgres@127.0.0.1:{free_port()}/postgres")
    outage.notice(refused.value)
    with pytest.raises(CannotRead):
        await readers.take()
    outage.end()
    readers.give_back(await readers.take())
    await readers.close()


async def test_behind_a_pooler_there_are_none(postgres: Server, url: str, clock: Clock) -> None:
    with pgbouncer(postgres) as port:
        readers = made(url.replace(f":{postgres.port}/", f":{port}/"), clock)
        for _ in range(2):
            with pytest.raises(CannotRead):
                await readers.take()
            clock.now += AGAIN_SECONDS
        await readers.close()
