"""Connections of SQLite for those who only read, past SQLAlchemy's pool.

To take one from there, and give it back, costs more than most of what they ask.
"""

import sqlite3
from collections.abc import Sequence

from storage.engine.sqlite import OneTripConnection, connect


class Readers:
    """Connections that stay open, as many as are used at once."""

    def __init__(self, path: str, pragmas: Sequence[str]) -> None:
        self._path, self._pragmas = path, pragmas
        self._free: list[OneTripConnection] = []

    async def take(self) -> OneTripConnection:
        return self._free.pop() if self._free else await self._open()

    def give_back(self, connection: OneTripConnection) -> None:
        """Take a connection back. One that still works for somebody who has gone is closed after that."""
        if connection.is_idle:
            self._free.append(connection)
        else:
            connection.stop()

    async def close(self) -> None:
        """Close those that nobody uses."""
        while self._free:
            await self._free.pop().close()

    async def _open(self) -> OneTripConnection:
        connection = await connect(self._path, reads=True)
        await connection.run(self._prepare)
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> int:
        connection.isolation_level = None
        for pragma in self._pragmas:
            connection.execute(pragma)
        return 0
