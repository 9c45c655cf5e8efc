"""Contacts whose time is over, and the card that asks whether to keep them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from storage.engine.base import SQLITE, Base, Key, Tenant
from storage.entities.errors import Refused


class FarewellOver(Refused):
    """Everybody on the card was kept, or has been removed."""

    def __init__(self) -> None:
        super().__init__("This is settled already: everyone here was kept or removed.")


class Farewell(Tenant, Base):
    """One card about contacts to be removed at `leaves_at` unless somebody keeps them or they stay.

    `owner` is whom it asks: a member, a conversation, or ADMINISTRATORS. Its contacts name it in
    `Contact.farewell_id`.
    """

    __tablename__ = "farewell"
    __table_args__ = (Index("ix_farewell_workspace_id_leaves_at", "workspace_id", "leaves_at"), SQLITE)

    id: Mapped[Key]
    owner: Mapped[str]
    leaves_at: Mapped[datetime]
    created_at: Mapped[datetime]
    decided_by: Mapped[str | None]  # who pressed a button last
    channel: Mapped[str | None]
    ts: Mapped[str | None]
