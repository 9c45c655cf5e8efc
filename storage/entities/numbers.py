"""What a workspace's numbers count: in a span of time, of a link, and of an import."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time, without its end."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were asked, how they answered, and how many jobs were agreed on.

    `asked` are invitations whose email left. `days` is the time from this email to a yes, added up for the
    `timed` ones: who accepts before it left has none. `again` are those jobs among `hired` that were not
    their contact's first.
    """

    asked: int = 0
    yes: int = 0
    no: int = 0
    days: float = 0.0
    timed: int = 0
    hired: int = 0
    again: int = 0

    def __add__(self, more: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(more), strict=True)))

    @property
    def days_to_yes(self) -> float | None:
        """The days from being asked to a yes, on average. None if nobody said yes."""
        return self.days / self.timed if self.timed else None


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its first day, what happened in it, and how many active contacts there were at its end."""

    first: date
    counts: Counts
    active: int


@dataclass(frozen=True, slots=True)
class OfLink:
    """What became of the people who signed up with a link."""

    name: str
    signed_up: int
    approved: int
    waiting: int
    declined: int
    hired: int = 0
    again: int = 0


@dataclass(frozen=True, slots=True)
class OfImport:
    """What became of the people of an import that was started on this day."""

    file_name: str
    day: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class Numbers:
    """A workspace's numbers on a day, the months oldest first. The last month has only begun."""

    day: date
    week: Counts
    four_weeks: Counts
    year: Counts
    waiting: int
    active: int
    months: tuple[Month, ...] = ()
    links: tuple[OfLink, ...] = ()
    imports: tuple[OfImport, ...] = ()
