"""Makes the engines of a database: a writer and a reader on SQLite, one engine for both on PostgreSQL."""

from asyncio import CancelledError
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.engine import sqlite
from storage.engine.direct import Direct
from storage.engine.faults import is_of_postgresql
from storage.engine.outage import DatabaseOutage
from storage.engine.readers import Readers
from storage.engine.server import OWN, ServerReaders

APPLICATION_NAME = "trusted-contacts"  # names our connections in PostgreSQL
BEGIN = "BEGIN IMMEDIATE"  # the driver's own is deferred: who reads before writing would lose updates
POOL_SECONDS = 30.0  # nobody should wait there: the line before a pool has a place for each connection
BUSY_SECONDS = 0.4  # SQLite's wait for another process; a unit of work tries again while it has time
_BUSY = f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}"
_READS = "PRAGMA query_only=ON"
_ROOM = "PRAGMA cache_size=-8000"  # kilobytes: one page of contacts reads from a hundred places
READERS = 4
ON_A_SERVER = 20 - OWN  # connections to PostgreSQL in SQLAlchemy's pool


class WrongEncoding(Exception):
    """A PostgreSQL database holds bytes instead of text."""

    def __init__(self) -> None:
        super().__init__(
            "The database's encoding is SQL_ASCII, which holds no names in their own letters."
            " Create one with ENCODING 'UTF8', and name it in DATABASE_URL."
        )


def refuse_bytes(connection: Any, _record: object) -> None:
    """Refuse an encoding in which the driver gives bytes; for the event `connect`, before SQLAlchemy asks."""
    if connection.info.parameter_status("server_encoding") == "SQL_ASCII":
        raise WrongEncoding


def async_url(url: str) -> URL:
    """Parse DATABASE_URL and choose the driver: aiosqlite or psycopg 3. Raises ValueError."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("DATABASE_URL is no address of a database") from None
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+psycopg",
        "postgres": "postgresql+psycopg",
    }
    backend = parsed.drivername.split("+")[0]
    if backend not in drivers:
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return parsed.set(drivername=drivers[backend])


def on_sqlite(url: URL, *, checkpoints: bool) -> tuple[AsyncEngine, AsyncEngine]:
    """Make the writer and the reader.

    `checkpoints` is False beside a process that moves the log by itself.
    """
    # One writer connection: before SQLite 3.51.3, two that write and checkpoint can corrupt the WAL.
    options: dict[str, Any] = {"max_overflow": 0, "pool_timeout": POOL_SECONDS, "hide_parameters": True}
    creator = partial(sqlite.connect, url.database or "")
    writer = create_async_engine(url, async_creator=creator, pool_size=1, **options)
    reading = partial(creator, reads=True)
    reader = create_async_engine(url, async_creator=reading, pool_size=READERS, **options)
    _on_connect(
        writer.sync_engine,
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        # What is deleted is overwritten: an erased person's data stay in no free page.
        "PRAGMA secure_delete=ON",
        # Bulk writes touch the same index pages again and again. Keep 16 MB of them in memory, and checkpoint
        # after 4000 log pages instead of SQLite's usual 1000.
        "PRAGMA cache_size=-16000",
        f"PRAGMA wal_autocheckpoint={4000 if checkpoints else 0}",
    )
    _on_connect(reader.sync_engine, _READS)
    _begin(writer, BEGIN)
    # The reader begins no transaction: otherwise each statement would take three trips to its thread instead
    # of one.
    return writer, reader


def direct(url: URL) -> Direct:
    """Make what reads a row of SQLite in the calling thread."""
    engine = create_engine(url.set(drivername="sqlite"), poolclass=StaticPool, hide_parameters=True)
    _on_connect(engine, _READS)
    return Direct(engine)


def readers(url: URL, outage: DatabaseOutage) -> Readers | ServerReaders:
    """Make the connections for those who only read."""
    if url.get_backend_name() == "sqlite":
        return Readers(url.database or "", (_BUSY, _READS, _ROOM))
    return ServerReaders(url, APPLICATION_NAME, outage)


def _on_connect(engine: Engine, *pragmas: str) -> None:
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (_BUSY, *pragmas):
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine, "connect", prepare)


def _begin(engine: AsyncEngine, statement: str) -> None:
    begin: Callable[[Connection], object] = lambda connection: connection.exec_driver_sql(statement)  # noqa: E731
    event.listen(engine.sync_engine, "begin", begin)


def on_postgresql(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Make one engine, for writing and reading."""
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=ON_A_SERVER // 2,
        max_overflow=ON_A_SERVER // 2,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        # A prepared statement would keep the plan made while tables were empty, and scan them whole later.
        connect_args={"prepare_threshold": None, "application_name": APPLICATION_NAME},
    )
    event.listen(engine.sync_engine, "handle_error", _leave_in_doubt)
    return engine, engine


def _leave_in_doubt(context: ExceptionContext) -> BaseException | None:
    """Have a connection closed that cannot be rolled back, or whose driver did not expect what happened.

    psycopg sends several statements at once, and may not find its way back when the server goes away in
    between. A cancellation as it begins to send becomes an AssertionError: it is raised as what it was.
    """
    error = context.original_exception
    is_expected = is_of_postgresql(error)
    if context.connection and not context.is_disconnect and not (is_expected and context.statement):
        context.is_disconnect, context.invalidate_pool_on_disconnect = True, False
    before = error.__context__
    return before if isinstance(before, CancelledError) and not is_expected else None
