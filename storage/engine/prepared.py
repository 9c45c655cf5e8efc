"""Statements compiled to text once, and run with as little work as each database allows.

What SQLAlchemy does for each run of a statement takes longer than SQLite takes to find a page by an index.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Dialect, Enum, Select, TextualSelect, bindparam, column, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from storage.engine.readers import Readers
from storage.engine.sqlite import OneTripConnection

Change = Callable[[Any], Any]
_DRIVER = SQLiteDialect(paramstyle="qmark")


@dataclass(frozen=True, slots=True)
class DriverText:
    """A statement for SQLite's own driver: its parameters in order, and how their and its values change.

    A parameter is (name, change, nothing), or (None, nothing, value) if its value is always the same.
    """

    sql: str
    parameters: tuple[tuple[str | None, Change | None, Any], ...]
    row: Callable[[Sequence[Any]], Any]
    changes: tuple[tuple[int, Change], ...]  # of columns

    async def run(self, connection: OneTripConnection, given: Mapping[str, Any]) -> list[Any]:
        """Run it. Raises sqlite3.Error."""
        found = await connection.fetch(self.sql, self._values(given))
        return [self._row(row) for row in found]

    def first(self, connection: sqlite3.Connection, given: Mapping[str, Any]) -> Any | None:
        """Run it in this thread and return the first row. Raises sqlite3.Error."""
        found = connection.execute(self.sql, self._values(given)).fetchone()
        return found and self._row(found)

    def _values(self, given: Mapping[str, Any]) -> list[Any]:
        return [
            same if name is None else given[name] if change is None else change(given[name])
            for name, change, same in self.parameters
        ]

    def _row(self, found: Sequence[Any]) -> Any:
        values = list(found)
        for n, change in self.changes:
            if values[n] is not None:
                values[n] = change(values[n])
        return self.row(values)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as text, and the names of its parameters."""

    statement: TextualSelect
    takes: frozenset[str]
    on_sqlite: DriverText | None

    async def run(self, session: AsyncSession, given: Mapping[str, Any]) -> Sequence[Any]:
        """Return all rows, with the columns' names."""
        if self.on_sqlite:
            try:
                return await self.on_sqlite.run(await driver_of(session), given)
            except (sqlite3.Error, ValueError):  # aiosqlite raises the other one if it is closed
                pass  # SQLAlchemy meets it again below: then it is named, and noticed, like every other
        connection = await session.connection()
        found = await connection.execute(self.statement, {name: given[name] for name in self.takes})
        return found.all()


async def driver_of(session: AsyncSession) -> OneTripConnection:
    """Find a session's connection to SQLite, once for all statements of a transaction.

    A session that only reads has one of its own, beside that of what SQLAlchemy runs for it.
    """
    its = session.info
    if "driver" not in its:
        readers: Readers | None = its["readers"]
        its["driver"] = await (readers.take() if readers else _driver_of_session(session))
    return cast(OneTripConnection, its["driver"])


async def _driver_of_session(session: AsyncSession) -> OneTripConnection:
    connection: Any = await session.connection()
    return cast(OneTripConnection, connection.sync_connection.connection.driver_connection)


def leave_driver(session: AsyncSession) -> None:
    """Give back what `driver_of` has taken."""
    readers: Readers | None = session.info["readers"]
    if readers and "driver" in session.info:
        readers.give_back(session.info.pop("driver"))


def prepared(statement: Select[Any], sqlite: bool) -> Prepared:
    """Compile a statement to text with typed parameters and columns."""
    postgresql: Callable[..., Dialect] = PGDialect
    dialect = SQLiteDialect(paramstyle="named") if sqlite else postgresql(paramstyle="named")
    compiled = statement.compile(dialect=dialect)
    binds = [
        bindparam(name, type_=each.type) if each.required else bindparam(name, each.value, type_=each.type)
        for each, name in compiled.bind_names.items()
    ]
    columns = [column(str(each.key), each.type) for each in statement.selected_columns]
    takes = frozenset(each.key for each in binds if each.required)
    as_text = text(str(compiled)).bindparams(*binds).columns(*columns)
    return Prepared(as_text, takes, driver_text(statement) if sqlite else None)


def compiled_for_driver(statement: Any, column_keys: Sequence[str] | None = None) -> Any:
    """Compile a statement for SQLite's own driver. `column_keys` are those of an INSERT without values."""
    return statement.compile(dialect=_DRIVER, column_keys=column_keys)


def driver_text(statement: Any, compiled: Any = None) -> DriverText:
    """Write a statement for SQLite's own driver."""
    compiled = compiled or compiled_for_driver(statement)
    binds = {name: each for each, name in compiled.bind_names.items()}
    change = {name: each.type.dialect_impl(_DRIVER).bind_processor(_DRIVER) for name, each in binds.items()}
    same = {
        name: each.value if (to := change[name]) is None else to(each.value)
        for name, each in binds.items()
        if not each.required
    }
    columns = statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
    changes = [_change_of(each.type) for each in columns]
    return DriverText(
        str(compiled),
        tuple(
            (None, None, same[name]) if name in same else (name, change[name], None)
            for name in compiled.positiontup or ()
        ),
        _row_of(tuple(str(each.key) for each in columns)),
        tuple((n, each) for n, each in enumerate(changes) if each),
    )


def _change_of(kind: TypeEngine[Any]) -> Change | None:
    """Make what turns a column's value into ours."""
    if isinstance(kind, Enum) and kind.enum_class:  # SQLAlchemy asks the same twice
        return {each.value: each for each in kind.enum_class}.__getitem__
    change: Change | None = kind.dialect_impl(_DRIVER).result_processor(_DRIVER, None)
    return change


@lru_cache(maxsize=100)
def _row_of(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return cast(Callable[[Sequence[Any]], Any], row._make)
