"""The base of all query classes: a session and its workspace."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Executable, Result
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import shortcut
from storage.engine.base import Base
from storage.engine.shortcut import KEPT, SELDOM, Found

_in_bulk = {"synchronize_session": False}
_everywhere = _in_bulk | {"every_workspace": True}
A_FEW = 8  # rows that SQLite's driver adds one by one before SQLAlchemy has begun with all of them
Statement = TypeVar("Statement", bound=Executable)


def kept(statement: Statement) -> Statement:
    """Mark a statement that is built once, with parameters for its values; `Table._run` runs it.

    Building a statement, adding the workspace to it and finding its compiled form take longer than running
    it. All three are done once for a kept one.
    """
    return statement.execution_options(**{KEPT: True})


def seldom(statement: Statement) -> Statement:
    """Mark a kept statement that seldom finds anything. On SQLite it is asked first whether it would."""
    return kept(statement).execution_options(**{SELDOM: True})


def insert_into(model: type[Base], *, on_sqlite: bool) -> Any:
    """Start an INSERT into a table itself, to be kept. With the entity, the ORM would process every value."""
    return (sqlite if on_sqlite else postgresql).insert(model.__table__)


@cache
def insert_missing(model: type[Base], *, on_sqlite: bool) -> Any:
    """Build the INSERT into a table itself that leaves rows that are there as they are."""
    return insert_into(model, on_sqlite=on_sqlite).on_conflict_do_nothing()


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

    async def _run(self, statement: Executable, **values: object) -> Result[*tuple[Any, ...]] | Found:
        """Run a kept statement."""
        found = await shortcut.run(self._session, statement, values, within=True)
        return found or await self._session.execute(statement, values, execution_options=_in_bulk)

    async def _run_everywhere(
        self, statement: Executable, **values: object
    ) -> Result[*tuple[Any, ...]] | Found:
        """Run a statement that is built once, across workspaces or naming its own."""
        found = await shortcut.run(self._session, statement, values, within=False)
        return found or await self._session.execute(statement, values, execution_options=_everywhere)

    async def _add_row(
        self, statement: Executable, row: Mapping[str, object]
    ) -> Result[*tuple[Any, ...]] | Found:
        """Run an INSERT that is built once, into a table itself. The row names its workspace."""
        found = await shortcut.run(self._session, statement, row, within=False, row=True)
        return found or await self._session.execute(statement, row, execution_options=_everywhere)

    async def _add_rows(self, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
        """Run an INSERT that is built once for several rows, each of which names its workspace."""
        if len(rows) > (A_FEW if self._on_sqlite else 1):
            await self._session.execute(statement, rows, execution_options=_everywhere)
            return
        for row in rows:
            await self._add_row(statement, row)

    def _insert(self, model: type[Base]) -> Any:
        """Start an INSERT that supports ON CONFLICT, which SQLAlchemy has once per dialect."""
        return sqlite.insert(model) if self._on_sqlite else postgresql.insert(model)

    @property
    def _on_sqlite(self) -> bool:
        return bool(self._session.info["on_sqlite"])
