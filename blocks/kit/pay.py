"""Rates of pay in words."""

from storage.entities.money import Rate
from storage.entities.status import Per

_PAID = {
    Per.HOUR: " an hour",
    Per.DAY: " a day",
    Per.WEEK: " a week",
    Per.MONTH: " a month",
    Per.FIXED: " in all",
}


def pay_words(rate: Rate) -> str:
    """Write a rate exactly, such as "EUR 1,250.00 a month"."""
    return f"{rate.currency} {rate.amount:,f}{_PAID[rate.per]}"
