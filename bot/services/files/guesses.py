"""Guesses which column is which, to offer it where a person must choose; pure."""

from collections.abc import Sequence
from typing import Any

from bot.services.files.headings import ColumnRole, is_address
from bot.services.words.text import one_line

SHOWN = 40  # characters of a cell shown in place of a column name

Choice = dict[str, Any]
"""Columns as a person chooses them: {"first": 0, "last": 1, "email": 3, "tags": [4]}, or a "name" instead."""

Places = dict[ColumnRole, list[int]]


def sample(rows: Sequence[list[str]], column: int) -> str:
    cells = (one_line(row[column], SHOWN) for row in rows if len(row) > column)
    return next(filter(None, cells), "")


def guess_of(at: Places) -> Choice:
    """Offer what was recognised, however doubtful."""
    guess: Choice = {}
    emails = [*at[ColumnRole.EMAIL], *at[ColumnRole.SECOND_EMAIL]]
    for field_, places in (
        ("first", at[ColumnRole.FIRST]),
        ("last", at[ColumnRole.LAST]),
        ("email", emails),
        ("second_email", emails[1:]),
    ):
        if places:
            guess[field_] = places[0]
    whole = at[ColumnRole.NAME] or at[ColumnRole.SECOND_NAME]
    if whole and whole[0] not in (guess.get("first"), guess.get("last")):
        guess["name"] = whole[0]
    if at[ColumnRole.TAGS]:
        guess["tags"] = at[ColumnRole.TAGS]
    return guess


def guess_from(rows: Sequence[list[str]], width: int) -> Choice:
    """Guess by the content: where the addresses are, and the name if there is one other column."""
    email = column_of_addresses(rows, width)
    if email is None:
        return {}
    others = [column for column in range(width) if column != email and sample(rows, column)]
    return {"email": email} | ({"name": others[0]} if len(others) == 1 else {})


def column_of_addresses(rows: Sequence[list[str]], width: int) -> int | None:
    """Find the column with the most addresses. None if there are none."""
    holding = [sum(len(row) > column and is_address(row[column]) for row in rows) for column in range(width)]
    return holding.index(max(holding)) if any(holding) else None
