"""The history, one row per change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Json, Key, Tenant
from storage.entities.status import EventKind, Status


class Event(Tenant, Base):
    """One change: what, about whom, by whom, when and from where. Written with the change, never updated."""

    __tablename__ = "event"

    id: Mapped[Key]
    contact_id: Mapped[int | None] = mapped_column(index=True)  # no foreign key: history outlives erasure
    kind: Mapped[EventKind]
    status: Mapped[Status | None]  # the status after the change, if it changed
    actor: Mapped[str]  # a Slack user id, "contact" or "system"
    origin: Mapped[str]  # slack, web or worker
    at: Mapped[datetime]


class EventDetail(Tenant, Base):
    """Personal values before and after a change. Erasure deletes them and keeps the event."""

    __tablename__ = "event_detail"

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    before: Mapped[Json]
    after: Mapped[Json]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An event with its details and, if a Slack member did it, their name."""

    event: Event
    actor_name: str
    before: Json
    after: Json
