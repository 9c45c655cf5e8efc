"""What the administrators of a workspace settled in Slack, with the defaults of what they did not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta

from storage.models import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """Settings of one workspace; what was never set has the default here."""

    company_name: str = ""
    hiring_managers: list[str] = field(default_factory=list)
    invitation_days: int = 14
    cool_down_days: int = 30

    @classmethod
    def of(cls, workspace: Workspace) -> WorkspaceSettings:
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in workspace.settings.items() if name in known})

    @property
    def invitation_lifetime(self) -> timedelta:
        return timedelta(days=self.invitation_days)

    @property
    def cool_down(self) -> timedelta:
        return timedelta(days=self.cool_down_days)

    def save_to(self, workspace: Workspace) -> None:
        workspace.settings = asdict(self)


def company_name(workspace: Workspace) -> str:
    """How people outside Slack know the company."""
    return WorkspaceSettings.of(workspace).company_name or workspace.team_name
