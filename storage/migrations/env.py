"""What alembic runs: our metadata over the connection that storage.migrate put into the config."""

from alembic import context

import storage.models  # noqa: F401 (fills the metadata)
from storage.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=context.config.attributes["connection"].dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
