"""What the administrators of a workspace settled in Slack, with the defaults of what they did not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import timedelta

from storage.base import Json
from storage.models import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceSettings:
    """Settings of one workspace; what was never set has the default here."""

    company_name: str = ""
    hiring_managers: list[str] = field(default_factory=list)
    invitation_days: int = 14
    cool_down_days: int = 30
    remind_after_hours: int = 4
    remind_days: list[int] = field(default_factory=lambda: [3, 7])  # after an unanswered invitation
    import_grace_seconds: int | None = None  # else what the installation says

    @classmethod
    def of(cls, workspace: Workspace) -> WorkspaceSettings:
        return cls.from_json(workspace.settings)

    @classmethod
    def from_json(cls, kept: Json) -> WorkspaceSettings:
        """What a later version kept and this one does not know is left alone."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    @property
    def invitation_lifetime(self) -> timedelta:
        return timedelta(days=self.invitation_days)

    @property
    def cool_down(self) -> timedelta:
        return timedelta(days=self.cool_down_days)

    def import_grace(self, otherwise: timedelta) -> timedelta:
        """How long an import's mails can still be cancelled."""
        if self.import_grace_seconds is None:
            return otherwise
        return timedelta(seconds=self.import_grace_seconds)

    def save_to(self, workspace: Workspace) -> None:
        workspace.settings = asdict(self)


def company_name(workspace: Workspace) -> str:
    """How people outside Slack know the company."""
    return WorkspaceSettings.of(workspace).company_name or workspace.team_name
