"""Installs: found by what Slack calls a workspace, sealed anew, and forgotten with all the workspace had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, exists, select, update
from sqlalchemy import Table as SqlTable

from storage.base import Base
from storage.bookkeeping import Suppression
from storage.database import Database
from storage.errors import LinkGone
from storage.installation import Install
from storage.models import Address, Contact, Person, Workspace
from storage.table import Table

_everywhere = {"every_workspace": True}


@dataclass(frozen=True, slots=True)
class Installed:
    """A workspace the app is in, as a request or the outbox needs to know it. `token` is sealed."""

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
_BY_ID = _LIVING.where(Workspace.id == bindparam("workspace_id"))


async def installed_in(database: Database, slack_id: str) -> Installed | None:
    """Reads past the unit of work, as `storage.admission` does: one row on the way to every modal."""
    return await _look(database, _BY_SLACK_ID, slack_id=slack_id)


async def installed_as(database: Database, workspace_id: int) -> Installed | None:
    """The same by our own id."""
    return await _look(database, _BY_ID, workspace_id=workspace_id)


async def _look(database: Database, query: Select[Any], **values: object) -> Installed | None:
    row = await database.look(query, values)
    columns: tuple[Any, ...] = tuple(row or ())
    return Installed(*columns) if columns else None


class Installs(Table):
    async def get(self) -> Install | None:
        """None for the one workspace of SLACK_BOT_TOKEN."""
        install: Install | None = await self._session.scalar(select(Install))
        return install

    async def lock(self) -> Install | None:
        query = select(Install).with_for_update().execution_options(populate_existing=True)
        install: Install | None = await self._session.scalar(query)
        return install

    async def add(self, install: Install) -> Install:
        """Two who install at once get one row; the second finds it locked."""
        row = {column.key: getattr(install, column.key) for column in Install.__table__.columns}
        row["workspace_id"] = self.workspace_id
        await self._session.execute(self._insert(Install).values(**row).on_conflict_do_nothing())
        found = await self.lock()
        assert found is not None, "it was added, or there was one"
        return found

    async def must_be_here(self) -> None:
        """Raises LinkGone for the pages of a company that has taken the app out."""
        query = select(Install.removed_at)
        if await self._session.scalar(query) is not None:
            raise LinkGone(
                "This company does not use Trusted Contacts any more. There is nothing you need to do."
            )

    async def sealed(self) -> Sequence[tuple[int, str]]:
        """(workspace id, sealed token) of every workspace the app is in."""
        query = select(Install.workspace_id, Install.token).where(Install.token.is_not(None))
        rows = await self._session.execute(query.with_for_update(), execution_options=_everywhere)
        return [(workspace_id, token) for workspace_id, token in rows if token]

    async def seal_anew(self, token: str) -> None:
        """The same token, sealed by another key."""
        await self._session.execute(
            update(Install).where(Install.token.is_not(None)).values(token=token),
            execution_options={"synchronize_session": False},
        )

    async def removed_before(self, at: datetime) -> list[int]:
        """Ids of workspaces whose data are not kept any longer."""
        query = select(Install.workspace_id).where(Install.removed_at < at).order_by(Install.workspace_id)
        return list(await self._session.scalars(query, execution_options=_everywhere))

    async def forget_rows(self, table: SqlTable) -> None:
        """Everything of this workspace in one table."""
        await self._session.execute(delete(table).where(table.c.workspace_id == self.workspace_id))

    async def forget_workspace(self) -> None:
        """What is left when its tables are empty; and people who are nobody's contact then."""
        workspace_id = self.workspace_id
        await self._session.execute(delete(Suppression).where(Suppression.scope == str(workspace_id)))
        await self._session.execute(delete(Install).where(Install.workspace_id == workspace_id))
        await self._session.execute(delete(Workspace).where(Workspace.id == workspace_id))
        somewhere = exists(select(Contact.id).where(Contact.email_key == Address.email_key))
        nobodys = select(Address.person_id).where(~somewhere)
        await self._session.execute(
            delete(Person).where(Person.id.in_(nobodys)),
            execution_options=_everywhere | {"synchronize_session": False},
        )


def tables_of_a_workspace() -> Iterator[SqlTable]:
    """Children before those they refer to; the install itself goes last, with its workspace."""
    for table in reversed(Base.metadata.sorted_tables):
        if "workspace_id" in table.columns and table.name != Install.__tablename__:
            yield table
