"""Queries of the installation's secrets, which are encrypted with SECRET_KEY."""

from sqlalchemy import bindparam, select, update

from storage.engine.table import Table, insert_missing
from storage.entities.secret import EncryptedSecret

_VALUE = select(EncryptedSecret.value).where(EncryptedSecret.name == bindparam("name"))
_ALL = select(EncryptedSecret.name, EncryptedSecret.value)


class Secrets(Table):
    async def get_or_add(self, name: str, sealed: str) -> str:
        """Return the stored value, or store the given one. Two processes get the same."""
        insert = insert_missing(EncryptedSecret, on_sqlite=self._on_sqlite)
        await self._add_row(insert, {"name": name, "value": sealed})
        return str((await self._run_everywhere(_VALUE, name=name)).scalar_one())

    async def replace(self, name: str, sealed: str) -> None:
        """Replace a secret with the same one, encrypted with another key."""
        change = update(EncryptedSecret).where(EncryptedSecret.name == name).values(value=sealed)
        await self._session.execute(change, execution_options={"every_workspace": True})

    async def all(self) -> list[tuple[str, str]]:
        """List (name, encrypted value) of every secret."""
        return [(name, value) for name, value in await self._run_everywhere(_ALL)]
