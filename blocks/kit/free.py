"""From when somebody is free, in words, with the age of what they said."""

from datetime import date, datetime

from language.dates import day_words
from language.plurals import count_words
from storage.entities.profile import Free

FREE_NOW = "free now"
_A_FORTNIGHT = 14  # days, from which ages are in weeks


def free_words(free_from: date | None, days_a_week: int | None, today: date) -> str:
    """Write "free from 1 March 2027, 3 days a week". Empty if nothing is known."""
    if not (free_from or days_a_week):
        return ""
    return coming_words(Free(free_from if free_from and free_from > today else None, days_a_week))


def coming_words(free: Free) -> str:
    """Write the same where a day that has come is left out."""
    days = count_words(free.days, one="{n} day a week", other="{n} days a week") if free.days else ""
    since = f"free from {day_words(free.since)}" if free.since else FREE_NOW
    return ", ".join(filter(None, (since, days)))


def said_words(said_at: datetime, today: date) -> str:
    """Write how old a word is: "said 9 weeks ago"."""
    days = (today - said_at.date()).days
    if days < 1:
        return "said today"
    if days < _A_FORTNIGHT:
        return f"said {count_words(days, one='{n} day ago', other='{n} days ago')}"
    return f"said {count_words(days // 7, one='{n} week ago', other='{n} weeks ago')}"
