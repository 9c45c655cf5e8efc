"""Slack's deliveries that have been processed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Tenant


class ProcessedDelivery(Tenant, Base):
    """A processed click or event, kept for as long as Slack might deliver it again."""

    __tablename__ = "seen"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
