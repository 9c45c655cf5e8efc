"""Writes numbers and the things counted."""

from babel import Locale
from babel.numbers import format_decimal

from language import LOCALE

_RULE = Locale.parse(LOCALE).plural_form


def number_words(number: int) -> str:
    """Write a number with thousands separators: "5,024"."""
    return format_decimal(number, locale=LOCALE)


def count_words(number: int, **forms: str) -> str:
    """Choose the plural form, with `{n}` as the number.

    Example: count_words(2, one="{n} row", other="{n} rows").
    """
    form = forms.get(_RULE(number), forms["other"])
    return form.format(n=number_words(number))
