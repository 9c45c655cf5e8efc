"""Secrets of the installation that only SECRET_KEY opens."""

from sqlalchemy import select, update

from storage.bookkeeping import Sealed
from storage.table import Table


class SealedTable(Table):
    async def get_or_add(self, name: str, sealed: str) -> str:
        """The value kept under this name, or the given one; two processes agree on the first."""
        everywhere = {"every_workspace": True}
        insert = self._insert(Sealed).values(name=name, value=sealed).on_conflict_do_nothing()
        await self._session.execute(insert, execution_options=everywhere)
        query = select(Sealed.value).where(Sealed.name == name)
        return (await self._session.scalars(query, execution_options=everywhere)).one()

    async def replace(self, name: str, sealed: str) -> None:
        """The same secret, sealed by another key."""
        change = update(Sealed).where(Sealed.name == name).values(value=sealed)
        await self._session.execute(change, execution_options={"every_workspace": True})

    async def all(self) -> list[tuple[str, str]]:
        """(name, sealed value) of each."""
        rows = await self._session.execute(
            select(Sealed.name, Sealed.value), execution_options={"every_workspace": True}
        )
        return [(name, value) for name, value in rows]
