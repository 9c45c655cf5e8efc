"""Connections to PostgreSQL for those who only read, past SQLAlchemy's pool.

SQLAlchemy asks the server before each use whether the connection still works, and has each statement planned
anew. Either takes longer than to find a page by an index. Here a statement is planned once, whatever its
values, which only a connection to the server itself allows: a pooler before it may give each statement to
another one.
"""

import asyncio
from collections.abc import Callable, Sequence
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import URL

from storage.engine.outage import DatabaseOutage

if TYPE_CHECKING:
    import psycopg

OWN = 6  # connections
OPENING_SECONDS = 2.0
AGAIN_SECONDS = 30.0  # after one could not be opened
RESTED_SECONDS = 5.0  # after these a connection is asked whether it still works
LONGEST_SECONDS = 60.0  # plans do not see a table grow, so a connection and its plans are left after these
# A plan that is made while a table is empty would read it whole, and go on so when it is large.
_PLANS = (
    "SELECT set_config('plan_cache_mode', 'force_generic_plan', false),"
    " set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)"
)


def conninfo(url: URL) -> str:
    """Write a database's address, with its password, as libpq reads it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


class CannotRead(Exception):
    """No connection of our own can read this now. SQLAlchemy may, or knows how to say why not."""


class ServerConnection:
    """A connection in autocommit."""

    def __init__(self, connection: "psycopg.AsyncConnection[Any]", now: float) -> None:
        self._cursor = import_module("psycopg").AsyncRawCursor(connection)
        self._connection = connection
        self.opened, self.used = now, now
        self.is_idle = True

    async def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[Sequence[Any]]:
        """Run a query whose plan is kept, and fetch its rows. Raises CannotRead."""
        return await self._run(sql, values, prepare=True)

    async def ask(self, sql: str) -> Any:
        """Run a query once, and return its first value. Raises CannotRead."""
        return (await self._run(sql, (), prepare=False))[0][0]

    async def is_the_servers_own(self) -> bool:
        """Tell whether nothing stands between us and the server: a pooler names a process of its own."""
        return bool(await self.ask("SELECT pg_backend_pid()") == self._connection.info.backend_pid)

    async def _run(self, sql: str, values: Sequence[Any], *, prepare: bool) -> list[Sequence[Any]]:
        if not self.is_idle:  # given up in the middle of another
            raise CannotRead
        self.is_idle = False
        try:
            await self._cursor.execute(sql, values, prepare=prepare)
            rows: list[Sequence[Any]] = await self._cursor.fetchall()
        except import_module("psycopg").Error as error:
            raise CannotRead from error
        self.is_idle = True
        return rows

    def close(self) -> None:
        self._connection.pgconn.finish()


class ServerReaders:
    """Up to OWN connections that stay open."""

    def __init__(
        self, url: URL, name: str, outage: DatabaseOutage, clock: Callable[[], float] = monotonic
    ) -> None:
        self._conninfo = conninfo(url)
        self._name, self._outage, self._clock = name, outage, clock
        self._free: list[ServerConnection] = []
        self._open = 0
        self._pooled = self._closed = False
        self._not_before = 0.0

    async def take(self) -> ServerConnection:
        """Take a connection that works. Raises CannotRead."""
        if self._pooled or self._closed or self._outage.cause:
            raise CannotRead
        while self._free:
            if await self._still_works(rested := self._free.pop()):
                return rested
        if self._open >= OWN or self._clock() < self._not_before:
            raise CannotRead
        self._open += 1
        connection: ServerConnection | None = None
        try:
            async with asyncio.timeout(OPENING_SECONDS):
                connection = await self._opened()
        except (CannotRead, TimeoutError) as error:
            self._not_before = self._clock() + AGAIN_SECONDS
            raise CannotRead from error
        finally:
            self._open -= connection is None
        return connection

    def give_back(self, connection: ServerConnection) -> None:
        if connection.is_idle and not self._closed:
            connection.used = self._clock()
            self._free.append(connection)
        else:
            self._leave(connection)

    async def close(self) -> None:
        """Close those that nobody uses, and the others when they are given back."""
        self._closed = True
        while self._free:
            self._leave(self._free.pop())

    async def _opened(self) -> ServerConnection:
        psycopg = import_module("psycopg")
        try:
            opened = await psycopg.AsyncConnection.connect(
                self._conninfo, autocommit=True, prepare_threshold=0, application_name=self._name
            )
        except psycopg.Error as error:
            raise CannotRead from error
        connection = ServerConnection(opened, self._clock())
        try:
            self._pooled = not await connection.is_the_servers_own()
            if self._pooled:
                raise CannotRead
            await connection.ask(_PLANS)
        except BaseException:
            connection.close()
            raise
        return connection

    async def _still_works(self, connection: ServerConnection) -> bool:
        """Ask a connection that has rested. One that does not work, or is old, is left."""
        now, works = self._clock(), False
        try:
            if now - connection.used >= RESTED_SECONDS:
                async with asyncio.timeout(OPENING_SECONDS):
                    await connection.ask("SELECT 1")
            works = now - connection.opened < LONGEST_SECONDS
        except (CannotRead, TimeoutError):
            pass
        finally:
            if not works:
                self._leave(connection)
        return works

    def _leave(self, connection: ServerConnection) -> None:
        self._open -= 1
        connection.close()
