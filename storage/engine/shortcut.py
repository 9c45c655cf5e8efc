"""Runs statements that are built once past SQLAlchemy, on SQLite.

What SQLAlchemy does for each run of a statement takes several times as long as what SQLite does. A statement
whose text depends on its values is SQLAlchemy's in any case; one that loads entities, unless they are only
read.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Insert, Integer, Select, Table, UpdateBase, bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, with_loader_criteria

from storage.engine.base import Tenant
from storage.engine.detached import by_columns, row_of
from storage.engine.prepared import DriverText, compiled_for_driver, driver_of, driver_text

KEPT, SELDOM = "kept", "seldom"  # options of statements: storage/engine/table.py
WORKSPACE = "its_workspace"
_its = bindparam(WORKSPACE, type_=Integer())
_within_it = with_loader_criteria(Tenant, lambda table: table.workspace_id == _its, include_aliases=True)


class Found:
    """All rows of a statement."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        return self._rows

    def first(self) -> Any | None:
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        (row,) = self._rows
        return row

    def scalar(self) -> Any | None:
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalars(self) -> list[Any]:
        return [row[0] for row in self._rows]


async def run(
    session: AsyncSession,
    statement: Executable,
    values: Mapping[str, Any],
    *,
    within: bool,
    row: bool = False,
) -> Found | None:
    """Run a statement in a session's transaction. None if that is SQLAlchemy's.

    `within`: it has no workspace yet, and is restricted to the session's. `row`: it is an INSERT of which the
    values are the columns.
    """
    its = session.info
    workspace_id, only_reads = its["workspace_id"], its["only_reads"]
    if not its["on_sqlite"] or (within and workspace_id is None):
        return None
    text, decides = _text(statement, within, tuple(values) if row else None), True
    if text is None and only_reads:
        text = _detached(statement, within)
    if text is None:
        text, decides = _asking(statement, within), False
    if text is None:
        return None
    if not only_reads and (session.new or session.dirty or session.deleted):
        await session.flush()
    given = {**values, WORKSPACE: workspace_id} if within else values
    try:
        rows = await text.run(await driver_of(session), given)
    except (sqlite3.Error, ValueError, OverflowError):
        return None  # SQLAlchemy meets it again: then it is named, and noticed, like every other
    return Found(rows) if decides or not rows else None


@lru_cache(maxsize=1_000)
def _text(statement: Executable, within: bool, columns: tuple[str, ...] | None) -> DriverText | None:
    """Write a statement for SQLite's driver. None if it cannot be run without SQLAlchemy."""
    if not isinstance(statement, Select | UpdateBase) or _loads_entities(statement):
        return None
    restricted = within and not isinstance(statement, Insert)
    if restricted:
        statement = statement.options(_within_it)
    compiled = compiled_for_driver(statement, columns)
    by_values = compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch
    if by_values or (restricted and WORKSPACE not in compiled.params):
        return None
    return driver_text(statement, compiled)


@lru_cache(maxsize=200)
def _detached(statement: Executable, within: bool) -> DriverText | None:
    """Write a query of entities, which are made of its rows. None if it loads more than it names."""
    if not isinstance(statement, Select) or statement._with_options:
        return None
    text = _text(by_columns(statement), within, None)
    return text and replace(text, row=row_of(statement))


@lru_cache(maxsize=100)
def _asking(statement: Executable, within: bool) -> DriverText | None:
    """Write what asks whether a statement would find anything, if it seldom does."""
    if not isinstance(statement, Select) or SELDOM not in statement.get_execution_options():
        return None
    entity = statement.column_descriptions[0]["entity"]
    its_key = entity.__mapper__.get_property_by_column(entity.__mapper__.primary_key[0]).class_attribute
    asking = statement.with_only_columns(its_key, maintain_column_froms=True).order_by(None).limit(1)
    return _text(asking, within, None)


def _loads_entities(statement: Select[Any] | UpdateBase) -> bool:
    if isinstance(statement, Select):
        returned = statement.column_descriptions
    elif type(statement.table) is Table:  # an entity's is another one
        return False
    else:
        returned = statement.returning_column_descriptions
    return not all(isinstance(each["expr"], ColumnElement | InstrumentedAttribute) for each in returned)
