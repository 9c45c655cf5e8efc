"""Writes dates and times in words."""

from datetime import UTC, date, datetime
from functools import lru_cache

from babel.dates import format_date, format_time

from language import LOCALE


@lru_cache(maxsize=512)
def day_words(day: date) -> str:
    """Write a date: "14 December 2026"."""
    return format_date(day, "long", LOCALE)


@lru_cache(maxsize=128)
def month_words(day: date) -> str:
    """Write a day's month in short: "Dec"."""
    return format_date(day, "LLL", LOCALE)


def moment_words(at: datetime) -> str:
    """Write a time for readers whose time zone is unknown: "14 December 2026, 09:30 UTC"."""
    utc = at.astimezone(UTC)
    return f"{day_words(utc.date())}, {format_time(utc, 'HH:mm', locale=LOCALE)} UTC"
