"""What only the team sees: notes about contacts, and the state of each member's Home tab."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Json, Key, Tenant


class Note(Tenant, Base):
    """A member's dated note about a contact, who never sees it."""

    __tablename__ = "note"

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    author: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class HomeTab(Tenant, Base):
    """One member's Home tab: search, filters, page, and when it was last seen.

    `fresh` is part of its fields' ids: raising it clears what was typed there.
    """

    __tablename__ = "home_tab"
    __table_args__ = (Index("ix_home_tab_seen", "workspace_id", "seen_at"),)

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    criteria: Mapped[Json]
    sort: Mapped[str]
    place: Mapped[Json | None] = mapped_column(JSON)
    fresh: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime]
    drawn_at: Mapped[datetime]
