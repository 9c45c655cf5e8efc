"""The base of all query classes: a session and its workspace."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, any_, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.base import Base


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
