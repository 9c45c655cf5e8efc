"""Finds the header of a contact list and which column is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.services.files.guesses import (
    SHOWN,
    Choice,
    Places,
    column_of_addresses,
    guess_from,
    guess_of,
    sample,
)
from bot.services.files.headings import (
    EMAILS,
    HEADER_LINES,
    ColumnRole,
    family_first,
    header_among,
    holds_address,
    is_address,
    roles,
)
from bot.services.files.limits import EMPTY, FileRefused, Record
from bot.services.files.profile_columns import profile_columns
from bot.services.words.text import one_line
from language.lists import and_words, or_words


@dataclass(frozen=True, slots=True)
class Columns:
    """Column numbers.

    The name is made of the cells of `names`, joined with spaces; if all are blank, of those of `instead`.
    The address is the first that is there: in `email`, else in `others`.
    """

    names: tuple[int, ...]
    email: int
    tags: tuple[int, ...] = ()
    instead: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    whole: int | None = None  # which of `names` may be the whole name by itself
    last: int | None = None  # the family name, which comes first in Chinese, Japanese and Korean
    # what is said of their work: {what: columns}
    profile: dict[str, list[int]] = field(default_factory=dict)

    @property
    def used(self) -> set[int]:
        return {*self.names, self.email, *self.tags, *self.instead, *self.others}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a file. `columns` is None if a person must choose them; `why` then explains it."""

    line: int
    cells: list[str]
    columns: Columns | None
    why: str = ""
    preamble: int = 0  # records above the header that are skipped
    headless: bool = False  # no header: `line` is the first row, and `cells` describe the columns
    guess: Choice = field(default_factory=dict)  # what was recognised
    samples: list[str] = field(default_factory=list)  # a cell of each column

    @property
    def first_row(self) -> int:
        """The line from which on records are rows."""
        return self.line if self.headless else self.line + 1

    @property
    def surplus(self) -> tuple[int, ...]:
        """Where our file of failed rows has cells that belong to no column."""
        return tuple(place for place, role in enumerate(roles(self.cells)) if role is ColumnRole.SURPLUS)


def find_header(first: Sequence[Record]) -> Header:
    """Find the header among the first records, at most HEADER_LINES. Raises FileRefused for an empty file."""
    if not first:
        raise FileRefused(EMPTY)
    looked_at = first[:HEADER_LINES]
    place = _place(looked_at)
    line, cells = looked_at[place]
    if holds_address(cells):
        return _headless(looked_at, place)
    below = looked_at[place + 1 :]
    if second := _second_line(cells, below):
        line, cells, below = below[0][0], second, below[1:]
    rows = [row for _, row in below]
    at = _by_role(cells)
    columns, why = _columns(at, cells, rows)
    columns = columns and _with_profile(columns, cells)
    samples = [sample(rows, column) for column in range(len(cells))]
    recognised, by_content = guess_of(at), guess_from(rows, len(cells))
    if recognised.keys() & {"name", "first", "last"}:
        by_content.pop("name", None)
    guess = by_content | recognised
    if why and "email" in by_content and not is_address(samples[recognised.get("email", 0)]):
        guess["email"] = by_content["email"]
    return Header(line, cells, columns, why, preamble=place, guess=guess, samples=samples)


def _place(first: Sequence[Record]) -> int:
    """Find the record with an email heading, or else the first record with several cells."""
    found = header_among([cells for _, cells in first])
    if found is not None:
        return found
    wide = (place for place, (_, cells) in enumerate(first) if sum(map(bool, map(str.strip, cells))) > 1)
    return next(wide, 0)


def _second_line(above: list[str], following: Sequence[Record]) -> list[str] | None:
    """Merge a header with its second line, such as "First" and "Last" under "Name". None if it has none."""
    if not following or not EMAILS & {*roles(above)}:
        return None
    below = following[0][1]
    known = {role for role, cell in zip(roles(below), below, strict=True) if cell.strip()}
    if holds_address(below) or not known & {ColumnRole.FIRST, ColumnRole.LAST} or None in known:
        return None
    width = max(len(above), len(below))
    both = zip(*([*cells, *[""] * (width - len(cells))] for cells in (below, above)), strict=True)
    return [cell if cell.strip() else over for cell, over in both]


def _headless(first: Sequence[Record], place: int) -> Header:
    line, cells = first[place]
    rows = [row for _, row in first[place:]]
    width = max(map(len, rows))
    padded = cells + [""] * (width - len(cells))
    words = [_column(at, one_line(cell, SHOWN)) for at, cell in enumerate(padded, 1)]
    why = "This file has no header row. Please choose which column is which."
    guess, samples = guess_from(rows, width), [sample(rows, column) for column in range(width)]
    return Header(line, words, None, why, preamble=place, headless=True, guess=guess, samples=samples)


def _column(number: int, content: str) -> str:
    return f"Column {number} ({content})" if content else f"Column {number}"


def _by_role(cells: list[str]) -> Places:
    at: Places = {role: [] for role in ColumnRole}
    for place, role in enumerate(roles(cells)):
        if role:
            at[role].append(place)
    return _beside(at)


def _beside(at: Places) -> Places:
    """Take a word for the whole name beside a word for one part of it as the other part."""
    whole, first, last = (at[role] for role in (ColumnRole.NAME, ColumnRole.FIRST, ColumnRole.LAST))
    if len(whole) == 1 and bool(first) != bool(last):
        at[ColumnRole.LAST if first else ColumnRole.FIRST] = whole
    return at


def _columns(at: Places, cells: list[str], rows: Sequence[list[str]]) -> tuple[Columns | None, str]:
    """Assign the columns. Return them and "", or None and the reason."""
    emails = at[ColumnRole.EMAIL] or at[ColumnRole.SECOND_EMAIL]
    others = [place for role in EMAILS for place in at[role] if emails and place != emails[0]]
    names = _names(at, cells)
    if emails and not names and sum(bool(cell.strip()) for cell in cells) == 1:
        return Columns((), emails[0]), ""  # "Ada <ada@x.dk>", or rows that want a name
    doubtful = {"the email address": emails if _disagree(rows, emails) else []} | _doubtful_names(at)
    why = _missing(bool(names), bool(emails)) or _doubt(doubtful, cells) or _half(at, cells)
    why = why or _elsewhere(rows, [*emails, *others], cells)
    if why or not names:
        return None, why
    tags, others = tuple(at[ColumnRole.TAGS]), sorted(others, key=lambda place: (place not in emails, place))
    return Columns(names.names, emails[0], tags, names.instead, tuple(others), names.whole, names.last), ""


def _disagree(rows: Sequence[list[str]], places: Sequence[int]) -> bool:
    """Tell whether a row has different content in these columns, so that the second is no substitute."""
    for row in rows:
        filled = [
            row[place].strip().casefold() for place in places if place < len(row) and row[place].strip()
        ]
        if any(not _same_address(filled[0], each) for each in filled[1:]):
            return True
    return False


def _same_address(one: str, other: str) -> bool:
    return one == other or (is_address(one) and is_address(other) and (one in other or other in one))


@dataclass(frozen=True, slots=True)
class _Names:
    names: tuple[int, ...]
    instead: tuple[int, ...] = ()
    whole: int | None = None
    last: int | None = None


def _names(at: Places, cells: Sequence[str]) -> _Names | None:
    """Choose the columns of the name, those to use when it is blank, and what each may be."""
    second, whole = tuple(at[ColumnRole.SECOND_NAME][:1]), at[ColumnRole.NAME][:1]
    parts = [place for role in _IN_ORDER for place in at[role][:1]]
    if whole and not set(whole) & set(parts):
        return _Names(tuple(whole), tuple(parts) or second)
    if not parts:
        return _Names(second) if second else None
    last = next(iter(at[ColumnRole.LAST]), None)
    if len(parts) == 1 and second:
        return _Names(second, tuple(parts))
    if last is not None and family_first(cells[last]):
        parts.sort(key=lambda place: place != last)
    return _Names(tuple(parts), second, whole[0] if whole else None, last)


_IN_ORDER = (ColumnRole.FIRST, ColumnRole.MIDDLE, ColumnRole.LAST, ColumnRole.SECOND_LAST)


def _doubtful_names(at: Places) -> dict[str, list[int]]:
    parts = at[ColumnRole.FIRST] or at[ColumnRole.LAST]
    if at[ColumnRole.NAME] and not (parts and len(at[ColumnRole.NAME]) == 1):
        return {"the name": at[ColumnRole.NAME]}
    if parts:
        return {"the first name": at[ColumnRole.FIRST], "the last name": at[ColumnRole.LAST]}
    return {"the name": at[ColumnRole.SECOND_NAME]}


def _missing(name: bool, email: bool) -> str:
    if name and email:
        return ""
    missing = [word for word, found in (("name", name), ("email", email)) if not found]
    return f"We found no {or_words(missing)} column in this file. Please choose which column is which."


def _doubt(columns: dict[str, list[int]], cells: list[str]) -> str:
    for meaning, places in columns.items():
        if len(places) > 1:
            called = and_words(f"“{one_line(cells[place], SHOWN)}”" for place in places[:3])
            return f"{len(places)} columns could be {meaning}: {called}. Please choose the one to use."
    return ""


def _elsewhere(rows: Sequence[list[str]], places: Sequence[int], cells: list[str]) -> str:
    """Ask where no column that is called so has addresses, but another has."""
    filled = [row[place] for row in rows for place in places if place < len(row) and row[place].strip()]
    if not filled or any("@" in cell for cell in filled):
        return ""
    if column_of_addresses(rows, len(cells)) is None:
        return ""
    called = one_line(cells[places[0]], SHOWN)
    return f"“{called}” has no email addresses, but another column has. Please choose which column is which."


def _half(at: Places, cells: list[str]) -> str:
    """Ask about a name of which only one part has a known heading."""
    first, last = at[ColumnRole.FIRST], at[ColumnRole.LAST]
    if at[ColumnRole.NAME] or at[ColumnRole.SECOND_NAME] or bool(first) == bool(last):
        return ""
    known, missing = ("first", "last") if first else ("last", "first")
    called = one_line(cells[(first or last)[0]], SHOWN)
    return (
        f"“{called}” looks like the {known} name, but we found no column of the {missing} name. "
        "Please choose which column is which."
    )


def chosen_columns(wanted: Mapping[str, Any], cells: Sequence[str]) -> Columns:
    """Build the columns a person has chosen. A middle name comes along with the first name."""
    at = _by_role(list(cells)) if "first" in wanted else {role: [] for role in ColumnRole}
    picked = {wanted[each] for each in ("name", "first", "last", "email") if each in wanted}
    choice: Places = {role: [] for role in ColumnRole}
    for role, name in ((ColumnRole.NAME, "name"), (ColumnRole.FIRST, "first"), (ColumnRole.LAST, "last")):
        choice[role] = [wanted[name]] if name in wanted else []
    for role in (ColumnRole.MIDDLE, ColumnRole.SECOND_LAST):
        choice[role] = [place for place in at[role] if place not in picked]
    names = _names(_beside(choice), cells) or _Names(())
    tags = wanted.get("tags", ())
    others = (wanted["second_email"],) if "second_email" in wanted else ()
    chosen = Columns(
        names.names,
        wanted["email"],
        (tags,) if isinstance(tags, int) else tuple(tags),  # a single one until version 0.1
        names.instead,
        others,
        names.whole,
        names.last,
    )
    return _with_profile(chosen, cells)


def _with_profile(columns: Columns, cells: Sequence[str]) -> Columns:
    return replace(columns, profile=profile_columns(cells, columns.used))
