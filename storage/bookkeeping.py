"""What the program keeps for itself: cards, Slack's people, the history, the outbox, and what it has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import SQLITE, Base, Json, Key, Tenant
from storage.status import EventKind, Outcome, Status


class Card(Tenant, Base):
    """A message of ours in Slack about one contact, kept up to date; `ts` is empty until it is posted."""

    __tablename__ = "card"

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    hire_id: Mapped[int | None] = mapped_column(index=True)  # the job it is about, if it is about one
    channel: Mapped[str]  # a Slack user id until posted, then the conversation's
    ts: Mapped[str | None]


class Member(Tenant, Base):
    """What Slack said of one of its people, for a short while, so that authorization needs no call."""

    __tablename__ = "member"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    tz_offset: Mapped[int | None]  # seconds east of UTC, as Slack says
    admin: Mapped[bool] = mapped_column(Boolean)
    guest: Mapped[bool] = mapped_column(Boolean)
    bot: Mapped[bool] = mapped_column(Boolean)
    deleted: Mapped[bool] = mapped_column(Boolean)
    stranger: Mapped[bool] = mapped_column(Boolean)
    fetched_at: Mapped[datetime]


class Event(Tenant, Base):
    """One change: what, about whom, by whom, when, from where. Written with the change, never updated."""

    __tablename__ = "event"

    id: Mapped[Key]
    contact_id: Mapped[int | None] = mapped_column(index=True)  # no foreign key: history outlives erasure
    kind: Mapped[EventKind]
    status: Mapped[Status | None]  # the status it led to; the last one is the contact's
    actor: Mapped[str]  # a Slack user id, "contact" or "system"
    origin: Mapped[str]  # slack, web or worker
    at: Mapped[datetime]


class EventDetail(Tenant, Base):
    """Personal values before and after a change; erasure deletes these and leaves the event."""

    __tablename__ = "event_detail"

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    before: Mapped[Json]
    after: Mapped[Json]


@dataclass(frozen=True, slots=True)
class Told:
    """An event with what it changed, and the name of who did it where that is somebody of Slack's."""

    event: Event
    actor_name: str
    before: Json
    after: Json


class Outbox(Tenant, Base):
    """A mail, or something Slack shall show, wanted by a change and sent after it.

    `key` makes a wish once. `wanted` counts how often it was wished: a wish made while the row is being sent
    queues it again. Lower `priority` goes first. `lost` counts the workers that died while sending it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "lane",
            "priority",
            "due_at",
            "id",
            sqlite_where=text("state = 'queued'"),
            postgresql_where=text("state = 'queued'"),
        ),
        Index(
            "ix_outbox_leased",
            "lease_until",
            sqlite_where=text("state = 'sending'"),
            postgresql_where=text("state = 'sending'"),
        ),
        Index(
            "ix_outbox_import_id_state",
            "import_id",
            "state",
            sqlite_where=text("import_id IS NOT NULL"),
            postgresql_where=text("import_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_failed",
            "workspace_id",
            "contact_id",
            sqlite_where=text("state = 'failed'"),
            postgresql_where=text("state = 'failed'"),
        ),
        SQLITE,
    )

    id: Mapped[Key]
    lane: Mapped[str]  # mail, slack or import
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    contact_id: Mapped[int | None] = mapped_column(index=True)
    recipient: Mapped[str | None]  # keyed hash of the address, held against the suppression list
    import_id: Mapped[int | None]  # the import whose mail it is: counted, and stopped, together
    payload: Mapped[Json]
    priority: Mapped[int]
    state: Mapped[Outcome]
    wanted: Mapped[int] = mapped_column(default=1)
    attempts: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]


class Suppression(Base):
    """A keyed hash of an address nobody may write to; `scope` is a workspace's id, or "all"."""

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("scope", "recipient"), SQLITE)

    id: Mapped[Key]
    scope: Mapped[str]
    recipient: Mapped[str]
    created_at: Mapped[datetime]


class Seen(Tenant, Base):
    """A click or event of Slack's that has been acted on, kept as long as it could come again."""

    __tablename__ = "seen"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Rate(Base):
    """When the next one may go, in integer microseconds since 1970, counted for the whole installation."""

    __tablename__ = "rate"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[int]
    __table_args__ = ()


class Sealed(Base):
    """A secret of the installation, encrypted by SECRET_KEY: the pepper of the suppression list."""

    __tablename__ = "sealed"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    __table_args__ = ()
