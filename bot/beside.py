"""Opens the database for a command that changes it, beside a running program or alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.journal import journal_of
from bot.security.keyring import Keyring, Pepper
from bot.services.consequences import follow
from bot.settings import Settings
from storage.engine.alone import is_open_elsewhere
from storage.engine.database import Database
from storage.engine.engines import async_url
from storage.uow import Scope, UnitOfWork


@dataclass(frozen=True, slots=True)
class Beside:
    """A command's database. With `leave`, it only adds a row of work, which the running program does.

    SQLite takes one process that writes a lot; on PostgreSQL commands do their work themselves.
    """

    database: Database
    keyring: Keyring
    leave: bool
    _pepper: Pepper
    _clock: Clock

    def new_uow(self, **scope: Any) -> UnitOfWork:
        return UnitOfWork(self.database, Scope(self._clock, self._pepper.hash, follow, **scope))


@asynccontextmanager
async def beside(settings: Settings, clock: Clock) -> AsyncIterator[Beside]:
    """Open the database. Raises a DatabaseFault or an OSError if it is away."""
    on_sqlite = async_url(settings.database_url).get_backend_name() == "sqlite"
    leave = on_sqlite and is_open_elsewhere(settings.database_url)
    database = Database(settings.database_url, checkpoints=not leave)
    try:
        database.journal = journal_of(settings)
        keyring = Keyring([key.get_secret_value() for key in settings.secret_key])
        yield Beside(database, keyring, leave, await _pepper(database, keyring, clock), clock)
    finally:
        await database.close()


async def _pepper(database: Database, keyring: Keyring, clock: Clock) -> Pepper:
    async with UnitOfWork(database, Scope(clock, Pepper(b"").hash, follow)).read() as uow:
        sealed = dict(await uow.secrets.all()).get("pepper")
    return Pepper(keyring.unseal(sealed) if sealed else b"")
