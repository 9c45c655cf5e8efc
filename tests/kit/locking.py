"""Holds SQLite's write lock, as another process that keeps writing does."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.kit.product import House


@asynccontextmanager
async def locked(house: House) -> AsyncIterator[None]:
    """Hold the lock, once the program has ended what it is just writing."""
    path = house.program.database.url.database
    assert path
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    while not _begins(other):
        await house.something_happens()
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def _begins(other: sqlite3.Connection) -> bool:
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True
