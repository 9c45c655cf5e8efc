"""What somebody wants to see of the pool, and what they get: criteria, order, place and rows. No queries."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from storage.base import Json
from storage.status import Outcome, Status


class Sort(StrEnum):
    """By what contacts are sorted."""

    NAME = "name"
    NEWEST = "newest"
    CHANGED = "changed"
    HIRED = "hired"
    TAG = "tag"


class Which(StrEnum):
    """Contacts of which status; archived ones are among no other."""

    ANY = "any"
    INVITED = "invited"
    APPLIED = "applied"
    ACTIVE = "active"
    DECLINED = "declined"
    BLOCKED = "blocked"
    ARCHIVED = "archived"

    @property
    def status(self) -> Status | None:
        return None if self in {Which.ANY, Which.ARCHIVED} else Status(self.value)


class Hired(StrEnum):
    """Whether somebody was ever hired, is hired now, or never was."""

    EVER = "ever"
    NOW = "now"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search and its filters; a new filter is a new field here and a condition in storage/overview.py."""

    text: str = ""
    which: Which = Which.ANY
    tags: tuple[int, ...] = ()
    every_tag: bool = False
    invited_by: str | None = None
    added_after: date | None = None
    link: int | None = None
    import_id: int | None = None
    hired: Hired | None = None
    mail_failed: bool = False

    @property
    def narrowed(self) -> bool:
        return self != Criteria()

    @property
    def since(self) -> datetime:
        """The beginning of that day, in UTC."""
        return datetime.combine(self.added_after or date.min, time(), UTC)

    def to_json(self) -> Json:
        kept = asdict(self)
        return kept | {"tags": list(self.tags), "added_after": self.added_after and str(self.added_after)}

    @classmethod
    def from_json(cls, kept: Json) -> Criteria:
        """What a later version kept and this one does not know is left out."""
        known = {field.name: kept[field.name] for field in fields(cls) if field.name in kept}
        after = known.get("added_after")
        known["hired"] = Hired(known["hired"]) if known.get("hired") else None
        known |= {"which": Which(known.get("which", Which.ANY)), "tags": tuple(known.get("tags", ()))}
        return cls(**known | {"added_after": date.fromisoformat(after) if after else None})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the row with this key, or before it."""

    key: tuple[Any, ...]
    before: bool = False

    def to_json(self) -> Json:
        return {"key": list(self.key), "before": self.before}

    @classmethod
    def from_json(cls, kept: Json | None) -> Place | None:
        return cls(tuple(kept["key"]), bool(kept["before"])) if kept else None

    @classmethod
    def claimed(cls, value: str, sort: Sort, *, before: bool) -> Place | None:
        """What a button claims to be a row's key; None if it cannot be one of this order."""
        try:
            key = json.loads(value)
        except ValueError:
            return None
        shape = _KEYS.get(sort, (str, int))
        fits = isinstance(key, list) and len(key) == len(shape)
        if not fits or not all(type(part) is kind for part, kind in zip(key, shape, strict=True)):
            return None
        if not 0 < key[-1] < 2**63 or any("\0" in part for part in key if isinstance(part, str)):
            return None
        if sort in {Sort.NEWEST, Sort.CHANGED} and not _is_moment(key[0]):
            return None
        return cls(tuple(key), before)


_KEYS: dict[Sort, tuple[type, ...]] = {Sort.TAG: (str, str, int), Sort.HIRED: (int, str, int)}


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Listed:
    """A contact as one row shows it."""

    id: int
    name: str
    email: str
    status: Status
    archived_at: datetime | None
    invited_by: str | None
    created_at: datetime
    tags: tuple[str, ...]
    mail: Outcome | None  # the state of the newest mail to them
    hires: int  # how often they were hired
    hired_now: bool
    mails: int | None  # how many were asked for by the newest invitation; 0: invite later
    key: tuple[Any, ...]  # where it stands in the order

    @property
    def withdrawn(self) -> bool:
        return self.archived_at is not None and self.status == Status.INVITED

    @property
    def unasked(self) -> bool:
        """Added, and not invited yet."""
        return self.status == Status.INVITED and self.archived_at is None and self.mails == 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, whether there are more on either side, and how many in all where that is known."""

    rows: tuple[Listed, ...] = ()
    earlier: bool = False
    later: bool = False
    in_all: int | None = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How many there are; none of it is counted further than MOST_COUNTED."""

    applied: int = 0
    invited: int = 0
    active: int = 0
    hired: int = 0  # now
    failed: int = 0  # whose newest mail could not be delivered
    anybody: bool = False  # whoever it may be, archived or blocked


MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and how many contacts carry it, counted up to MOST_COUNTED."""

    id: int
    name: str
    contacts: int
    search_key: str
