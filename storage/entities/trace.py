"""Our messages and files in Slack that name somebody, so that erasing them can remove these too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from storage.engine.base import SQLITE, Base, Key, Tenant


class Trace(Tenant, Base):
    """One of the app's messages about a contact, or one of its files.

    A message has `channel` and `ts`. A file has `file_id`; without a contact, it may name anybody who was a
    contact at that time.
    """

    __tablename__ = "trace"
    __table_args__ = (
        Index("ix_trace_workspace_id_contact_id", "workspace_id", "contact_id"),
        SQLITE,
    )

    id: Mapped[Key]
    contact_id: Mapped[int | None]  # no foreign key: what was shown outlives the contact until it is removed
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    file_id: Mapped[str | None]
    created_at: Mapped[datetime]
