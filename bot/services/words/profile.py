"""Reads what people type, or lists hold, about somebody's work; pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from bot.services.words.amount import parse_amount
from bot.services.words.links import MOST_LINKS, parse_links
from bot.services.words.text import one_line
from storage.entities.hire_refused import NO_CURRENCY, NO_PER
from storage.entities.money import CURRENCIES, Rate
from storage.entities.profile import Free, ProfileField, Value
from storage.entities.profile_form import ProfileForm
from storage.entities.profile_refused import (
    NO_DATE,
    NO_DAYS,
    NO_LINK,
    NOT_HTTPS,
    TOO_FAR,
    too_many_links,
)
from storage.entities.status import Per

TITLE_LENGTH = 120
PLACE_LENGTH = 80
LANGUAGE_LENGTH = 40
MOST_LANGUAGES = 10
DAYS_A_WEEK = range(1, 8)
NOT_SAID = "0"  # a choice in forms, beside the numbers
FARTHEST = timedelta(days=3_660)  # ten years; anything farther is a typing mistake

_BETWEEN = re.compile(r"[,;|/\n]|\s(?:and|&)\s")
_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_TIME = re.compile(r"[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """What was understood of a form, and what is wrong with its fields: {field: sentence}."""

    said: dict[ProfileField, Value]
    errors: dict[str, str]


def read_profile(form: ProfileForm, today: date) -> ReadProfile:
    """Read every field. Those that are empty have empty values."""
    errors: dict[str, str] = {}
    links, bad = parse_links(form.links)
    if bad:
        errors["links"] = NOT_HTTPS if any(each.lower().startswith("http:") for each in bad) else NO_LINK
    elif len(links) > MOST_LINKS:
        errors["links"] = too_many_links(MOST_LINKS)
    since = _checked("free_from", errors, lambda: parse_day(form.free_from, today))
    days = _checked("days_a_week", errors, lambda: parse_days(form.days_a_week))
    said: dict[ProfileField, Value | None] = {
        ProfileField.TITLE: one_line(form.title, TITLE_LENGTH),
        ProfileField.LINKS: links[:MOST_LINKS],
        ProfileField.PLACE: one_line(form.place, PLACE_LENGTH),
        ProfileField.LANGUAGES: split_languages(form.languages),
        ProfileField.RATE: _rate(form, errors),
        ProfileField.FREE: Free(since, days),
    }
    return ReadProfile({field: "" if value is None else value for field, value in said.items()}, errors)


def _rate(form: ProfileForm, errors: dict[str, str]) -> Rate | None:
    if not form.rate.strip():
        return None
    per = next((each for each in Per if each == form.per), None)
    if form.currency not in CURRENCIES:
        errors["currency"] = NO_CURRENCY
        return None
    if per is None:
        errors["per"] = NO_PER
        return None
    amount = _checked("rate", errors, lambda: parse_amount(form.rate, form.currency))
    return Rate(amount, form.currency, per) if amount else None


def _checked(field: str, errors: dict[str, str], parse: Callable[[], T]) -> T | None:
    try:
        return parse()
    except ValueError as error:
        errors[field] = str(error)
        return None


def parse_day(typed: str, today: date) -> date | None:
    """Parse a day as forms and spreadsheets write it. None if it is empty. Raises ValueError."""
    text = _TIME.sub("", typed.strip())
    if not text:
        return None
    if text.casefold() in {"now", "today", "immediately", "asap"}:
        return today
    german = _GERMAN.fullmatch(text)
    try:
        day = date(*map(int, german.group(3, 2, 1))) if german else date.fromisoformat(text)
    except ValueError:
        raise ValueError(NO_DATE) from None
    if abs(day - today) > FARTHEST:
        raise ValueError(TOO_FAR)
    return day


def parse_days(typed: str) -> int | None:
    """Parse a number of days a week. None if it is empty. Raises ValueError."""
    text = typed.strip().removesuffix(".0")
    if not text or text == NOT_SAID:
        return None
    if not text.isdecimal() or int(text) not in DAYS_A_WEEK:
        raise ValueError(NO_DAYS)
    return int(text)


def split_languages(typed: str) -> tuple[str, ...]:
    """Split languages at commas and the like, keeping one spelling of each."""
    once: dict[str, str] = {}
    for part in _BETWEEN.split(typed):
        word = one_line(part, LANGUAGE_LENGTH)
        if word:
            once.setdefault(word.casefold(), word)
    return tuple(once.values())[:MOST_LANGUAGES]
