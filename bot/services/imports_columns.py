"""Which line of a contact list is its header, and which column is which."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.imports_file import EMPTY, FileRefused, Record
from bot.services.imports_words import HEADER_LINES, Role, holds_address, roles
from bot.services.text import one_line

_SHOWN = 40  # characters of a cell that stands for its column


@dataclass(frozen=True, slots=True)
class Columns:
    """Places in a row. The cells of `names` make the name, with a space between; where they are all blank,
    those of `instead` do."""

    names: tuple[int, ...]
    email: int
    tags: tuple[int, ...] = ()
    instead: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """`columns` is None where a person has to say which is which; `why` tells them."""

    line: int
    cells: list[str]
    columns: Columns | None
    why: str = ""
    preamble: int = 0  # rows before it that were left out
    headless: bool = False  # there is none: `line` is the first row, `cells` are words for the columns

    @property
    def first_row(self) -> int:
        """Rows are those from this line on."""
        return self.line if self.headless else self.line + 1


def find_header(first: Sequence[Record]) -> Header:
    """From the first records, HEADER_LINES of them at most. Raises FileRefused if there is none."""
    if not first:
        raise FileRefused(EMPTY)
    looked_at = first[:HEADER_LINES]
    place = _place(looked_at)
    line, cells = looked_at[place]
    if holds_address(cells):
        return _headless(looked_at, place)
    columns, why = _columns(cells)
    return Header(line, cells, columns, why, preamble=place)


def _place(first: Sequence[Record]) -> int:
    """The first record with a heading for the email; else the first that looks like a row of a table."""
    rows_above = False
    for place, (_, cells) in enumerate(first):
        known = set(roles(cells))
        address = holds_address(cells)
        # Below a row, "email" alone may be somebody's tag.
        if known & _EMAILS and not address and (known & _NAMES or not rows_above):
            return place
        rows_above = rows_above or address
    wide = (place for place, (_, cells) in enumerate(first) if sum(map(bool, map(str.strip, cells))) > 1)
    return next(wide, 0)


_EMAILS = {Role.EMAIL, Role.SECOND_EMAIL}
_NAMES = {Role.NAME, Role.SECOND_NAME, Role.FIRST, Role.LAST}


def _headless(first: Sequence[Record], place: int) -> Header:
    line, cells = first[place]
    width = max(len(cells) for _, cells in first[place:])
    padded = cells + [""] * (width - len(cells))
    words = [_column(at, one_line(cell, _SHOWN)) for at, cell in enumerate(padded, 1)]
    why = "This file begins with a row and has no header. Please say which column is which."
    return Header(line, words, None, why, preamble=place, headless=True)


def _column(number: int, content: str) -> str:
    return f"Column {number} ({content})" if content else f"Column {number}"


def _columns(cells: list[str]) -> tuple[Columns | None, str]:
    """(which is which, "") or (None, why not)"""
    at: dict[Role, list[int]] = {role: [] for role in Role}
    for place, role in enumerate(roles(cells)):
        if role:
            at[role].append(place)
    emails = at[Role.EMAIL] or at[Role.SECOND_EMAIL]
    names, instead, doubtful = _names(at)
    why = _missing(bool(names), bool(emails)) or _doubt({"the email address": emails} | doubtful, cells)
    if why:
        return None, why
    return Columns(names, emails[0], tuple(at[Role.TAGS]), instead), ""


def _names(at: dict[Role, list[int]]) -> tuple[tuple[int, ...], tuple[int, ...], dict[str, list[int]]]:
    """(columns of the name, columns for where these are blank, what each part has to have one column for)"""
    parts = tuple(place for role in (Role.FIRST, Role.MIDDLE, Role.LAST) for place in at[role][:1])
    second = tuple(at[Role.SECOND_NAME][:1])
    if at[Role.NAME]:
        return tuple(at[Role.NAME][:1]), parts or second, {"the name": at[Role.NAME]}
    if parts:
        return parts, second, {"the first name": at[Role.FIRST], "the last name": at[Role.LAST]}
    return second, (), {"the name": at[Role.SECOND_NAME]}


def _missing(name: bool, email: bool) -> str:
    if name and email:
        return ""
    missing = [word for word, found in (("name", name), ("email", email)) if not found]
    return (
        f"No column is called {' or '.join(missing)}, or anything like it. Please say which column is which."
    )


def _doubt(columns: dict[str, list[int]], cells: list[str]) -> str:
    for meaning, places in columns.items():
        if len(places) > 1:
            called = " and ".join(f"“{one_line(cells[place], _SHOWN)}”" for place in places[:3])
            return f"{len(places)} columns could be {meaning}: {called}. Please say which one to use."
    return ""
