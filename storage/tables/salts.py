"""Queries of the salts in signed links."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from storage.engine.salt import Salted
from storage.engine.table import Table, kept
from storage.entities.errors import NotFound


@cache
def _of(entity: type[Salted]) -> Any:
    return kept(select(entity.salt).where(entity.id == bindparam("row")))


class Salts(Table):
    async def of(self, entity: type[Salted], row_id: int) -> str | None:
        """Read a row's salt. None if the row is older than salts. Raises NotFound."""
        found = (await self._run(_of(entity), row=row_id)).first()
        if found is None:
            raise NotFound("row")
        salt: str | None = found[0]
        return salt
