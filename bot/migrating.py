"""Looks at the database's schema at the start, and brings a SQLite file up to date."""

from importlib import import_module

from storage.engine import schema
from storage.engine.library import must_be_fit


class SchemaOutdated(Exception):
    """The database is at an older revision than this program needs."""

    def __init__(self) -> None:
        super().__init__(
            "The database is of an older version. Run: python -m bot upgrade, which takes a backup first, or:"
            " python -m bot migrate"
        )


def bring_up_to_date(url: str) -> None:
    """Migrate a SQLite database. On PostgreSQL that is the operator's, since other processes may be running.

    Raises SchemaOutdated or SchemaUnknown.
    """
    on_sqlite = url.startswith("sqlite")
    if on_sqlite:
        must_be_fit()
    if schema.is_newest(url):
        return
    if not on_sqlite:
        raise SchemaOutdated
    # Loaded here alone: Alembic would take a tenth of every start.
    import_module("storage.engine.migrate").upgrade(url)
