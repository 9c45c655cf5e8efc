"""A SQLite driver that needs one trip to its thread for a statement.

SQLAlchemy asks aiosqlite to make a cursor, run it, fetch and close it. Each is a trip to the connection's
thread that costs more than most of our statements. Here all four are one trip.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite

Row = Sequence[Any]
# What is counted in a small table misleads the planner when it has grown.
WORTH_COUNTING = 100  # contacts
COUNTED_ROWS = 400  # of each index, as SQLite advises: a few milliseconds, however large it is


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors fetch all rows at once."""

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]  # SQLAlchemy asks no more of it than this
        return OneTripCursor(self)

    async def run(self, work: Callable[[sqlite3.Connection], int]) -> int:
        """Do work with the connection in its thread, outside any transaction."""
        done: int = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return done

    async def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Row]:
        """Run a query and fetch its rows, in one trip to the thread."""
        rows: list[Row] = await self._execute(self._fetch, sql, parameters)  # type: ignore[no-untyped-call]
        return rows

    def _fetch(self, sql: str, parameters: Sequence[Any]) -> list[Row]:
        return self._conn.execute(sql, parameters).fetchall()

    async def rollback(self) -> None:
        """Roll back, without a trip to the thread if no transaction is open (the reader has none)."""
        if self._conn.in_transaction:
            await super().rollback()


class OneTripCursor:
    """The parts of a cursor that SQLAlchemy's adapter uses."""

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
        """Run a statement and fetch its rows, in the connection's thread."""
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
        """Do nothing: the real cursor is closed already."""


async def connect(database: str, **options: Any) -> OneTripConnection:
    """Open a connection, for SQLAlchemy's `async_creator`."""
    connection = OneTripConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    # as in SQLAlchemy: a forgotten connection must not keep the process alive
    connection._thread.daemon = True
    await connection
    return connection


def analyze(connection: sqlite3.Connection) -> int:
    """Count values for the planner. Returns 0 if there are too few contacts to tell anything.

    Without it, SQLite walks through all contacts by name to find the few with a rare word. `PRAGMA optimize`
    would count only for statements of its own connection (SQLite 3.40), and most are the readers'.
    """
    some = "SELECT count(*) FROM (SELECT 1 FROM contact LIMIT ?)"
    if connection.execute(some, [WORTH_COUNTING]).fetchone()[0] < WORTH_COUNTING:
        return 0
    connection.execute(f"PRAGMA analysis_limit={COUNTED_ROWS}")
    connection.execute("ANALYZE")
    return 1
