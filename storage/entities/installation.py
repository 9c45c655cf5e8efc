"""Installations by OAuth, and connection requests shown in one workspace on behalf of another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, Key, Tenant
from storage.entities.errors import Refused


class NotInstalled(Refused):
    """The app is not installed in this workspace."""

    def __init__(self) -> None:
        super().__init__(
            "Trusted Contacts isn't installed in this workspace. Ask an administrator to install it."
        )


class NotConnected(Refused):
    """Slack has not accepted a connection since the program started."""

    def __init__(self) -> None:
        super().__init__("Trusted Contacts isn't connected to Slack yet. Please try again in a minute.")


class Install(Tenant, Base):
    """The app in one workspace. `token` is encrypted with SECRET_KEY, and empty once the app is uninstalled.

    An org-wide installation has no `team_id`. Data is kept for a while after `removed_at`, in case the app is
    installed again.
    """

    __tablename__ = "install"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    team_id: Mapped[str | None]
    enterprise_id: Mapped[str | None]
    token: Mapped[str | None] = mapped_column(Text)
    installed_by: Mapped[str | None]  # the first installer only: a later one does not become an administrator
    installed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def here(self) -> bool:
        return self.token is not None

    def put_in(self, sealed: str, at: datetime) -> None:
        self.token, self.installed_at, self.removed_at = sealed, at, None

    def take_out(self, at: datetime) -> None:
        self.token, self.removed_at = None, at


class Spent(Base):
    """A used one-time value, kept for as long as it could be presented again."""

    __tablename__ = "spent"
    __table_args__ = ()

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class RequestCard(Tenant, Base):
    """A direct message that asks a member of this workspace to become another workspace's contact.

    `workspace_id` is where it is shown, `asked_by` the workspace that invites. `recipient` is the hash of the
    member's address. `ts` is empty until it is posted.
    """

    __tablename__ = "request_card"
    __table_args__ = (UniqueConstraint("workspace_id", "invitation_id", "recipient"), SQLITE)

    id: Mapped[Key]
    user_id: Mapped[str]
    recipient: Mapped[str]
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    asked_by: Mapped[int] = mapped_column(ForeignKey("workspace.id"), index=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), index=True)
