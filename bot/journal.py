"""Finds the journal that belongs to the database."""

from pathlib import Path

from bot.settings import Settings
from storage.engine.engines import async_url
from storage.engine.journal import Journal


def journal_of(settings: Settings) -> Journal | None:
    """Find the journal: JOURNAL_FILE, or a file beside the SQLite database.

    None for PostgreSQL without one.
    """
    if settings.journal_file:
        return Journal(Path(settings.journal_file))
    url = async_url(settings.database_url)
    on_disk = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return Journal.beside(str(url.database)) if on_disk else None
