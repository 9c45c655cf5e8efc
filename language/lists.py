"""Joins several things in one sentence."""

from collections.abc import Iterable

from babel.lists import format_list

from language import LOCALE


def and_words(things: Iterable[str]) -> str:
    """Join with commas and "and": "A, B and C"."""
    return format_list(list(things), "standard", LOCALE)


def or_words(things: Iterable[str]) -> str:
    """Join with commas and "or": "A, B or C"."""
    return format_list(list(things), "or", LOCALE)
