"""A new SECRET_KEY: what former keys sealed in the database is sealed by the newest."""

from bot.clock import system_clock
from bot.keyring import Keyring, Pepper
from bot.settings import Settings
from storage.database import Database
from storage.uow import Scope, UnitOfWork


async def rotate_keys(settings: Settings) -> int:
    """How many were sealed by a former key. Raises KeyLost if none of the keys opens one."""
    keyring = Keyring([key.get_secret_value() for key in settings.secret_key])
    database = Database(settings.database_url)
    try:
        async with UnitOfWork(database, Scope(system_clock, Pepper(b"").hash)) as uow:
            return await seal_anew(uow, keyring)
    finally:
        await database.close()


async def seal_anew(uow: UnitOfWork, keyring: Keyring) -> int:
    """All secrets of the installation and the tokens of all workspaces; each is opened on the way."""
    changed = 0
    for name, sealed in await uow.sealed.all():
        if new := _anew(keyring, sealed):
            await uow.sealed.replace(name, new)
            changed += 1
    for workspace_id, sealed in await uow.installs.sealed():
        if new := _anew(keyring, sealed):
            with uow.within(workspace_id):
                await uow.installs.seal_anew(new)
            changed += 1
    return changed


def _anew(keyring: Keyring, sealed: str) -> str | None:
    opened = keyring.unseal(sealed)
    return None if keyring.is_newest(sealed) else keyring.seal(opened)
