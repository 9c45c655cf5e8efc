"""Looks up rows of SQLite in the calling thread, over one connection that stays open."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select
from sqlalchemy.exc import SQLAlchemyError


class Direct:
    """A connection that is opened when it is first needed, and anew after an error."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def first(self, query: Select[Any], values: Mapping[str, object]) -> Row[Any] | None:
        """Read the first row."""
        self._connection = self._connection or self._engine.connect()
        try:
            row: Row[Any] | None = self._connection.execute(query, values).first()
        except SQLAlchemyError:
            self._leave()
            raise
        return row

    def close(self) -> None:
        self._leave()
        self._engine.dispose()

    def _leave(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
