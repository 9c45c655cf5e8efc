"""Queries of installations, and deletion of a workspace's data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, select, update
from sqlalchemy import Table as SqlTable

from storage.engine.base import Base
from storage.engine.database import Database
from storage.engine.table import Table, kept, seldom
from storage.entities.contact import Contact
from storage.entities.installation import Install
from storage.entities.link import LinkGone
from storage.entities.outbox import Outbox
from storage.entities.person import Address, Person
from storage.entities.suppression import Suppression
from storage.entities.team import HomeTab
from storage.entities.workspace import Workspace

_everywhere = {"every_workspace": True}
# kinds of work
_DELETING = ("workspace_emptying", "emptying_settled", "message_removal", "file_removal", "erasure")


@dataclass(frozen=True, slots=True)
class Installed:
    """A workspace with the app, as requests and the outbox need it. `token` is encrypted."""

    workspace_id: int
    slack_id: str
    bot_id: str
    bot_user_id: str
    team_id: str | None
    enterprise_id: str | None
    installed_by: str | None
    token: str


_COLUMNS: tuple[Any, ...] = (
    Workspace.id,
    Workspace.slack_id,
    Workspace.bot_id,
    Workspace.bot_user_id,
    Install.team_id,
    Install.enterprise_id,
    Install.installed_by,
    Install.token,
)
_LIVING: Select[Any] = (
    select(*_COLUMNS).join(Install, Install.workspace_id == Workspace.id).where(Install.token.is_not(None))
)
_BY_SLACK_ID = _LIVING.where(Workspace.slack_id == bindparam("slack_id"))
_GET = seldom(select(Install))  # without OAuth, there is none
_REMOVED_AT = kept(select(Install.removed_at))
_REMOVED_BEFORE = (
    select(Install.workspace_id).where(Install.removed_at < bindparam("at")).order_by(Install.workspace_id)
)
_SEALED = select(Install.workspace_id, Install.token).where(Install.token.is_not(None)).with_for_update()
_BY_ID = _LIVING.where(Workspace.id == bindparam("workspace_id"))


async def installed_in(database: Database, slack_id: str) -> Installed | None:
    """Find an installation by Slack's id, outside a unit of work: every modal waits for it."""
    return await _look(database, _BY_SLACK_ID, slack_id=slack_id)


async def installed_as(database: Database, workspace_id: int) -> Installed | None:
    """Find an installation by our workspace id, outside a unit of work."""
    return await _look(database, _BY_ID, workspace_id=workspace_id)


async def _look(database: Database, query: Select[Any], **values: object) -> Installed | None:
    row = await database.look(query, values)
    columns: tuple[Any, ...] = tuple(row or ())
    return Installed(*columns) if columns else None


class Installs(Table):
    async def get(self) -> Install | None:
        """Load the installation. None for the one workspace of SLACK_BOT_TOKEN."""
        install: Install | None = (await self._run(_GET)).scalar()
        return install

    async def lock(self) -> Install | None:
        query = select(Install).with_for_update().execution_options(populate_existing=True)
        install: Install | None = await self._session.scalar(query)
        return install

    async def add(self, install: Install) -> Install:
        """Add an installation, or load the existing one, locked.

        Of two simultaneous ones, both get the same row.
        """
        row = {column.key: getattr(install, column.key) for column in Install.__table__.columns}
        row["workspace_id"] = self.workspace_id
        await self._session.execute(self._insert(Install).values(**row).on_conflict_do_nothing())
        found = await self.lock()
        assert found is not None, "it was added, or there was one"
        return found

    async def must_be_here(self) -> None:
        """Raise LinkGone if this company has uninstalled the app. For web pages."""
        if (await self._run(_REMOVED_AT)).scalar() is not None:
            raise LinkGone(
                "This company does not use Trusted Contacts any more. There is nothing you need to do."
            )

    async def sealed(self) -> Sequence[tuple[int, str]]:
        """List (workspace id, encrypted token) of every installation, locked."""
        rows = await self._run_everywhere(_SEALED)
        return [(workspace_id, token) for workspace_id, token in rows if token]

    async def granted(self) -> Sequence[tuple[str, list[str] | None]]:
        """List (company, granted scopes) of every installation. The scopes are None if they are unknown."""
        query = select(Workspace.team_name, Workspace.scopes).join(Install).where(Install.token.is_not(None))
        rows = await self._session.execute(query.order_by(Workspace.id), execution_options=_everywhere)
        return [(team_name, scopes) for team_name, scopes in rows]

    async def seal_anew(self, token: str) -> None:
        """Replace the token with the same one, encrypted with another key."""
        await self._session.execute(
            update(Install).where(Install.token.is_not(None)).values(token=token),
            execution_options={"synchronize_session": False},
        )

    async def removed_before(self, at: datetime) -> list[int]:
        """List ids of workspaces whose data is due for deletion."""
        return list((await self._run_everywhere(_REMOVED_BEFORE, at=at)).scalars())

    async def forget_rows(self, table: SqlTable) -> None:
        """Delete this workspace's rows in one table."""
        await self._session.execute(delete(table).where(table.c.workspace_id == self.workspace_id))

    def tables_to_empty(self) -> list[SqlTable]:
        """List the tables with a workspace's data, children before parents.

        The outbox comes first, too, so that nothing is sent or shown while the rest is deleted. Home tabs are
        left out: they are redrawn once the rest is gone.
        """
        tables = [each for each in tables_of_a_workspace() if each.name != HomeTab.__tablename__]
        return [*(each for each in tables if each.name == Outbox.__tablename__), *tables]

    async def empty(self, table: SqlTable) -> None:
        """Delete this workspace's rows in one table, but for the outbox's work that deletes the rest."""
        rows = delete(table).where(table.c.workspace_id == self.workspace_id)
        if table.name == Outbox.__tablename__:
            rows = rows.where(table.c.kind.not_in(_DELETING))
        await self._session.execute(rows)

    async def forget_people(self) -> None:
        """Delete people who are no one's contact any more."""
        somewhere = exists(select(Contact.id).where(Contact.email_key == Address.email_key))
        nobodys = select(Address.person_id).where(~somewhere)
        await self._session.execute(
            delete(Person).where(Person.id.in_(nobodys)),
            execution_options=_everywhere | {"synchronize_session": False},
        )

    async def forget_workspace(self) -> None:
        """Delete the workspace itself, once its tables are empty.

        People who are no one's contact any more are deleted too.
        """
        workspace_id = self.workspace_id
        await self._session.execute(delete(Suppression).where(Suppression.scope == str(workspace_id)))
        await self.forget_people()
        await self._session.execute(delete(Install).where(Install.workspace_id == workspace_id))
        await self._session.execute(delete(Workspace).where(Workspace.id == workspace_id))


def tables_of_a_workspace() -> Iterator[SqlTable]:
    """List the tenant tables, children before parents.

    The installation's is left out: it goes with the workspace.
    """
    for table in reversed(Base.metadata.sorted_tables):
        if "workspace_id" in table.columns and table.name != Install.__tablename__:
            yield table
