"""What is known of a contact's work: title, links, place, languages, usual rate, free days, and a CV.

Each field keeps who said it and when. What people say about themselves wins over what others say of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import Base, Exact, Json, Sortable, Tenant
from storage.engine.keys import search_key, sort_key
from storage.entities.money import Rate
from storage.entities.status import Per


class ProfileField(StrEnum):
    """The fields of a profile, in the order in which managers read them. Skills are tags."""

    TITLE = "title"
    LINKS = "links"
    PLACE = "place"
    LANGUAGES = "languages"
    RATE = "rate"
    FREE = "free"


class Voice(StrEnum):
    """Who says something about a contact, whose word counts first: themselves, the team, their last job."""

    PERSON = "person"
    TEAM = "team"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Free:
    """From which day somebody is free, and how many days a week. Either may be unknown."""

    since: date | None = None
    days: int | None = None


Value = str | tuple[str, ...] | Rate | Free
Said = Mapping[ProfileField, Value]  # a field that is missing is not spoken of; an empty value removes it

_NONE: dict[ProfileField, Value] = {
    ProfileField.TITLE: "",
    ProfileField.LINKS: (),
    ProfileField.PLACE: "",
    ProfileField.LANGUAGES: (),
    ProfileField.FREE: Free(),
}


def is_empty(value: Value | None) -> bool:
    return not value or value == Free()


def to_json(value: Value | None) -> Any:
    """Write a value of any field as JSON. None if it is empty."""
    if value is None or is_empty(value):
        return None
    if isinstance(value, Rate):
        return [f"{value.amount:f}", value.currency, value.per.value]
    if isinstance(value, Free):
        return [value.since and value.since.isoformat(), value.days]
    return value if isinstance(value, str) else list(value)


def from_json(field: ProfileField, kept: Any) -> Value | None:
    """Read a stored value. None if it is empty."""
    if kept is None:
        return None
    if field is ProfileField.RATE:
        amount, currency, per = kept
        return Rate(Decimal(amount), currency, Per(per))
    if field is ProfileField.FREE:
        since, days = kept
        return Free(since and date.fromisoformat(since), days)
    return kept if isinstance(kept, str) else tuple(kept)


def said_to_json(said: Said) -> Json:
    return {field.value: kept for field, value in said.items() if (kept := to_json(value)) is not None}


def said_from_json(kept: Json | None) -> dict[ProfileField, Value]:
    """Read what somebody said, ignoring fields that only a later version knows."""
    known = {field: from_json(field, (kept or {}).get(field.value)) for field in ProfileField}
    return {field: value for field, value in known.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Word:
    """What one voice says in one field. The value is None if it says that there is none.

    `by` is the Slack id of the member who wrote it; empty if the contact did.
    """

    voice: Voice
    value: Value | None
    by: str
    at: datetime


class Profile(Tenant, Base):
    """What is said about a contact's work. The columns hold the words that count, for lists and filters."""

    __tablename__ = "profile"
    __table_args__ = (
        Index("ix_profile_rate", "workspace_id", "currency", "per", "rate_rank"),
        Index("ix_profile_free", "workspace_id", "free_said_at", "free_from", "contact_id"),
        Index("ix_profile_cv_size", "workspace_id", "cv_size"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    links: Mapped[list[str]] = mapped_column(JSON, default=list)
    place: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    rate: Mapped[Decimal | None] = mapped_column(Exact)
    currency: Mapped[str | None]
    per: Mapped[Per | None]
    rate_rank: Mapped[int | None]  # the rate in thousandths, which both databases can compare
    free_from: Mapped[date | None] = mapped_column(Date)
    days_a_week: Mapped[int | None]
    free_said_at: Mapped[datetime | None]
    cv_size: Mapped[int | None]  # in bytes
    cv_given_at: Mapped[datetime | None]
    said: Mapped[Json] = mapped_column(default=dict)  # {field: {voice: [value, by, at]}}

    def words(self, field: ProfileField) -> list[Word]:
        """List what is said in a field, the word that counts first."""
        kept: Json = (self.said or {}).get(field.value, {})
        return [
            Word(voice, from_json(field, value), by, datetime.fromisoformat(at))
            for voice in Voice
            if voice.value in kept
            for value, by, at in [kept[voice.value]]
        ]

    def word(self, field: ProfileField) -> Word | None:
        """Find the word that counts. None if nobody says anything, or it is that there is nothing."""
        words = self.words(field)
        return words[0] if words and words[0].value is not None else None

    def word_of(self, voice: Voice, field: ProfileField) -> Word | None:
        return next((each for each in self.words(field) if each.voice is voice), None)

    def shown(self, field: ProfileField) -> Value | None:
        word = self.word(field)
        return word.value if word else None

    def kept_words(self, voice: Voice) -> Json:
        """List a voice's own words as they are kept: {field: [value, by, at]}."""
        said = self.said or {}
        return {field: kept[voice.value] for field, kept in said.items() if voice.value in kept}

    def put_back(self, field: ProfileField, voice: Voice, kept: list[Any] | None) -> None:
        """Give a voice the word it had before. None if it had none."""
        words = {name: each for name, each in (self.said or {}).get(field.value, {}).items() if name != voice}
        self.said = {**(self.said or {}), field.value: words | ({voice.value: kept} if kept else {})}
        self._choose()

    def seen_by(self, voice: Voice, field: ProfileField) -> Value | None:
        """Return what a form for this voice begins with: its own word, else the one that counts."""
        own = self.word_of(voice, field)
        return own.value if own else self.shown(field)

    @property
    def usual_rate(self) -> Rate | None:
        value = self.shown(ProfileField.RATE)
        return value if isinstance(value, Rate) else None

    @property
    def free(self) -> Free | None:
        value = self.shown(ProfileField.FREE)
        return value if isinstance(value, Free) else None

    def say(self, field: ProfileField, value: Value | None, voice: Voice, by: str, at: datetime) -> None:
        """Replace what one voice says in a field. Nothing said where others say something counts as a word,
        if contacts say it of themselves.
        """
        kept = dict((self.said or {}).get(field.value, {}))
        kept.pop(voice.value, None)
        empty = value is None or is_empty(value)
        if not empty or (voice is Voice.PERSON and kept):
            kept[voice.value] = [to_json(value), by, at.isoformat()]
        self.said = {**(self.said or {}), field.value: kept}
        self._choose()

    def _choose(self) -> None:
        """Fill the columns with the words that count."""
        title, links, place, languages = (self.shown(each) or _NONE[each] for each in _TEXTS)
        self.title, self.place = str(title), str(place)
        self.links, self.languages = _texts(links), _texts(languages)
        rate, free = self.usual_rate, self.word(ProfileField.FREE)
        self.rate, self.currency, self.per = (rate.amount, rate.currency, rate.per) if rate else (None,) * 3
        self.rate_rank = rate.thousandths if rate else None
        self.free_from, self.days_a_week = (self.free.since, self.free.days) if self.free else (None, None)
        self.free_said_at = free.at if free else None

    @property
    def search_key(self) -> str:
        """What a search finds a contact by, besides name, address and tags."""
        return search_key(self.title or "", self.place or "", *(self.languages or ()))

    def terms(self) -> set[tuple[str, str]]:
        """List (kind, term) for the filters of places and languages, which find the beginning of a word."""
        languages = {("language", term) for each in self.languages or () for term in _endings(each)}
        return {("place", term) for term in _endings(self.place or "")} | languages


_TEXTS = (ProfileField.TITLE, ProfileField.LINKS, ProfileField.PLACE, ProfileField.LANGUAGES)


def _texts(value: Value) -> list[str]:
    return list(value) if isinstance(value, tuple) else []


def _endings(text: str) -> list[str]:
    """List a text's endings, each from the beginning of a word: "greater london" and "london"."""
    words = sort_key(text).split()
    return [" ".join(words[start:]) for start in range(len(words))]


class ProfileTerm(Tenant, Base):
    """A place or language of a contact as the filters compare it."""

    __tablename__ = "profile_term"
    __table_args__ = (Index("ix_profile_term_term", "workspace_id", "kind", "term", "contact_id"),)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    term: Mapped[Sortable] = mapped_column(primary_key=True)


class Cv(Tenant, Base):
    """The bytes of a contact's CV, as they gave it on their page. Size and day stand in the profile."""

    __tablename__ = "cv"
    __table_args__ = ()

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
