"""Outbox rows on hold after a restore, as administrators see them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Held:
    """The number of emails and messages one workspace has on hold, and the oldest one's time."""

    emails: int = 0
    messages: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row on hold: lane, kind, the contact's name if there is one, and when it was due."""

    lane: str
    kind: str
    name: str | None
    due_at: datetime
