"""Database engines: a writer and a reader on SQLite, one engine for both on PostgreSQL."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import lru_cache, partial
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, StaticPool, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from storage.engine import sqlite
from storage.engine.base import Tenant
from storage.engine.direct import Direct
from storage.engine.faults import Cause, DatabaseFault, cause_of
from storage.engine.journal import Journal
from storage.engine.line import Line
from storage.engine.outage import Crowd, DatabaseOutage
from storage.engine.patience import with_patience
from storage.engine.readers import Readers
from storage.engine.shortcut import KEPT
from storage.engine.waking import Turns, WakeUp

APPLICATION_NAME = "trusted-contacts"  # names our connections in PostgreSQL
BEGIN = "BEGIN IMMEDIATE"  # the driver's own is deferred: who reads before writing would lose updates
POOL_SECONDS = 30.0  # nobody should wait there: the line before a pool has a place for each connection
BUSY_SECONDS = 0.4  # SQLite's wait for another process; a unit of work tries again while it has time
_BUSY = f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}"
_READS = "PRAGMA query_only=ON"
NOTICED_SECONDS = 1.2  # another process that holds the database for longer is an outage
LOOK_SECONDS = 2.0  # for a row by its key, which somebody in Slack waits for
READERS = 4
ON_A_SERVER = 20  # connections to PostgreSQL
WITHOUT_A_LINE = 2  # of them, for `look`
_PAGES_AT_ONCE = 200  # of the search index: a few milliseconds


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


class TenantSession(Session):
    """A session that adds the workspace to every statement, and refuses to run without one."""


@event.listens_for(TenantSession, "do_orm_execute")
def _only_this_workspace(state: ORMExecuteState) -> None:
    if state.is_column_load or state.execution_options.get("every_workspace"):
        return
    workspace_id = state.session.info["workspace_id"]
    if workspace_id is None:
        raise RuntimeError("a statement without a workspace; say every_workspace=True if that is meant")
    if not state.is_insert:
        add = _kept_within if KEPT in state.execution_options else _within
        state.statement = add(state.statement, workspace_id)


def _within(statement: Any, workspace_id: int) -> Any:
    return statement.options(_of_workspace(workspace_id))


_kept_within = lru_cache(maxsize=5000)(_within)  # some forty statements for each workspace that is busy


@lru_cache(maxsize=1000)  # building it takes longer than running most statements
def _of_workspace(workspace_id: int) -> ExecutableOption:
    return with_loader_criteria(
        Tenant, lambda table: table.workspace_id == workspace_id, include_aliases=True
    )


class Database:
    """The engines of one database, the wake-up signal for its outbox workers, and turns for Home tabs.

    `checkpoints` is False beside another process that has the SQLite file open and moves the log by itself.
    """

    def __init__(self, url: str, *, checkpoints: bool = True) -> None:
        self.url = async_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        engines = _sqlite(self.url, checkpoints=checkpoints) if self.sqlite else _postgresql(self.url)
        self.writer, self.reader = engines
        self.write_session = async_sessionmaker(
            self.writer, sync_session_class=TenantSession, expire_on_commit=False
        )
        self._autocommit = self.reader.execution_options(isolation_level="AUTOCOMMIT")
        # A server's transaction would give readers no common picture, and costs two trips to it.
        self.read_session = async_sessionmaker(
            self.reader if self.sqlite else self._autocommit,
            sync_session_class=TenantSession,
            expire_on_commit=False,
        )
        self._direct = _direct(self.url) if self.sqlite else None
        self.readers = Readers(self.url.database or "", (_BUSY, _READS)) if self.sqlite else None
        self.outbox_wake_up = WakeUp()
        self.home_turns = Turns()
        self.journal: Journal | None = None  # set by the composition root
        self.outage, self.crowd = DatabaseOutage(), Crowd()
        self.writing = Line(1 if self.sqlite else ON_A_SERVER - WITHOUT_A_LINE, self.crowd)
        self.reading = Line(READERS, self.crowd) if self.sqlite else self.writing
        for engine in (self.writer.sync_engine, self.reader.sync_engine):
            event.listen(engine, "handle_error", self._notice)

    async def look(self, query: Select[Any], values: Mapping[str, object]) -> Sequence[Any] | None:
        """Read one row by its key, outside any transaction.

        On SQLite it runs in the calling thread: the query takes microseconds, a switch to another thread many
        times that.
        """
        if self._direct:
            return self._direct.first(query, values)

        async def read() -> Row[Any] | None:
            async with self._autocommit.connect() as connection:
                found: Row[Any] | None = (await connection.execute(query, values)).first()
                return found

        return await with_patience(read, monotonic() + LOOK_SECONDS, self.outage)

    async def reach(self, session: AsyncSession, no_later: float) -> None:
        """Take a connection to the server; wait for one that has just gone, until this time of `monotonic`.

        SQLite has no server.
        """

        async def take() -> None:
            try:
                await session.connection()
            except DatabaseFault:
                await session.rollback()
                raise

        if not self.sqlite:
            await with_patience(take, no_later, self.outage)

    async def begin(self, session: AsyncSession, no_later: float) -> None:
        """Begin a transaction, until this time of `monotonic` also if another process holds the database."""
        began = monotonic()
        while self.sqlite:
            try:
                await session.connection()
            except DatabaseFault as error:
                await session.rollback()
                now = monotonic()
                in_vain = cause_of(error) is not Cause.LOCKED or now >= no_later
                if in_vain or now - began >= NOTICED_SECONDS:
                    self.outage.notice(error)
                if in_vain:
                    raise
            else:
                return

    async def scrub(self) -> bool:
        """Overwrite what SQLite still holds of deleted rows, in short steps outside any transaction.

        The search index keeps deleted words until its parts are merged, the write-ahead log until it is
        written back. Returns False if a reader kept it from being written back whole.
        """
        if not self.sqlite:
            return True
        merged = 1
        while merged:
            merged = await self._on_the_writer(_merge_search)
        busy = await self._on_the_writer(_write_back)
        return not busy

    async def learn(self) -> None:
        """Let SQLite's planner learn which words and values are rare. PostgreSQL does so by itself.

        A connection takes in what was learnt when it is opened, so those for reading are opened anew.
        """
        if not self.sqlite or not await self._on_the_writer(sqlite.analyze):
            return
        async with AsyncExitStack() as places:
            for _ in range(READERS):
                await self.reading.wait(monotonic() + POOL_SECONDS)
                places.callback(self.reading.leave)
            await self._close_readers()

    async def _on_the_writer(self, work: Callable[[sqlite3.Connection], int]) -> int:
        await self.writing.wait(monotonic() + POOL_SECONDS)
        try:
            async with self.writer.connect() as connection:
                raw = await connection.get_raw_connection()
                driver: sqlite.OneTripConnection = raw.driver_connection  # type: ignore[assignment]
                return await driver.run(work)
        finally:
            self.writing.leave()

    def _notice(self, context: ExceptionContext) -> None:
        """Notice every error of the database, whoever catches it.

        A connection found closed when it is taken from the pool is replaced, and missed by nobody. Errors at
        the beginning are noticed there.
        """
        if not context.is_pre_ping and context.statement != BEGIN:
            self.outage.notice(context.original_exception)

    async def close(self) -> None:
        await self.writer.dispose()
        await self._close_readers()
        if self.journal:
            self.journal.close()
        if self._direct:
            self._direct.close()

    async def _close_readers(self) -> None:
        await self.reader.dispose()
        if self.readers:
            await self.readers.close()


def _merge_search(connection: sqlite3.Connection) -> int:
    """Merge a few hundred pages of the search index. Returns 0 once there is nothing to merge."""
    before = connection.total_changes
    merge = "INSERT INTO contact_search (contact_search, rank) VALUES ('merge', ?)"
    connection.execute(merge, [-_PAGES_AT_ONCE])
    return int(connection.total_changes - before > 1)


def _write_back(connection: sqlite3.Connection) -> int:
    """Write the log back into the database and empty it. Returns 1 if somebody reads."""
    busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return busy


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


def _sqlite(url: URL, *, checkpoints: bool) -> tuple[AsyncEngine, AsyncEngine]:
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


def _direct(url: URL) -> Direct:
    engine = create_engine(url.set(drivername="sqlite"), poolclass=StaticPool, hide_parameters=True)
    _on_connect(engine, _READS)
    return Direct(engine)


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


def _postgresql(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
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
    return engine, engine
