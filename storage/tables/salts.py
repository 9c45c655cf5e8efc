"""Queries of the salts in signed links."""

from sqlalchemy import select

from storage.engine.salt import Salted
from storage.engine.table import Table
from storage.entities.errors import NotFound


class Salts(Table):
    async def of(self, entity: type[Salted], row_id: int) -> str | None:
        """Read a row's salt. None if the row is older than salts. Raises NotFound."""
        query = select(entity.salt).where(entity.id == row_id)
        found = (await self._session.execute(query)).first()
        if found is None:
            raise NotFound("row")
        salt: str | None = found[0]
        return salt
