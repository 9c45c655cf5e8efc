"""Brings a database's schema up to date. Alembic is configured in code, so any working folder will do."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL

from storage.engine.base import Base
from storage.engine.conflicts import MOST_RUNS, is_conflict
from storage.engine.database import async_url, refuse_bytes
from storage.engine.faults import DatabaseFault
from storage.engine.library import must_be_fit

PATIENCE_SECONDS = 30  # for another process that is migrating
BY_HAND = "contact_search"
READING, WRITING = "BEGIN", "BEGIN IMMEDIATE"


class SchemaUnknown(Exception):
    """The database has been migrated by a version that this one does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is of a newer version of Trusted Contacts ({revision})."
            " Start that version, or restore a backup from before."
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: the revision it leads to, and what it changes, in words."""

    revision: str
    words: str


def upgrade(url: str, to: str = "head") -> None:
    """Run the missing migrations, all or none. Other processes that migrate wait. Raises SchemaUnknown.

    On PostgreSQL the program may be running meanwhile. If both wait for each other, the migrations are run
    again from the beginning.
    """
    for runs_left in reversed(range(MOST_RUNS)):
        try:
            _run_missing(url, to)
        except DatabaseFault as error:
            if not runs_left or not is_conflict(error):
                raise
        else:
            return


def _run_missing(url: str, to: str) -> None:
    with _connection(url) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()  # Alembic commits only a transaction that it has begun itself
        if found and found == newest():
            return
        if found and not knows(found):
            raise SchemaUnknown(found)
        command.upgrade(_config(connection), to)


def downgrade(url: str, revision: str = "base") -> None:
    """Undo migrations. Data that only the newer schema can hold is lost."""
    with _connection(url) as connection:
        command.downgrade(_config(connection), revision)


def revision(url: str) -> str | None:
    """Return the database's revision, or None if it is empty."""
    with _connection(url, READING) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the revision this program expects."""
    return _scripts().get_current_head()


def is_newest(url: str) -> bool:
    """Tell whether the database is at this program's revision. Raises SchemaUnknown if it is newer."""
    return not missing(revision(url))


def missing(found: str | None) -> list[Step]:
    """List the migrations from a revision on, oldest first. Raises SchemaUnknown."""
    if found and not knows(found):
        raise SchemaUnknown(found)
    scripts = _scripts().iterate_revisions("head", found or "base")
    return [Step(script.revision, script.doc) for script in scripts][::-1]


def knows(revision: str) -> bool:
    """Tell whether this program can upgrade a database from that revision."""
    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


@cache
def _scripts() -> ScriptDirectory:
    """Read the program's migrations. Cached, since each is a module to load."""
    return ScriptDirectory.from_config(_config())


def differences(url: str) -> list[object]:
    """List what the models define and the migrated schema lacks, or the other way round.

    Empty if they agree.
    """
    with _connection(url, READING) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": in_models})
        return list(compare_metadata(context, Base.metadata))


def in_models(name: str | None, _kind: str, _parents: object) -> bool:
    """Tell whether the models describe an object.

    The search index is made by hand, differently on each database.
    """
    return not (name or "").startswith(BY_HAND)


def write_revision(url: str, name: str, message: str) -> None:
    """Write a migration from the difference between models and schema. Read it before committing it."""
    with _connection(url) as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=name)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    return config


def _sync_url(url: str) -> URL:
    parsed = async_url(url)
    return parsed.set(drivername="sqlite") if parsed.get_backend_name() == "sqlite" else parsed


@contextmanager
def _connection(url: str, begin: str = WRITING) -> Iterator[Connection]:
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
        with engine.connect() as connection:
            yield connection
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
