"""What alembic runs: our metadata over the connection that storage.migrate put into the config."""

from alembic import context
from sqlalchemy import text

import storage.bookkeeping
import storage.hire
import storage.import_models
import storage.installation
import storage.models
import storage.team  # noqa: F401 (these fill the metadata)
from storage.base import Base
from storage.migrate import in_models

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('trusted-contacts migrations'))"

connection = context.config.attributes["connection"]
on_sqlite = connection.dialect.name == "sqlite"
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=on_sqlite,
    include_name=in_models,
)
with context.begin_transaction():
    if not on_sqlite:
        connection.execute(text(ONE_AT_A_TIME))
    context.run_migrations()
