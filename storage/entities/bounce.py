"""How many reports of failed delivery there were."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base


class BounceCount(Base):
    """A counter for the metrics, shared by all processes and workspaces."""

    __tablename__ = "bounce_count"
    __table_args__ = ()

    kind: Mapped[str] = mapped_column(primary_key=True)  # a value of bot.mail.bounce.BounceKind
    reports: Mapped[int]
