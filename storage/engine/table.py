"""The base of all query classes: a session and its workspace."""

import json
from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Executable,
    Result,
    String,
    any_,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.base import Base

KEPT = "kept"
_in_bulk = {"synchronize_session": False}
_everywhere = _in_bulk | {"every_workspace": True}
Statement = TypeVar("Statement", bound=Executable)


def kept(statement: Statement) -> Statement:
    """Mark a statement that is built once, with parameters for its values; `Table._run` runs it.

    Building a statement, adding the workspace to it and finding its compiled form take longer than running
    it. All three are done once for a kept one.
    """
    return statement.execution_options(**{KEPT: True})


def insert_into(model: type[Base], *, on_sqlite: bool) -> Any:
    """Start an INSERT into a table itself, to be kept. With the entity, the ORM would process every value."""
    return (sqlite if on_sqlite else postgresql).insert(model.__table__)


def one_of(column: Any, *, on_sqlite: bool) -> ColumnElement[bool]:
    """Build the condition that a column is one of `ids`, to be kept. `Table._ids` makes the parameter."""
    if on_sqlite:
        each = func.json_each(bindparam("ids", type_=String)).table_valued("value")
        return column.in_(select(each.c.value))  # type: ignore[no-any-return]
    return column == any_(bindparam("ids", type_=ARRAY(column.type)))  # type: ignore[no-any-return]


class Table:
    """Queries of one table, named by what they find. The session adds the workspace to each."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def workspace_id(self) -> int:
        workspace_id: int | None = self._session.info["workspace_id"]
        if workspace_id is None:
            raise RuntimeError("no workspace: this row belongs to one")
        return workspace_id

    async def _run(self, statement: Executable, **values: object) -> Result[*tuple[Any, ...]]:
        """Run a kept statement."""
        return await self._session.execute(statement, values, execution_options=_in_bulk)

    async def _run_everywhere(self, statement: Executable, **values: object) -> Result[*tuple[Any, ...]]:
        """Run a kept statement across workspaces."""
        return await self._session.execute(statement, values, execution_options=_everywhere)

    def _ids(self, values: Collection[Any]) -> Any:
        """Make the parameter for `one_of`: thousands of values in one."""
        return json.dumps(list(values)) if self._on_sqlite else list(values)

    def _insert(self, model: type[Base]) -> Any:
        """Start an INSERT that supports ON CONFLICT, which SQLAlchemy has once per dialect."""
        return sqlite.insert(model) if self._on_sqlite else postgresql.insert(model)

    def _among(self, column: Any, values: Collection[Any]) -> ColumnElement[bool]:
        """Build `column.in_(values)` for thousands of values.

        They are a single parameter, so that the statement is the same for any number of values.
        """
        if self._on_sqlite:
            each = func.json_each(json.dumps(list(values))).table_valued("value")
            return column.in_(select(each.c.value))  # type: ignore[no-any-return]
        return column == any_(literal(list(values), ARRAY(column.type)))  # type: ignore[no-any-return]

    @property
    def _on_sqlite(self) -> bool:
        return self._session.get_bind().dialect.name == "sqlite"
