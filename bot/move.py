"""The command `move`: takes everything from SQLite to PostgreSQL, and says what to set next."""

from collections.abc import Callable
from pathlib import Path

from bot.settings import Settings
from storage.engine import move as moving
from storage.engine.engines import async_url
from storage.engine.journal import Journal
from storage.engine.move import MoveRefused


class WrongAddresses(MoveRefused):
    """A move was asked for between addresses it cannot be between: a wrong use of the command."""


def move(settings: Settings, source: str, target: str, told: Callable[[str], None]) -> str:
    """Move, and return the sentences for the operator. Raises MoveRefused."""
    if _backend(source) != "sqlite" or _backend(target) != "postgresql":
        raise WrongAddresses("A move goes from sqlite:///FILE to postgresql://user:password@host/database.")
    moved = moving.move(source, target, told)
    return (
        f"Moved {moved.rows:,} rows of {len(moved.sums)} tables; counts and hashes agree on both sides."
        f" The file {async_url(source).database} is as it was: keep it as a backup, and start nothing on it"
        f" any more. Before you start the program, set DATABASE_URL to the new address."
        f"{_of_journal(settings, source)}"
    )


def _backend(url: str) -> str:
    try:
        return async_url(url).get_backend_name()
    except ValueError as error:
        raise WrongAddresses(f"{error} (in the address that you gave).") from None


def _of_journal(settings: Settings, source: str) -> str:
    """Say where the journal is. On PostgreSQL it has no place of its own."""
    beside = Journal.beside(async_url(source).database or "").path
    journal = Path(settings.journal_file) if settings.journal_file else beside
    if not journal.exists():
        return " Set JOURNAL_FILE, too, to a file on storage that all processes share."
    return (
        f" Set JOURNAL_FILE, too: the journal of this database is {journal.absolute()} and goes with it. It"
        " has to be on storage that all processes share; without it a restore forgets who stopped email."
    )
