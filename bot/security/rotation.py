"""Rotation of SECRET_KEY: encrypts stored secrets again with the newest key."""

from bot.clock import system_clock
from bot.security.keyring import Keyring, Pepper
from bot.services.consequences import follow
from bot.settings import Settings
from storage.engine.database import Database
from storage.uow import Scope, UnitOfWork


async def rotate_keys(settings: Settings) -> int:
    """Encrypt every stored secret with the newest key. Return how many changed.

    Raises KeyLost if no key decrypts one of them.
    """
    keyring = Keyring([key.get_secret_value() for key in settings.secret_key])
    database = Database(settings.database_url)
    try:
        async with UnitOfWork(database, Scope(system_clock, Pepper(b"").hash, follow)) as uow:
            return await seal_anew(uow, keyring)
    finally:
        await database.close()


async def seal_anew(uow: UnitOfWork, keyring: Keyring) -> int:
    """Encrypt again the installation's secrets and all workspaces' tokens.

    Each is decrypted in the process.
    """
    changed = 0
    for name, sealed in await uow.secrets.all():
        if new := _anew(keyring, sealed):
            await uow.secrets.replace(name, new)
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
