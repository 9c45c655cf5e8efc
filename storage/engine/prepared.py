"""Statements compiled to text once, and run by the database's own driver where that is possible.

What SQLAlchemy does for each run of a statement takes longer than a page takes to be found by an index.
"""

import enum
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Dialect, Enum, Select, TextualSelect, bindparam, column, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler, SQLiteDialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import NullType, TypeEngine

from storage.engine.base import UtcDateTime
from storage.engine.readers import Readers
from storage.engine.server import CannotRead, ServerConnection, ServerReaders
from storage.engine.sqlite import OneTripConnection

Change = Callable[[Any], Any]


class _ConstantsInText(SQLiteCompiler):
    """Writes a statement's own numbers and names of enums into its text.

    SQLite prepares a statement anew for each run, which takes longer than most runs, if a parameter stands
    where the condition of a partial index has a constant: its value tells whether that index may be used.
    """

    def visit_bindparam(self, bindparam: Any, *args: Any, literal_binds: bool = False, **options: Any) -> Any:
        given = bindparam.required or bindparam.expanding or isinstance(bindparam.type, NullType)
        constant = isinstance(bindparam.value, enum.Enum | int) and not given
        options["literal_binds"] = literal_binds or constant
        return super().visit_bindparam(bindparam, *args, **options)  # type: ignore[no-untyped-call]


_postgresql: Callable[..., Dialect] = PGDialect_psycopg
_SQLITE, _POSTGRESQL = SQLiteDialect(paramstyle="qmark"), _postgresql(paramstyle="numeric_dollar")
_SQLITE.statement_compiler = _ConstantsInText


@dataclass(frozen=True, slots=True)
class DriverText:
    """A statement for a driver: its parameters in order, and how their and its values change.

    A parameter is (name, change, nothing), or (None, nothing, value) if its value is always the same.
    """

    sql: str
    parameters: tuple[tuple[str | None, Change | None, Any], ...]
    row: Callable[[Sequence[Any]], Any]
    changes: tuple[tuple[int, Change], ...]  # of columns

    async def run(
        self, connection: OneTripConnection | ServerConnection, given: Mapping[str, Any]
    ) -> list[Any]:
        """Run it. Raises sqlite3.Error or CannotRead."""
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
    """A statement as text, and the names of its parameters. For the driver, too, if that may run it."""

    statement: TextualSelect
    takes: frozenset[str]
    for_driver: DriverText | None

    async def run(self, session: AsyncSession, given: Mapping[str, Any]) -> Sequence[Any]:
        """Return all rows, with the columns' names."""
        if self.for_driver and (session.info["on_sqlite"] or session.info["only_reads"]):
            try:
                return await self.for_driver.run(await driver_of(session), given)
            except (sqlite3.Error, ValueError, CannotRead):  # aiosqlite raises ValueError if it is closed
                pass  # SQLAlchemy meets it again below: then it is named, and noticed, like every other
        connection = await session.connection()
        found = await connection.execute(self.statement, {name: given[name] for name in self.takes})
        return found.all()


async def driver_of(session: AsyncSession) -> OneTripConnection | ServerConnection:
    """Find a session's connection for the driver, once for all statements of a transaction.

    A session that only reads has one of its own, beside that of what SQLAlchemy runs for it.
    Raises CannotRead.
    """
    its = session.info
    if "driver" not in its:
        readers: Readers | ServerReaders | None = its["readers"]
        its["driver"] = await (readers.take() if readers else _driver_of_session(session))
    return cast(OneTripConnection | ServerConnection, its["driver"])


async def _driver_of_session(session: AsyncSession) -> OneTripConnection:
    connection: Any = await session.connection()
    return cast(OneTripConnection, connection.sync_connection.connection.driver_connection)


def leave_driver(session: AsyncSession) -> None:
    """Give back what `driver_of` has taken."""
    readers: Readers | ServerReaders | None = session.info["readers"]
    if readers and "driver" in session.info:
        readers.give_back(session.info.pop("driver"))


def prepared(statement: Select[Any], sqlite: bool, *, one_plan: bool = True) -> Prepared:
    """Compile a statement to text with typed parameters and columns.

    `one_plan`: how PostgreSQL runs it best does not depend on the values.
    """
    named: Callable[..., Dialect] = SQLiteDialect if sqlite else PGDialect
    compiled = statement.compile(dialect=named(paramstyle="named"))
    binds = [
        bindparam(name, type_=each.type) if each.required else bindparam(name, each.value, type_=each.type)
        for each, name in compiled.bind_names.items()
    ]
    columns = [column(str(each.key), each.type) for each in statement.selected_columns]
    takes = frozenset(each.key for each in binds if each.required)
    as_text = text(str(compiled)).bindparams(*binds).columns(*columns)
    return Prepared(as_text, takes, driver_text(statement, sqlite=sqlite) if sqlite or one_plan else None)


def compiled_for_driver(statement: Any, column_keys: Sequence[str] | None = None) -> Any:
    """Compile a statement for SQLite's driver. `column_keys` are those of an INSERT without values."""
    return statement.compile(dialect=_SQLITE, column_keys=column_keys)


def driver_text(statement: Any, compiled: Any = None, *, sqlite: bool = True) -> DriverText:
    """Write a statement for a driver."""
    dialect = _SQLITE if sqlite else _POSTGRESQL
    compiled = compiled or statement.compile(dialect=dialect)
    binds = {name: each for each, name in compiled.bind_names.items()}
    change = {name: each.type.dialect_impl(dialect).bind_processor(dialect) for name, each in binds.items()}
    same = {
        name: each.value if (to := change[name]) is None else to(each.value)
        for name, each in binds.items()
        if not each.required
    }
    columns = statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
    changes = [_change_of(each.type, dialect) for each in columns]
    return DriverText(
        str(compiled),
        tuple(
            (None, None, same[name]) if name in same else (name, change[name], None)
            for name in compiled.positiontup or ()
        ),
        _row_of(tuple(str(each.key) for each in columns)),
        tuple((n, each) for n, each in enumerate(changes) if each),
    )


def _change_of(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """Make what turns a column's value into ours."""
    if isinstance(kind, Enum) and kind.enum_class:  # SQLAlchemy asks the same twice
        return {each.value: each for each in kind.enum_class}.__getitem__
    if isinstance(kind, UtcDateTime) and dialect is _SQLITE:  # in one step instead of two
        return _utc
    change: Change | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return change


def _utc(stored: str) -> datetime:
    return datetime.fromisoformat(stored + "+00:00")


@lru_cache(maxsize=100)
def _row_of(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return cast(Callable[[Sequence[Any]], Any], row._make)
