"""Connections for reading are used again, but not one that still works for somebody who has gone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from sqlite3 import Connection
from threading import Event

import pytest

from storage.engine.readers import Readers
from tests.kit.outboxes import a_moment


@pytest.fixture
async def readers(tmp_path: Path) -> AsyncIterator[Readers]:
    readers = Readers(str(tmp_path / "some.db"), ("PRAGMA query_only=ON",))
    yield readers
    await readers.close()


async def test_what_is_given_back_is_taken_next(readers: Readers) -> None:
    first, second = await readers.take(), await readers.take()
    assert first is not second
    readers.give_back(first)
    assert await readers.take() is first
    assert await first.fetch("PRAGMA query_only", []) == [(1,)]
    readers.give_back(first)
    readers.give_back(second)


async def test_one_that_is_still_at_work_is_not_lent_again(readers: Readers) -> None:
    connection, begun, go = await readers.take(), Event(), Event()

    def wait(_: Connection) -> int:
        begun.set()
        return int(go.wait())

    abandoned = asyncio.create_task(connection.run(wait))
    while not begun.is_set():
        await a_moment()
    abandoned.cancel()
    readers.give_back(connection)
    another = await readers.take()
    assert another is not connection
    readers.give_back(another)
    go.set()
