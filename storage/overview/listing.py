"""The overview's input and output: criteria, order, place and rows. No queries."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from storage.engine.base import Json
from storage.entities.money import CURRENCIES, LONGEST_DECIMALS, Rate
from storage.entities.profile import Free
from storage.entities.status import Outcome, Per, Status


class Sort(StrEnum):
    NAME = "name"
    NEWEST = "newest"
    CHANGED = "changed"
    HIRED = "hired"
    TAG = "tag"
    FREE = "free"


class Which(StrEnum):
    """The statuses to filter by. Archived contacts appear only under ARCHIVED.

    Those added without an invitation are UNASKED, not INVITED.
    """

    ANY = "any"
    INVITED = "invited"
    UNASKED = "unasked"
    APPLIED = "applied"
    ACTIVE = "active"
    DECLINED = "declined"
    LEFT = "left"
    BLOCKED = "blocked"
    ARCHIVED = "archived"

    @property
    def status(self) -> Status | None:
        if self in {Which.ANY, Which.ARCHIVED}:
            return None
        if self is Which.UNASKED:
            return Status.INVITED
        return Status.DECLINED if self is Which.LEFT else Status(self.value)


class Hired(StrEnum):
    """Filter for contacts who were ever hired, are hired now, or never were."""

    EVER = "ever"
    NOW = "now"
    NEVER = "never"


FREE_NOW = "now"


class MailTrouble(StrEnum):
    """Filter for contacts whose newest email failed, bounced, or either."""

    FAILED = "failed"
    BOUNCED = "bounced"
    EITHER = "undelivered"

    @property
    def states(self) -> tuple[Outcome, ...]:
        return (Outcome.FAILED, Outcome.BOUNCED) if self is MailTrouble.EITHER else (Outcome(self.value),)


class Need(StrEnum):
    """What somebody may have to look after today, of their own or of nobody's."""

    APPROVAL = "approval"  # an application waits
    ANSWER = "answer"  # an invitation was answered since yesterday
    ENDING = "ending"  # an invitation without an answer ends within a week
    JOB = "job"  # a job ends within a week
    EMAIL = "email"  # the newest email failed or bounced


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search and its filters.

    A new filter is a field here and a condition in storage/overview/finding.py.
    """

    text: str = ""
    which: Which = Which.ANY
    tags: tuple[int, ...] = ()
    every_tag: bool = False
    invited_by: str | None = None
    added_after: date | None = None
    added_since: datetime | None = None  # when that day began for the person who filters
    link: int | None = None
    import_id: int | None = None
    hired: Hired | None = None
    mail: MailTrouble | None = None
    free: str | None = None  # FREE_NOW, or the ISO day by which they must be free
    place: str = ""  # as typed, and the language too
    language: str = ""
    rate: int | None = None  # the most, in thousandths of this currency, for this unit
    currency: str | None = None
    per: str | None = None
    need: Need | None = None
    owner: str | None = None  # whose need, a Slack id
    among: tuple[int, ...] = ()  # ids of the only contacts wanted, where somebody chose them

    @property
    def narrowed(self) -> bool:
        return self != Criteria()

    @property
    def since(self) -> datetime:
        """The start of the `added_after` day. In filters kept by earlier versions it begins in UTC."""
        return self.added_since or datetime.combine(self.added_after or date.min, time(), UTC)

    @property
    def free_day(self) -> date | None:
        """The day by which they must be free, if one is named."""
        return date.fromisoformat(self.free) if self.free and self.free != FREE_NOW else None

    @property
    def highest_rate(self) -> Rate | None:
        if self.rate is None or not self.currency or not self.per:
            return None
        places = CURRENCIES.get(self.currency, LONGEST_DECIMALS)
        amount = Decimal(self.rate).scaleb(-LONGEST_DECIMALS).quantize(Decimal(1).scaleb(-places))
        return Rate(amount, self.currency, Per(self.per))

    def to_json(self) -> Json:
        kept = asdict(self) | {"tags": list(self.tags), "among": list(self.among)}
        days = {"added_after": self.added_after, "added_since": self.added_since}
        return kept | {name: day and day.isoformat() for name, day in days.items()}

    @classmethod
    def from_json(cls, kept: Json) -> Criteria:
        """Read stored criteria, ignoring what only a later version knows."""
        if kept.get("mail_failed"):  # as earlier versions stored it
            kept = kept | {"mail": MailTrouble.EITHER}
        known = {field.name: kept[field.name] for field in fields(cls) if field.name in kept}
        after, since = known.get("added_after"), known.get("added_since")
        known["hired"] = Hired(known["hired"]) if known.get("hired") else None
        known["mail"] = MailTrouble(known["mail"]) if known.get("mail") else None
        known["need"] = Need(known["need"]) if known.get("need") else None
        known |= {"which": Which(known.get("which", Which.ANY)), "tags": tuple(known.get("tags", ()))}
        known["among"] = tuple(known.get("among", ()))
        known["added_since"] = datetime.fromisoformat(since) if since else None
        return cls(**known | {"added_after": date.fromisoformat(after) if after else None})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: after the row with this key, or before it.

    `number` is that row's position in the list, counted from 1. None if it is not known.
    """

    key: tuple[Any, ...]
    before: bool = False
    number: int | None = None

    def to_json(self) -> Json:
        return {"key": list(self.key), "before": self.before, "number": self.number}

    @classmethod
    def from_json(cls, kept: Json | None) -> Place | None:
        return cls(tuple(kept["key"]), bool(kept["before"]), kept.get("number")) if kept else None

    def on_button(self) -> str:
        """Write the row's key and position as a button's value."""
        return json.dumps({"key": self.key, "number": self.number}, separators=(",", ":"))

    @classmethod
    def claimed(cls, value: str, sort: Sort, *, before: bool) -> Place | None:
        """Parse a button's value. None if it cannot be a row of this order.

        Buttons of earlier versions carry the key alone.
        """
        try:
            claimed = json.loads(value)
        except (ValueError, RecursionError):
            return None
        named: Any = claimed if isinstance(claimed, dict) else {"key": claimed}
        key, number = named.get("key"), named.get("number")
        shape = _KEYS.get(sort, (str, int))
        fits = isinstance(key, list) and len(key) == len(shape)
        if not fits or not all(type(part) is kind for part, kind in zip(key, shape, strict=True)):
            return None
        if not 0 < key[-1] < 2**63 or any("\0" in part for part in key if isinstance(part, str)):
            return None
        if sort in {Sort.NEWEST, Sort.CHANGED} and not _is_moment(key[0]):
            return None
        known = type(number) is int and 0 < number < 2**63
        return cls(tuple(key), before, number if known else None)


_KEYS: dict[Sort, tuple[type, ...]] = {Sort.TAG: (str, str, int), Sort.HIRED: (int, str, int)}
_KEYS[Sort.FREE] = _KEYS[Sort.TAG]


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


class Listed(NamedTuple):
    """A contact as one row of a list."""

    id: int
    name: str
    email: str
    status: Status
    status_at: datetime
    archived_at: datetime | None
    left_at: datetime | None
    invited_by: str | None
    inviter: str | None  # their name, if they are known
    created_at: datetime
    tags: tuple[str, ...]
    mail: Outcome | None  # state of the newest email to them, without reminders unless they bounced
    hires: int  # number of jobs they accepted
    hired_now: bool
    hired_until: date | None  # the last day of their running job, None if it is open-ended
    called_off: bool  # no email of the newest invitation was sent or is on its way
    offer: str | None  # the title of the newest open offer
    key: tuple[Any, ...]  # its position in the order
    free: Free | None = None  # a word that counts, without a day that has come
    rate: Rate | None = None  # what they are usually paid
    mail_error: str | None = None  # why the newest email has not arrived

    @property
    def withdrawn(self) -> bool:
        return self.archived_at is not None and self.status == Status.INVITED

    @property
    def bounced(self) -> bool:
        return self.mail == Outcome.BOUNCED

    @property
    def unasked(self) -> bool:
        """Whether the contact was added but not invited yet."""
        return self.status == Status.INVITED and self.archived_at is None and self.called_off


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, whether there are earlier and later ones, and where it is.

    `first` is the position of its first row, counted from 1. `in_all` is the number of rows of all pages, at
    most MOST_COUNTED. Both are None where they are not known.
    """

    rows: tuple[Listed, ...] = ()
    earlier: bool = False
    later: bool = False
    first: int | None = 1
    in_all: int | None = 0

    def place(self, *, before: bool) -> Place:
        """Return where the page before or after this one begins."""
        number = None if self.first is None else self.first + (0 if before else len(self.rows) - 1)
        return Place(self.rows[0 if before else -1].key, before, number)


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """Counts of contacts, each at most MOST_COUNTED."""

    applied: int = 0
    invited: int = 0
    added: int = 0  # not invited yet
    active: int = 0
    hired: int = 0  # right now
    failed: int = 0  # their newest email failed or bounced
    anybody: bool = False  # whether there is any contact at all, even archived or blocked


MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and its number of contacts, at most MOST_COUNTED."""

    id: int
    name: str
    contacts: int
    search_key: str
