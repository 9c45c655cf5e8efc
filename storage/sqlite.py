"""SQLite's driver with one trip to its thread for a statement.

SQLAlchemy asks aiosqlite for a cursor, runs it, fetches and closes it: four trips to the connection's thread,
each dearer than most of our statements. Here all four are one.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Self

import aiosqlite

Row = Sequence[Any]


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors hold all rows when they return."""

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]  # SQLAlchemy asks no more of it than this
        return OneTripCursor(self)

    async def rollback(self) -> None:
        """No trip where nothing was begun: the reader has no transactions."""
        if self._conn.in_transaction:
            await super().rollback()


class OneTripCursor:
    """As much of a cursor as SQLAlchemy's adapter uses."""

    arraysize = 1

    def __init__(self, connection: OneTripConnection) -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        await self._connection._execute(self._run, sqlite3.Cursor.execute, sql, parameters)  # type: ignore[no-untyped-call]
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        await self._connection._execute(self._run, sqlite3.Cursor.executemany, sql, parameters)  # type: ignore[no-untyped-call]
        return self

    def _run(self, execute: Any, sql: str, parameters: Any) -> None:
        """In the connection's thread."""
        cursor = self._connection._conn.cursor()
        try:
            execute(cursor, sql, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Row]:
        return self._rows

    async def close(self) -> None:
        """The real cursor is closed already."""


async def connect(database: str, **options: Any) -> OneTripConnection:
    """For SQLAlchemy's `async_creator`."""
    connection = OneTripConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # as SQLAlchemy does: a forgotten connection must not keep the process
    await connection
    return connection
