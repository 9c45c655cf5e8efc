"""Knows which schema a database has and which one this program needs, without loading Alembic.

A start on a database that is up to date needs no more than this; storage.engine.migrate changes the schema.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.engine import URL

from storage.engine.engines import async_url, refuse_bytes
from storage.engine.library import must_be_fit

MIGRATIONS = Path(__file__).parents[1] / "migrations"
PATIENCE_SECONDS = 30  # for another process that is migrating
READING, WRITING = "BEGIN", "BEGIN IMMEDIATE"
_FORMER = re.compile(r"^down_revision = ['\"](\w+)['\"]", re.MULTILINE)
_VERSION = "alembic_version"


class SchemaUnknown(Exception):
    """The database has been migrated by a version that this one does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is of a newer version of Trusted Contacts ({revision})."
            " Start that version, or restore a backup from before."
        )


def revision(url: str) -> str | None:
    """Return the database's revision, or None if it is empty."""
    with connection(url, READING) as opened:
        return revision_of(opened)


def revision_of(opened: Connection) -> str | None:
    """Return the revision of a database that is open, or None if it is empty."""
    if not inspect(opened).has_table(_VERSION):
        return None
    found: str | None = opened.scalar(text(f"SELECT version_num FROM {_VERSION}"))  # noqa: S608 (a constant)
    return found


@cache
def newest() -> str:
    """Return the revision this program expects: the one migration that no other follows.

    The migrations are read as text, since each is a module, and loading them takes far longer.
    """
    migrations = {path.stem: path.read_text(encoding="utf-8") for path in _paths()}
    followed = {former for code in migrations.values() for former in _FORMER.findall(code)}
    (last,) = migrations.keys() - followed
    return last


def knows(revision: str) -> bool:
    """Tell whether this program can upgrade a database from that revision."""
    return revision in {path.stem for path in _paths()}


def _paths() -> Iterator[Path]:
    """List the migrations. Each file has the name of the revision it leads to."""
    return (MIGRATIONS / "versions").glob("*.py")


def is_newest(url: str) -> bool:
    """Tell whether the database is at this program's revision. Raises SchemaUnknown if it is newer.

    A SQLite file that is not there is not made.
    """
    found = revision_if_there(url)
    if found and not knows(found):
        raise SchemaUnknown(found)
    return found == newest()


def revision_if_there(url: str) -> str | None:
    """Return the database's revision, without making a SQLite file that is not there."""
    parsed = async_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        return None
    return revision(url)


def _sync_url(url: str) -> URL:
    parsed = async_url(url)
    return parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed


@contextmanager
def connection(url: str, begin: str = WRITING) -> Iterator[Connection]:
    """Open a database, and begin transactions so. A SQLite file is made if it is not there."""
    engine = create_engine(_sync_url(url), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        # The driver's own transactions do not cover CREATE TABLE, and begin too late to keep others out.
        event.listen(engine, "connect", _without_driver_transactions)
        if begin == WRITING:
            must_be_fit()
            make_private(engine.url.database)
            event.listen(engine, "connect", _switch_to_wal)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    else:
        event.listen(engine, "connect", refuse_bytes, insert=True)
    try:
        with engine.connect() as opened:
            yield opened
    finally:
        engine.dispose()


def make_private(database: str | None) -> None:
    """Make a SQLite file that is not there yet, and its folder, for this user alone.

    The files SQLite keeps beside it get the file's rights. What cannot be made is told by SQLite.
    """
    if database in {None, "", ":memory:"}:
        return
    path = Path(str(database))
    with suppress(OSError):
        path.absolute().parent.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _without_driver_transactions(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_SECONDS * 1000}")


def _switch_to_wal(connection: sqlite3.Connection, _record: object) -> None:
    """Switch to WAL, retrying while another process holds the lock.

    SQLite does not wait for locks here, so this is done when migrating and not at every start.
    """
    end = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if monotonic() > end:
                raise
            sleep(0.05)
        else:
            return
