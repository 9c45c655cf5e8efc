"""Alembic's script: runs migrations over the connection that storage.engine.migrate puts into the config."""

import importlib
import pkgutil
from typing import Literal

from alembic import context
from sqlalchemy import TypeDecorator, text

from storage import entities
from storage.engine.base import Base
from storage.engine.failpoints import Step, reach
from storage.engine.migrate import in_models

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('trusted-contacts migrations'))"

for module in pkgutil.iter_modules(entities.__path__):  # importing them fills the metadata
    importlib.import_module(f"{entities.__name__}.{module.name}")


def plain_type(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as the database's, because migrations outlive our classes."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


connection = context.config.attributes["connection"]
on_sqlite = connection.dialect.name == "sqlite"
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=on_sqlite,
    include_name=in_models,
    render_item=plain_type,
)
with context.begin_transaction():
    if not on_sqlite:
        connection.execute(text(ONE_AT_A_TIME))
    context.run_migrations()
    reach(Step.MIGRATION_COMMITS)
