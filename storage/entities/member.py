"""Slack members, cached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Tenant


class Member(Tenant, Base):
    """A cached profile of a Slack member, so that checking rights needs no Web API call."""

    __tablename__ = "member"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    title: Mapped[str | None]  # what they do, in their own words
    photo: Mapped[str | None]  # the https address of a picture they uploaded themselves
    tz: Mapped[str | None]  # the zone's IANA name, from Slack
    tz_offset: Mapped[int | None]  # seconds east of UTC when it was fetched, from Slack
    admin: Mapped[bool] = mapped_column(Boolean)
    guest: Mapped[bool] = mapped_column(Boolean)
    bot: Mapped[bool] = mapped_column(Boolean)
    deleted: Mapped[bool] = mapped_column(Boolean)
    stranger: Mapped[bool] = mapped_column(Boolean)
    fetched_at: Mapped[datetime]

    @property
    def outside(self) -> bool:
        """Whether this is nobody of the team: deactivated, a guest, of another organisation, or a bot."""
        return self.deleted or self.guest or self.stranger or self.bot

    def differs_from(self, other: Member) -> bool:
        """Tell whether Slack says something else of them now."""
        return any(getattr(self, each) != getattr(other, each) for each in _SAID)


_SAID = ("name", "email", "title", "photo", "tz_offset", "tz", "admin", "guest", "bot", "deleted", "stranger")
