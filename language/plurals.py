"""Writes numbers and the things counted."""

from collections.abc import Callable
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

from language import LOCALE


@cache
def _rule() -> Callable[[int], str]:
    """Read the language's rule for plurals, at the first word that needs it."""
    return Locale.parse(LOCALE).plural_form


def number_words(number: int) -> str:
    """Write a number with thousands separators: "5,024"."""
    return format_decimal(number, locale=LOCALE)


def count_words(number: int, **forms: str) -> str:
    """Choose the plural form, with `{n}` as the number.

    Example: count_words(2, one="{n} row", other="{n} rows").
    """
    form = forms.get(_rule()(number), forms["other"])
    return form.format(n=number_words(number))
