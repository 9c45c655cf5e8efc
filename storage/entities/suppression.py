"""Addresses of people who want no more email, or who left or were erased."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, Key


class Reason(StrEnum):
    """Why an address is on the list.

    Nobody may write to any of them unasked. People who left or were erased may come back by themselves:
    `RETURNED` in a workspace outweighs `LEFT` and `ERASED` everywhere, but not `STOPPED`.
    """

    STOPPED = "stopped"
    LEFT = "left"
    ERASED = "erased"
    RETURNED = "returned"


class Suppression(Base):
    """A keyed hash of an address. `scope` is a workspace's id, or "all"."""

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("scope", "recipient"), SQLITE)

    id: Mapped[Key]
    scope: Mapped[str]
    recipient: Mapped[str]
    reason: Mapped[Reason] = mapped_column(default=Reason.STOPPED, server_default=Reason.STOPPED)
    created_at: Mapped[datetime]
