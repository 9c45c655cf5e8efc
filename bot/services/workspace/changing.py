"""Changes settings and records it. Checking what a form says is in settings.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from storage.entities.settings import WorkspaceSettings
from storage.entities.status import EventKind
from storage.entities.workspace import Workspace
from storage.uow import UnitOfWork


async def change_settings(uow: UnitOfWork, **changes: Any) -> None:
    """Change some settings without checking the values, and record the change."""
    await change(uow, await uow.workspaces.lock(), changes)


async def change(uow: UnitOfWork, workspace: Workspace, changes: Mapping[str, Any]) -> None:
    """Change some settings of a locked workspace."""
    now = WorkspaceSettings.of(workspace)
    before = {name: getattr(now, name) for name in changes if getattr(now, name) != changes[name]}
    if before:
        replace(now, **changes).save_to(workspace)
        after = {name: changes[name] for name in before}
        await uow.events.record(EventKind.SETTINGS_CHANGED, before=before, after=after)
