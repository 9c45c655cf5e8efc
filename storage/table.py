"""What every table's queries stand on: the session and its workspace."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Base


class Table:
    """Queries of one table, named by what they find. The session puts the workspace into each of them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def workspace_id(self) -> int:
        workspace_id: int | None = self._session.info["workspace_id"]
        if workspace_id is None:
            raise RuntimeError("no workspace: this row belongs to one")
        return workspace_id

    def _insert(self, model: type[Base]) -> Any:
        """An INSERT that knows ON CONFLICT, which the two dialects spell alike but keep apart."""
        on_sqlite = self._session.get_bind().dialect.name == "sqlite"
        return sqlite.insert(model) if on_sqlite else postgresql.insert(model)
