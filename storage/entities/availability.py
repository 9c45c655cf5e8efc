"""From when contacts are free, how long that word counts, and when they are asked for it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage.entities.errors import FieldRefused
from storage.entities.status import Status

FADES_AFTER = timedelta(weeks=8)  # then lists and filters leave it out; the modal still says it, with its age
UNKNOWN = "9999-99-99"  # sorts after every day


class NoDay(FieldRefused):
    """The filter names no day."""

    def __init__(self) -> None:
        super().__init__("free_from", "Please choose the day, or Now above.")


def fresh(said_at: datetime | None, at: datetime) -> bool:
    """Tell whether a word about somebody's free days still counts."""
    return said_at is not None and at < said_at + FADES_AFTER


@dataclass(frozen=True, slots=True)
class Availability:
    """What a contact's row and profile say about their free days, and about asking them.

    `said_at` is when the word that counts was said. `asked_at` is when they were last asked by email.
    """

    contact_id: int
    status: Status
    status_at: datetime
    archived_at: datetime | None
    mail_stopped_at: datetime | None
    asked_at: datetime | None
    free_from: date | None
    days_a_week: int | None
    said_at: datetime | None
    free_key: str  # by which they are sorted

    @property
    def askable(self) -> bool:
        return self.status is Status.ACTIVE and not self.archived_at and not self.mail_stopped_at

    @property
    def answered(self) -> bool:
        """Whether they have said something since they were last asked."""
        return bool(self.said_at and self.asked_at and self.said_at > self.asked_at)

    def asks_at(self, days: int) -> datetime | None:
        """Return when to ask, these days after they joined, last said something or were last asked.

        None if they are not to be asked; 0 days is never.
        """
        if not (days and self.askable):
            return None
        since = (self.status_at, self.said_at, self.asked_at)
        return max(each for each in since if each) + timedelta(days=days)

    def fades_at(self, at: datetime) -> datetime | None:
        """Return when their word stops counting. None if there is none, or it does not count any more."""
        return self.said_at + FADES_AFTER if self.said_at and fresh(self.said_at, at) else None

    def sort_key(self, at: datetime) -> str:
        """Sort who is free sooner before others. Who named days a week alone is free now."""
        if not fresh(self.said_at, at):
            return UNKNOWN
        return (self.free_from or date.min).isoformat()
