"""Engines: one writer and one reader on SQLite, one engine for both on PostgreSQL."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, StaticPool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from storage import sqlite
from storage.base import Tenant

# Whoever waits for a turn and then for another process's lock still reads why within Slack's three seconds.
TURN_SECONDS = 1.5
BUSY_SECONDS = 1.2


class TenantSession(Session):
    """A session that puts its workspace into every statement, and refuses to run without one."""


@event.listens_for(TenantSession, "do_orm_execute")
def _only_this_workspace(state: ORMExecuteState) -> None:
    if state.is_column_load or state.execution_options.get("every_workspace"):
        return
    workspace_id = state.session.info["workspace_id"]
    if workspace_id is None:
        raise RuntimeError("a statement without a workspace; say every_workspace=True if that is meant")
    if not state.is_insert:
        state.statement = state.statement.options(
            with_loader_criteria(
                Tenant, lambda table: table.workspace_id == workspace_id, include_aliases=True
            )
        )


class Bell:
    """Rung after a commit that added outbox rows; wakes the workers of this process that they are for."""

    def __init__(self) -> None:
        self._listeners: list[tuple[str | None, asyncio.Event]] = []

    def listener(self, lane: str | None = None) -> asyncio.Event:
        """An event that each ring for this lane sets, or every one; whoever waits for it clears it."""
        self._listeners.append((lane, asyncio.Event()))
        return self._listeners[-1][1]

    def ring(self, lanes: Collection[str] | None = None) -> None:
        """For these lanes, or for all."""
        for lane, listener in self._listeners:
            if lanes is None or lane is None or lane in lanes:
                listener.set()


class Database:
    """The engines of one database, and the bell that wakes the outbox after a commit."""

    def __init__(self, url: str) -> None:
        self.url = async_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.writer, self.reader = _sqlite(self.url) if self.sqlite else _postgresql(self.url)
        self.write_session = async_sessionmaker(
            self.writer, sync_session_class=TenantSession, expire_on_commit=False
        )
        self.read_session = async_sessionmaker(
            self.reader, sync_session_class=TenantSession, expire_on_commit=False
        )
        self._direct = _direct(self.url) if self.sqlite else None
        self._autocommit = self.reader.execution_options(isolation_level="AUTOCOMMIT")
        self.outbox_bell = Bell()

    async def look(self, query: Select[Any], values: Mapping[str, object]) -> Row[Any] | None:
        """One row by its key, outside any transaction.

        On SQLite in this very thread: that takes microseconds, and another thread would cost many times that.
        """
        if self._direct:
            with self._direct.connect() as connection:
                row: Row[Any] | None = connection.execute(query, values).first()
                return row
        async with self._autocommit.connect() as connection:
            found: Row[Any] | None = (await connection.execute(query, values)).first()
            return found

    async def close(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()
        if self._direct:
            self._direct.dispose()


def async_url(url: str) -> URL:
    """DATABASE_URL with the drivers we use: aiosqlite and psycopg 3."""
    parsed = make_url(url)
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "postgresql": "postgresql+psycopg",
        "postgres": "postgresql+psycopg",
    }
    backend = parsed.drivername.split("+")[0]
    if backend not in drivers:
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return parsed.set(drivername=drivers[backend])


def _sqlite(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    # One writer connection: before 3.51.3 two that write and checkpoint can corrupt SQLite's WAL.
    options: dict[str, Any] = {"max_overflow": 0, "pool_timeout": TURN_SECONDS, "hide_parameters": True}
    creator = partial(sqlite.connect, url.database or "")
    writer = create_async_engine(url, async_creator=creator, pool_size=1, **options)
    reader = create_async_engine(url, async_creator=creator, pool_size=4, **options)
    # The driver's own BEGIN is deferred, and one that reads before it writes loses updates.
    _on_connect(
        writer.sync_engine,
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        # Many rows at once touch the same pages of the indexes again and again: 16 MB of them stay in memory,
        # and are written to the file after so many of the log instead of after each step.
        "PRAGMA cache_size=-16000",
        "PRAGMA wal_autocheckpoint=4000",
    )
    _on_connect(reader.sync_engine, "PRAGMA query_only=ON")
    _begin(writer, "BEGIN IMMEDIATE")
    # The reader begins none: each of its statements would make three trips to its thread instead of one.
    return writer, reader


def _direct(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="sqlite"), poolclass=StaticPool, hide_parameters=True)
    _on_connect(engine, "PRAGMA query_only=ON")
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _on_connect(engine: Engine, *pragmas: str) -> None:
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}", *pragmas):
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine, "connect", prepare)


def _begin(engine: AsyncEngine, statement: str) -> None:
    begin: Callable[[Connection], object] = lambda connection: connection.exec_driver_sql(statement)  # noqa: E731
    event.listen(engine.sync_engine, "begin", begin)


def _postgresql(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=TURN_SECONDS,
        pool_pre_ping=True,
        # A prepared statement keeps the plan it got while the tables were empty, and reads all of them later.
        connect_args={"prepare_threshold": None},
    )
    return engine, engine
