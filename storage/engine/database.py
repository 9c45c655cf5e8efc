"""One database: its engines and sessions, the lines before them, and what is done to it as a whole."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import lru_cache
from time import monotonic
from typing import Any, cast

from sqlalchemy import Row, Select, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from storage.engine import sqlite
from storage.engine.base import Tenant
from storage.engine.engines import (
    BEGIN,
    ON_A_SERVER,
    POOL_SECONDS,
    READERS,
    async_url,
    direct,
    on_postgresql,
    on_sqlite,
    readers,
)
from storage.engine.faults import Cause, DatabaseFault, cause_of
from storage.engine.journal import Journal
from storage.engine.lately import Lately
from storage.engine.line import Line
from storage.engine.outage import Crowd, DatabaseOutage
from storage.engine.patience import with_patience
from storage.engine.shortcut import KEPT
from storage.engine.unopened import Unopened
from storage.engine.waking import Turns, WakeUp

NOTICED_SECONDS = 1.2  # another process that holds the database for longer is an outage
LOOK_SECONDS = 2.0  # for a row by its key, which somebody in Slack waits for
WITHOUT_A_LINE = 2  # of them, for `look`
_PAGES_AT_ONCE = 200  # of the search index: a few milliseconds


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
        engines = on_sqlite(self.url, checkpoints=checkpoints) if self.sqlite else on_postgresql(self.url)
        self.writer, self.reader = engines
        self.write_session = async_sessionmaker(
            self.writer, sync_session_class=TenantSession, expire_on_commit=False
        )
        self._autocommit = self.reader.execution_options(isolation_level="AUTOCOMMIT")
        # A server's transaction would give readers no common picture, and costs two trips to it.
        self._read_session = async_sessionmaker(
            self.reader if self.sqlite else self._autocommit,
            sync_session_class=TenantSession,
            expire_on_commit=False,
        )
        self._direct = direct(self.url) if self.sqlite else None
        self.outbox_wake_up = WakeUp()
        self.home_turns = Turns()
        self.finders: Lately[tuple[int | None]] = Lately(timedelta(minutes=1), most=1_000)  # of lists
        self.journal: Journal | None = None  # set by the composition root
        self.outage, self.crowd = DatabaseOutage(), Crowd()
        self.readers = readers(self.url, self.outage)
        self.writing = Line(1 if self.sqlite else ON_A_SERVER - WITHOUT_A_LINE, self.crowd)
        self.reading = Line(READERS, self.crowd) if self.sqlite else self.writing
        for engine in (self.writer.sync_engine, self.reader.sync_engine):
            event.listen(engine, "handle_error", self._notice)

    def session_to_read(self, until: Callable[[], float]) -> AsyncSession:
        """Make a session for somebody who only reads, and waits for a server `until` then."""

        async def reach(session: AsyncSession) -> None:
            await self.reach(session, until())

        return cast(AsyncSession, Unopened(self._read_session, None if self.sqlite else reach))

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
