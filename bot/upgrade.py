"""The command `upgrade`: takes a backup, brings the schema up to date, and says what changed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.clock import Clock, system_clock
from bot.settings import Settings
from storage.engine import backup, migrate, schema
from storage.engine.alone import is_open_elsewhere
from storage.engine.backup import BackupRefused
from storage.engine.engines import async_url


class UpgradeRefused(Exception):
    """The database was left as it is. The text says why and what to do."""


def upgrade(settings: Settings, clock: Clock = system_clock) -> Iterator[str]:
    """Back up, then run the missing migrations. Yields a sentence after each step.

    Raises UpgradeRefused, BackupRefused or SchemaUnknown before anything has changed.
    """
    url = settings.database_url
    found = schema.revision_if_there(url)
    steps = migrate.missing(found)
    if found is None:
        migrate.upgrade(url)
        yield f"There was no database yet. A new one is ready, at {schema.newest()}."
        return
    if steps and _runs_on_sqlite(url):
        raise UpgradeRefused("The program is running. Stop it first, then upgrade, then start it.")
    yield _back_up(url, clock())
    if not steps:
        yield f"Nothing had to change: the database is at {found}, which is what this version needs."
        return
    migrate.upgrade(url)
    changed = [f"  - {step.words}" for step in steps]
    yield "\n".join([f"Upgraded from {found} to {schema.newest()}. What changed:", *changed])


def _runs_on_sqlite(url: str) -> bool:
    """Tell whether a program has the SQLite file open. On PostgreSQL it may go on meanwhile."""
    return async_url(url).get_backend_name() == "sqlite" and is_open_elsewhere(url)


def _back_up(url: str, now: datetime) -> str:
    target = _beside(url, now)
    try:
        backup.back_up(url, target, now)
    except BackupRefused as error:
        raise UpgradeRefused(
            f"There is no backup, so nothing was changed. {error} If you have taken a backup of your own,"
            " run: python -m bot migrate"
        ) from error
    return f"Backed up to {target} ({target.stat().st_size:,} bytes), readable by you alone."


def _beside(url: str, now: datetime) -> Path:
    """Name a new file beside the SQLite file, or, for PostgreSQL, in the folder the command is run in."""
    parsed = async_url(url)
    database = Path(parsed.database or "database")
    folder = database.parent if parsed.get_backend_name() == "sqlite" else Path()
    return folder / f"{database.name}.before-upgrade-{now:%Y%m%d-%H%M%S}"
