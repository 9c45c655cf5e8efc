"""Brings a database's schema up to date. Works from any folder: alembic is configured in code."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL

from storage.base import Base
from storage.database import async_url

PATIENCE_SECONDS = 30  # for another process that is migrating
BY_HAND = "contact_search"
READING, WRITING = "BEGIN", "BEGIN IMMEDIATE"


def upgrade(url: str) -> None:
    """Runs the migrations that are missing, all or none; whoever else wants to waits for it."""
    with _connection(url) as connection:
        command.upgrade(_config(connection), "head")


def downgrade(url: str, revision: str = "base") -> None:
    """Takes migrations back; what only the newer schema can hold is lost."""
    with _connection(url) as connection:
        command.downgrade(_config(connection), revision)


def revision(url: str) -> str | None:
    """The revision the database is at, or None for an empty one."""
    with _connection(url, READING) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision this program was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def differences(url: str) -> list[object]:
    """What the models say and the migrated schema does not; empty when they agree."""
    with _connection(url, READING) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": in_models})
        return list(compare_metadata(context, Base.metadata))


def in_models(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether models can tell of it: the search's index is made by hand, differently on each database."""
    return not (name or "").startswith(BY_HAND)


def write_revision(url: str, name: str, message: str) -> None:
    """A new migration from the difference between models and schema; read it before you commit it."""
    with _connection(url) as connection:
        command.revision(_config(connection), message=message, autogenerate=True, rev_id=name)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
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
        # The driver's own transactions do not hold for CREATE TABLE, and begin too late to keep others out.
        event.listen(engine, "connect", _without_driver_transactions)
        if begin == WRITING:
            event.listen(engine, "connect", _switch_to_wal)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _without_driver_transactions(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_SECONDS * 1000}")


def _switch_to_wal(connection: sqlite3.Connection, _record: object) -> None:
    """Here and not when the program starts: SQLite does not wait for another process's lock to do it."""
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
