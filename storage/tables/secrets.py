"""Queries of the installation's secrets, which are encrypted with SECRET_KEY."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.engine.table import Table, insert_into
from storage.entities.secret import EncryptedSecret

_VALUE = select(EncryptedSecret.value).where(EncryptedSecret.name == bindparam("name"))
_ALL = select(EncryptedSecret.name, EncryptedSecret.value)


@cache
def _adding(*, on_sqlite: bool) -> Any:
    return insert_into(EncryptedSecret, on_sqlite=on_sqlite).on_conflict_do_nothing()


class Secrets(Table):
    async def get_or_add(self, name: str, sealed: str) -> str:
        """Return the stored value, or store the given one. Two processes get the same."""
        await self._add_row(_adding(on_sqlite=self._on_sqlite), {"name": name, "value": sealed})
        return str((await self._run_everywhere(_VALUE, name=name)).scalar_one())

    async def replace(self, name: str, sealed: str) -> None:
        """Replace a secret with the same one, encrypted with another key."""
        change = update(EncryptedSecret).where(EncryptedSecret.name == name).values(value=sealed)
        await self._session.execute(change, execution_options={"every_workspace": True})

    async def all(self) -> list[tuple[str, str]]:
        """List (name, encrypted value) of every secret."""
        return [(name, value) for name, value in await self._run_everywhere(_ALL)]
