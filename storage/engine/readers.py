"""Connections of SQLite for those who only read, past SQLAlchemy's pool.

To take one from there, and give it back, costs more than most of what they ask.
"""

from collections.abc import Sequence

from storage.engine.sqlite import OneTripConnection, connect


class Readers:
    """Connections that stay open, as many as are used at once."""

    def __init__(self, path: str, pragmas: Sequence[str]) -> None:
        self._path, self._pragmas = path, pragmas
        self._free: list[OneTripConnection] = []

    async def take(self) -> OneTripConnection:
        """Take a connection, but none that still works for somebody who has gone."""
        for connection in reversed(self._free):
            if connection.is_idle:
                self._free.remove(connection)
                return connection
        return await connect(self._path, reads=True, pragmas=self._pragmas, isolation_level=None)

    def give_back(self, connection: OneTripConnection) -> None:
        self._free.append(connection)

    async def close(self) -> None:
        """Close those that nobody uses, after what they still do."""
        while self._free:
            await self._free.pop().close()
