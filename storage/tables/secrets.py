"""Queries of the installation's secrets, which are encrypted with SECRET_KEY."""

from sqlalchemy import select, update

from storage.engine.table import Table
from storage.entities.secret import EncryptedSecret


class Secrets(Table):
    async def get_or_add(self, name: str, sealed: str) -> str:
        """Return the stored value, or store the given one. Two processes get the same."""
        everywhere = {"every_workspace": True}
        insert = self._insert(EncryptedSecret).values(name=name, value=sealed).on_conflict_do_nothing()
        await self._session.execute(insert, execution_options=everywhere)
        query = select(EncryptedSecret.value).where(EncryptedSecret.name == name)
        return (await self._session.scalars(query, execution_options=everywhere)).one()

    async def replace(self, name: str, sealed: str) -> None:
        """Replace a secret with the same one, encrypted with another key."""
        change = update(EncryptedSecret).where(EncryptedSecret.name == name).values(value=sealed)
        await self._session.execute(change, execution_options={"every_workspace": True})

    async def all(self) -> list[tuple[str, str]]:
        """List (name, encrypted value) of every secret."""
        rows = await self._session.execute(
            select(EncryptedSecret.name, EncryptedSecret.value), execution_options={"every_workspace": True}
        )
        return [(name, value) for name, value in rows]
