"""Tells whether another process has a SQLite database open, and reads one that nobody has."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.engine.engines import async_url

_LOOK = "SELECT count(*) FROM sqlite_master"


def is_open_elsewhere(url: str) -> bool:
    """Tell whether a running program has this SQLite file open. Raises an OSError if there is no such file.

    In its log mode, every open connection holds a shared lock on the file. Asking for the exclusive one
    changes nothing in it, and does not move the log.
    """
    path = Path(async_url(url).database or "")
    path.stat()
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    return False


class InUse(Exception):
    """Another process has the file open, or has written to it meanwhile."""


@contextmanager
def read_alone(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for reading only, in one transaction. Raises InUse if anybody else uses it until the end.

    Nothing in it changes, not even by moving a log that a crash has left: SQLite would do that when its last
    connection is closed, unless this is one that only reads.
    """
    try:
        with closing(_connect_read_only(path)) as connection:
            before = _changes(connection)
            connection.execute("BEGIN")
            yield connection
            connection.execute("ROLLBACK")
            if _changes(connection) != before:
                raise InUse
    finally:
        _take_away_an_empty_log(path)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as asking:
        try:
            # It has to read before it asks for the exclusive lock: else it would not give that back.
            for statement in (_LOOK, "PRAGMA locking_mode=EXCLUSIVE", "BEGIN IMMEDIATE", "ROLLBACK"):
                asking.execute(statement)
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise InUse from None
            raise
        asking.execute("PRAGMA locking_mode=NORMAL")
        asking.execute(_LOOK)
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        connection.execute(_LOOK)
        return connection


def _changes(connection: sqlite3.Connection) -> int:
    """Return a number that changes when somebody else has written to the file."""
    number: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return number


def _take_away_an_empty_log(path: Path) -> None:
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and not log.stat().st_size:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(_LOOK)
