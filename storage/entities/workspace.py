"""A workspace: one Slack installation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Json, Key


class Workspace(Base):
    """A Slack installation. `slack_id` is the enterprise's id if it is org-wide, otherwise the team's."""

    __tablename__ = "workspace"

    id: Mapped[Key]
    slack_id: Mapped[str] = mapped_column(unique=True)
    team_name: Mapped[str]
    bot_id: Mapped[str]
    bot_user_id: Mapped[str]
    settings: Mapped[Json] = mapped_column(default=dict)
    scopes: Mapped[list[str] | None] = mapped_column(JSON)  # as last granted; None if unknown
    created_at: Mapped[datetime]
    emptying_asked_by: Mapped[str | None]  # who asked to delete all data
    emptying_at: Mapped[datetime | None]  # when they are deleted; None while a second person has to confirm
