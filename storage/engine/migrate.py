"""Brings a database's schema up to date. Alembic is configured in code, so any working folder will do."""

from dataclasses import dataclass
from functools import cache

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.engine.base import Base
from storage.engine.conflicts import MOST_RUNS, is_conflict
from storage.engine.faults import DatabaseFault
from storage.engine.schema import MIGRATIONS, READING, SchemaUnknown, connection, knows, newest, revision_of

BY_HAND = "contact_search"


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: the revision it leads to, and what it changes, in words."""

    revision: str
    words: str


def upgrade(url: str, to: str = "head") -> None:
    """Run the missing migrations, all or none. Other processes that migrate wait. Raises SchemaUnknown.

    On PostgreSQL the program may be running meanwhile. If both wait for each other, the migrations are run
    again from the beginning.
    """
    for runs_left in reversed(range(MOST_RUNS)):
        try:
            _run_missing(url, to)
        except DatabaseFault as error:
            if not runs_left or not is_conflict(error):
                raise
        else:
            return


def _run_missing(url: str, to: str) -> None:
    with connection(url) as opened:
        found = revision_of(opened)
        opened.rollback()  # Alembic commits only a transaction that it has begun itself
        if found and found == newest():
            return
        if found and not knows(found):
            raise SchemaUnknown(found)
        command.upgrade(_config(opened), to)


def downgrade(url: str, revision: str = "base") -> None:
    """Undo migrations. Data that only the newer schema can hold is lost."""
    with connection(url) as opened:
        command.downgrade(_config(opened), revision)


def missing(found: str | None) -> list[Step]:
    """List the migrations from a revision on, oldest first. Raises SchemaUnknown."""
    if found and not knows(found):
        raise SchemaUnknown(found)
    scripts = _scripts().iterate_revisions("head", found or "base")
    return [Step(script.revision, script.doc) for script in scripts][::-1]


@cache
def _scripts() -> ScriptDirectory:
    """Read the program's migrations. Cached, since each is a module to load."""
    return ScriptDirectory.from_config(_config())


def differences(url: str) -> list[object]:
    """List what the models define and the migrated schema lacks, or the other way round.

    Empty if they agree.
    """
    with connection(url, READING) as opened:
        context = MigrationContext.configure(opened, opts={"include_name": in_models})
        return list(compare_metadata(context, Base.metadata))


def in_models(name: str | None, _kind: str, _parents: object) -> bool:
    """Tell whether the models describe an object.

    The search index is made by hand, differently on each database.
    """
    return not (name or "").startswith(BY_HAND)


def write_revision(url: str, name: str, message: str) -> None:
    """Write a migration from the difference between models and schema. Read it before committing it."""
    with connection(url) as opened:
        command.revision(_config(opened), message=message, autogenerate=True, rev_id=name)


def _config(opened: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = opened
    return config
