"""Queries of workspaces, by Slack's id or the unit of work's."""

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.engine.table import Table
from storage.entities.errors import NotFound
from storage.entities.settings import WorkspaceSettings
from storage.entities.workspace import Workspace

_CURRENT = select(Workspace).where(Workspace.id == bindparam("workspace"))
_SETTINGS = select(Workspace.settings).where(Workspace.id == bindparam("workspace"))
_BY_SLACK_ID = select(Workspace).where(Workspace.slack_id == bindparam("slack_id"))
_ANY = select(Workspace.id).limit(1)
_EVERY_ID = select(Workspace.slack_id, Workspace.id)


class Workspaces(Table):
    """Queries of the workspace table. It is no tenant table: a request finds its workspace here."""

    async def by_slack_id(self, slack_id: str) -> Workspace | None:
        found: Workspace | None = (await self._run_everywhere(_BY_SLACK_ID, slack_id=slack_id)).scalar()
        return found

    async def any(self) -> int | None:
        """Return any workspace's id, or None without one. Shows whether the database responds."""
        found: int | None = (await self._run_everywhere(_ANY)).scalar()
        return found

    async def every_id(self) -> dict[str, int]:
        """Load {Slack id: id} of all workspaces."""
        return dict(list(await self._run_everywhere(_EVERY_ID)))

    async def current(self) -> Workspace:
        """Load the workspace, once in a transaction, whoever asks."""
        if self.workspace_id not in self._loaded:
            found = (await self._run_everywhere(_CURRENT, workspace=self.workspace_id)).scalar()
            if found is None:
                raise NotFound("workspace")
            self._loaded[found.id] = found
        return self._loaded[self.workspace_id]

    async def lock(self) -> Workspace:
        """Load and lock the workspace. Its settings are from now on those it has, whoever changes them."""
        query = select(Workspace).where(Workspace.id == self.workspace_id).with_for_update()
        locked = (await self._session.scalars(query.execution_options(populate_existing=True))).one()
        self._loaded[locked.id] = locked
        return locked

    async def settings(self) -> WorkspaceSettings:
        """Read the settings, once in a transaction, whoever asks."""
        if loaded := self._loaded.get(self.workspace_id):
            return WorkspaceSettings.of(loaded)
        read: dict[int, WorkspaceSettings] = self._session.info.setdefault("settings", {})
        if self.workspace_id not in read:
            found = (await self._run_everywhere(_SETTINGS, workspace=self.workspace_id)).first()
            if found is None:
                raise NotFound("workspace")
            read[self.workspace_id] = WorkspaceSettings.from_json(found[0])
        return read[self.workspace_id]

    @property
    def _loaded(self) -> dict[int, Workspace]:
        """What this transaction has loaded. It is held, since a session forgets what nobody holds."""
        loaded: dict[int, Workspace] = self._session.info.setdefault("workspaces", {})
        return loaded

    async def install(
        self, *, slack_id: str, team_name: str, bot_id: str, bot_user_id: str, at: datetime
    ) -> Workspace:
        """Add a workspace, or update what Slack says about it."""
        said = {"team_name": team_name, "bot_id": bot_id, "bot_user_id": bot_user_id}
        insert = self._insert(Workspace).values(slack_id=slack_id, settings={}, created_at=at, **said)
        known = insert.on_conflict_do_update(index_elements=[Workspace.slack_id], set_=said)
        await self._session.execute(known, execution_options={"every_workspace": True})
        workspace = await self.by_slack_id(slack_id)
        assert workspace is not None, "it was added, or there was one"
        return workspace
