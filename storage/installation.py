"""How the app came into workspaces by OAuth, and what it asks people of one on behalf of another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import SQLITE, Base, Key, Tenant


class Install(Tenant, Base):
    """The app in one workspace: `token` is sealed by SECRET_KEY, and nothing once the app was taken out.

    An org-wide install has no `team_id`. The data stay for a while after `removed_at`, so that who comes
    back finds them.
    """

    __tablename__ = "install"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    team_id: Mapped[str | None]
    enterprise_id: Mapped[str | None]
    token: Mapped[str | None] = mapped_column(Text)
    installed_by: Mapped[str | None]  # the first who did: whoever comes later is not an administrator by it
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
    """Something that is good once and has been used, kept as long as it could be shown again."""

    __tablename__ = "spent"
    __table_args__ = ()

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class RequestCard(Tenant, Base):
    """A direct message that asks somebody in this workspace whether they will be a contact of another.

    `workspace_id` is where they read it, `asked_by` whose invitation it stands for, `recipient` the hash
    of the address they were found by; `ts` is empty until it is posted.
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
