"""Why a database cannot be used: what it says → the cause; and one outage, however many notice it."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import OperationalError, ProgrammingError

from storage.engine.faults import Cause, PoolTimeout, cause_of
from storage.engine.journal import Journal, JournalRefused
from storage.engine.outage import AFTERMATH_SECONDS, CALM_SECONDS, Crowd, DatabaseOutage


def from_sqlite(*statements: str, at: str = ":memory:") -> sqlite3.Error:
    """What SQLite says to the last of some statements."""
    with pytest.raises(sqlite3.Error) as said:
        connection = sqlite3.connect(at, timeout=0, isolation_level=None)
        try:
            for statement in statements:
                connection.execute(statement)
        finally:
            connection.close()
    return said.value


def full(_folder: Path) -> sqlite3.Error:
    return from_sqlite(
        "CREATE TABLE t (x)", "PRAGMA max_page_count=2", "INSERT INTO t VALUES (zeroblob(90000))"
    )


def something_else(folder: Path) -> sqlite3.Error:
    (folder / "db").write_text("no database" * 100)
    return from_sqlite("SELECT * FROM t", at=str(folder / "db"))


def held(folder: Path) -> sqlite3.Error:
    other = sqlite3.connect(folder / "db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        return from_sqlite("BEGIN IMMEDIATE", at=str(folder / "db"))
    finally:
        other.close()


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (full, Cause.FULL),
        (something_else, Cause.AWAY),
        (held, Cause.LOCKED),
        (lambda _: from_sqlite("PRAGMA query_only=1", "CREATE TABLE t (x)"), Cause.DISK),
        (lambda folder: from_sqlite("SELECT 1", at=f"{folder}/none/db"), Cause.AWAY),
        (lambda _: from_sqlite("SELECT * FROM t"), None),
        (lambda _: from_sqlite("nonsense"), None),
    ],
)
def test_what_sqlite_says(make: Callable[[Path], sqlite3.Error], cause: Cause | None, tmp_path: Path) -> None:
    said = make(tmp_path)
    assert cause_of(said) == cause_of(OperationalError("SELECT 1", None, said)) == cause


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (psycopg.OperationalError("connection failed: Connection refused"), Cause.AWAY),
        (psycopg.errors.AdminShutdown(), Cause.AWAY),
        (psycopg.errors.CannotConnectNow(), Cause.AWAY),
        (psycopg.errors.TooManyConnections(), Cause.AWAY),
        (psycopg.errors.DiskFull(), Cause.FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), Cause.DISK),
        (psycopg.errors.DeadlockDetected(), Cause.BUSY),
        (psycopg.errors.SerializationFailure(), Cause.BUSY),
        (psycopg.errors.UndefinedTable(), None),
        (psycopg.errors.UniqueViolation(), None),
    ],
)
def test_what_postgresql_says(said: psycopg.Error, cause: Cause | None) -> None:
    assert cause_of(said) == cause_of(ProgrammingError("SELECT 1", None, said)) == cause


@pytest.mark.parametrize(
    "error", [TimeoutError(), ConnectionResetError(), FileNotFoundError(), ValueError("no digits")]
)
def test_what_no_database_says_is_no_outage_of_it(error: Exception) -> None:
    assert cause_of(error) is None


def test_a_journal_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(JournalRefused) as refused:
        Journal(tmp_path / "none" / "journal").append(())
    assert cause_of(refused.value) is Cause.DISK
    refused.value.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert cause_of(refused.value) is Cause.FULL


def known(outage: DatabaseOutage) -> tuple[Cause | None, str]:
    return outage.cause, outage.detail


def test_an_outage_is_one_however_many_notice_it() -> None:
    now = 100.0
    outage = DatabaseOutage(lambda: now)
    outage.notice(PoolTimeout())
    assert known(outage) == (None, "")
    outage.notice(psycopg.OperationalError("refused"))
    now = 107.0
    outage.notice(psycopg.errors.DiskFull())
    assert known(outage) == (Cause.AWAY, "refused")
    assert outage.end() == 7
    outage.notice(psycopg.OperationalError("still on its way"))
    assert known(outage) == (None, "")
    now += AFTERMATH_SECONDS
    outage.notice(psycopg.OperationalError("again"))
    assert known(outage) == (Cause.AWAY, "again")


def test_a_crowd_is_over_once_nobody_has_been_turned_away_for_a_while() -> None:
    now = 100.0
    crowd = Crowd(lambda: now)
    crowd.turned_away()
    now += CALM_SECONDS - 1
    crowd.turned_away()
    now += CALM_SECONDS - 1
    assert (crowd.in_vain, crowd.is_over()) == (2, False)
    now += 1
    assert crowd.is_over()
