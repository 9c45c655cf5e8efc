"""Looks up rows of SQLite in the calling thread, over one connection that stays open."""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Engine, Select
from sqlalchemy.exc import SQLAlchemyError

from storage.engine.prepared import driver_text

_text_of = lru_cache(maxsize=50)(driver_text)  # of the few queries that nobody may wait for


class Direct:
    """A connection that is opened when it is first needed, and anew after an error."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def first(self, query: Select[Any], values: Mapping[str, object]) -> Sequence[Any] | None:
        """Read the first row."""
        self._connection = connection = self._connection or self._engine.connect()
        try:
            driver = cast(sqlite3.Connection, connection.connection.driver_connection)
            return cast(Sequence[Any] | None, _text_of(query).first(driver, values))
        except sqlite3.Error:
            pass  # SQLAlchemy meets it again below: then it is named, and noticed, like every other
        try:
            return connection.execute(query, values).first()
        except SQLAlchemyError:
            self._leave()
            raise

    def close(self) -> None:
        self._leave()
        self._engine.dispose()

    def _leave(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
