"""Workspaces: found by what Slack calls them, or by the unit of work's own."""

from datetime import datetime

from sqlalchemy import select

from storage.errors import NotFound
from storage.models import Workspace
from storage.settings import WorkspaceSettings
from storage.table import Table


class Workspaces(Table):
    """Not a tenant table: it is how a workspace is found in the first place."""

    async def by_slack_id(self, slack_id: str) -> Workspace | None:
        query = select(Workspace).where(Workspace.slack_id == slack_id)
        workspace: Workspace | None = await self._session.scalar(
            query, execution_options={"every_workspace": True}
        )
        return workspace

    async def any(self) -> int | None:
        """Whether the database answers; the id of some workspace, if there is one."""
        query = select(Workspace.id).limit(1)
        found: int | None = await self._session.scalar(query, execution_options={"every_workspace": True})
        return found

    async def current(self) -> Workspace:
        workspace = await self._session.get(Workspace, self.workspace_id)
        if workspace is None:
            raise NotFound("workspace")
        return workspace

    async def lock(self) -> Workspace:
        query = select(Workspace).where(Workspace.id == self.workspace_id).with_for_update()
        return (await self._session.scalars(query.execution_options(populate_existing=True))).one()

    async def settings(self) -> WorkspaceSettings:
        return WorkspaceSettings.of(await self.current())

    async def install(
        self, *, slack_id: str, team_name: str, bot_id: str, bot_user_id: str, at: datetime
    ) -> Workspace:
        """Makes the workspace known, or brings what Slack says of it up to date."""
        said = {"team_name": team_name, "bot_id": bot_id, "bot_user_id": bot_user_id}
        insert = self._insert(Workspace).values(slack_id=slack_id, settings={}, created_at=at, **said)
        known = insert.on_conflict_do_update(index_elements=[Workspace.slack_id], set_=said)
        await self._session.execute(known, execution_options={"every_workspace": True})
        workspace = await self.by_slack_id(slack_id)
        assert workspace is not None, "it was added, or there was one"
        return workspace
