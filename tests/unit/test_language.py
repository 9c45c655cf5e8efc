"""Dates, lists, plurals and names as they are written in texts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from language.dates import day_words, moment_words
from language.lists import and_words, or_words
from language.names import addressed, first_name, initials
from language.plurals import count_words, number_words


def test_a_day_is_written_out() -> None:
    assert day_words(date(2026, 12, 1)) == "1 December 2026"


def test_a_moment_is_told_in_utc_whatever_zone_it_comes_in() -> None:
    at = datetime(2026, 12, 15, 1, 5, tzinfo=timezone(timedelta(hours=2)))
    assert moment_words(at) == moment_words(at.astimezone(UTC)) == "14 December 2026, 23:05 UTC"


@pytest.mark.parametrize(
    ("things", "joined_by_and", "joined_by_or"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A and B", "A or B"),
        (["A", "B", "C"], "A, B and C", "A, B or C"),
    ],
)
def test_a_list_ends_in_a_word(things: list[str], joined_by_and: str, joined_by_or: str) -> None:
    assert (and_words(things), or_words(things)) == (joined_by_and, joined_by_or)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (5024, "5,024 rows")]
)
def test_a_count_has_the_form_that_fits(number: int, words: str) -> None:
    assert count_words(number, one="{n} row", other="{n} rows") == words
    assert words.startswith(number_words(number))


NAMES = [
    ("Ada Lovelace", "Ada"),
    ("Ada", "Ada"),
    ("Jean-Luc van den Berg", "Jean-Luc"),
    ("Dr. Grace Hopper", "Dr. Grace Hopper"),
    ("J. Lee", "J. Lee"),
    ("Lovelace, Ada", "Lovelace, Ada"),
    ("山田太郎", "山田太郎"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "first"), NAMES)
def test_a_first_name_is_never_a_title_an_initial_or_a_family_name_before_a_comma(
    name: str, first: str
) -> None:
    assert first_name(name) == first
    assert addressed("Hi {first name}, or {name}, {unknown}", name) == f"Hi {first}, or {name}, {{unknown}}"


@pytest.mark.parametrize("join", [and_words, or_words])
def test_any_iterable_is_a_list(join: Callable[..., str]) -> None:
    assert join(iter(["A"])) == "A"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Jordan Lee", "JL"),
        ("ada", "A"),
        ("Søren Peter Ærø", "SÆ"),
        ("佐藤 花子", "佐花"),
        ("Mia 🌻", "M"),
        ("(Dr.) d'Arc", "DD"),
        ("7", ""),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_the_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters
