"""A SQLite driver that needs one trip to its thread for a statement, and none for a short one.

SQLAlchemy asks aiosqlite to make a cursor, run it, fetch and close it. Each is a trip to the connection's
thread that costs more than most of our statements. Here all four are one trip. And what reads, or adds a row,
runs in the event loop's own thread: it takes some ten microseconds, a trip several times that. A query that
takes longer is interrupted and run in the connection's thread, and there the next time, too. Of many short
statements in a row, one takes the trip as well, so that others have their turn.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import aiosqlite

Row = Sequence[Any]
# SQLite asks after so many steps of its virtual machine, about half a millisecond, whether it may go on. It
# counts those of all runs of a statement: only one that is asked twice in one run has taken as many.
SHORT_STEPS, LONG = 10_000, 2
MOST_TEXTS = 200  # of one statement; Python forgets all but the last 128 statements
MOST_IN_A_ROW = 20  # short statements: with what we do with their rows, some three milliseconds
LONGEST_ROW = 2_000  # characters of a statement that adds one row
# What is counted in a small table misleads the planner when it has grown.
WORTH_COUNTING = 100  # contacts
COUNTED_ROWS = 400  # of each index, as SQLite advises: a few milliseconds, however large it is


class OneTripConnection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors fetch all rows at once. `reads`: it does nothing else."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], *, reads: bool) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._reads = reads
        self._queued = self._done = 0  # two counters, since two threads count
        self._in_a_row = 0
        self._interruptible, self._times_asked = False, 0
        self._long: set[str] = set()  # statements that took long when they were last run
        self._texts: dict[str, str] = {}  # how those are written that were interrupted

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Do something in the connection's thread."""

        def work() -> Any:
            try:
                return fn(*args, **kwargs)
            finally:
                self._done += 1

        self._queued += 1
        self._in_a_row = 0
        return await super()._execute(work)  # type: ignore[no-untyped-call]

    @property
    def is_idle(self) -> bool:
        """Whether its thread has nothing to do, not even for somebody who has not waited for it."""
        return self._queued == self._done

    async def do(self, sql: str, work: Callable[[str], None]) -> None:
        """Run a statement: here if it is short, otherwise in the connection's thread."""
        if sql in self._long or not (self._is_short(sql) and self._run_here(sql, work)):
            await self._execute(self._run_there, sql, work)

    def _run_there(self, sql: str, work: Callable[[str], None]) -> None:
        self._times_asked = 0
        work(self._texts.get(sql, sql))
        if self._times_asked < LONG:
            self._long.discard(sql)

    def _is_short(self, sql: str) -> bool:
        """Tell whether a statement may run in the calling thread: it is short, or can be interrupted.

        Not while the connection's thread still works for somebody who has not waited for it.
        """
        if not self.is_idle or self._in_a_row >= MOST_IN_A_ROW:
            return False
        return self._reads or sql.startswith("SELECT") or _adds_a_row(sql)

    def _run_here(self, sql: str, work: Callable[[str], None]) -> bool:
        """Run a short statement in this thread. Returns False if it took too long and was interrupted."""
        self._in_a_row += 1
        # An interrupted change would roll back the whole transaction.
        self._interruptible, self._times_asked = not sql.startswith("INSERT"), 0
        try:
            work(self._texts.get(sql, sql))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            self._long.add(sql)
            # Python 3.11 takes it for one that still runs, and would prepare this text anew each time.
            spaces = len(self._texts.get(sql, sql)) - len(sql)
            self._texts[sql] = sql + " " * (spaces % MOST_TEXTS + 1)
            return False
        finally:
            self._interruptible = False
        return True

    def interrupt_long(self) -> None:
        """Have SQLite ask now and then whether a statement that runs in the event loop's thread may go on."""
        self._conn.set_progress_handler(self._takes_long, SHORT_STEPS)

    def _takes_long(self) -> bool:
        self._times_asked += 1
        return self._interruptible and self._times_asked >= LONG

    def cursor(self) -> "OneTripCursor":  # type: ignore[override]  # SQLAlchemy asks no more of it than this
        return OneTripCursor(self)

    async def run(self, work: Callable[[sqlite3.Connection], int]) -> int:
        """Do work with the connection in its thread, outside any transaction."""
        done: int = await self._execute(work, self._conn)
        return done

    async def fetch(self, sql: str, parameters: Sequence[Any]) -> list[Row]:
        """Run a query and fetch its rows, past SQLAlchemy."""
        rows: list[Row] = []
        await self.do(sql, lambda text: rows.extend(self._conn.execute(text, parameters).fetchall()))
        return rows

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
        await self._connection.do(sql, lambda text: self._run(sqlite3.Cursor.execute, text, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        await self._connection._execute(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    def _run(self, execute: Any, sql: str, parameters: Any) -> None:
        """Run a statement and fetch its rows."""
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


async def connect(
    database: str, *, reads: bool = False, pragmas: Sequence[str] = (), **options: Any
) -> OneTripConnection:
    """Open a connection, also for SQLAlchemy's `async_creator`."""

    def opened() -> sqlite3.Connection:
        connection: sqlite3.Connection = sqlite3.connect(database, check_same_thread=False, **options)
        for pragma in pragmas:
            connection.execute(pragma)
        return connection

    connection = OneTripConnection(opened, reads=reads)
    # as in SQLAlchemy: a forgotten connection must not keep the process alive
    connection._thread.daemon = True
    await connection
    connection.interrupt_long()
    return connection


def _adds_a_row(sql: str) -> bool:
    return sql.startswith("INSERT") and len(sql) < LONGEST_ROW and " SELECT " not in sql


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
