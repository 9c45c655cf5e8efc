"""Finds how a text file separates its cells, also where a second saving has spoilt it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from bot.services.files.headings import (
    EMAILS,
    HEADER_LINES,
    has_address_cell,
    header_among,
    holds_address,
    roles,
)
from bot.services.files.limits import MOST_COLUMNS

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 65_536

# Excel's own first line that names the delimiter, such as sep=;
_SAID = re.compile(r'"?sep=([!#-/:-@\[-`{-~\t])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_SPACES = re.compile(r"\S(?: {2,}|\u3000+)\S")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells are separated.

    `inner` separates them within the first cell, where lines were saved as one cell each. `below` separates
    those of the rows, where the header has another delimiter. `start` is the length of a first line that only
    names the delimiter. `spaced` texts have columns aligned with spaces.
    """

    delimiter: str
    start: int = 0
    inner: str = ""
    below: str = ""
    spaced: bool = False


def find_dialect(text: str) -> Dialect:
    """Choose the dialect in which the first lines make most sense."""
    said = _SAID.match(text)
    if said:
        return Dialect(said[1], said.end())
    sample = text[:_SAMPLE]
    parsed = {each: _sampled(sample, each) for each in DELIMITERS}
    best = max(DELIMITERS, key=lambda each: _fitness(parsed[each]))
    strict = {each: rows for each, rows in parsed.items() if _is_clean(sample, each)}
    wrapped = _wrapped(strict, _headings_of(parsed[best]))
    if wrapped:
        return wrapped
    if other := _other_below(parsed, best):
        return Dialect(best, below=other)
    aligned = [line for line in sample.splitlines()[:HEADER_LINES] if _SPACES.search(line)]
    spaced = not _headings_of(parsed[best]) and any(
        _known(re.split(" {2,}|\u3000+", line)) for line in aligned
    )
    return Dialect("\t", spaced=True) if spaced else Dialect(best)


def with_tabs(text: str) -> str:
    """Put a tab between columns that are aligned with spaces."""
    return re.sub("(?<=\\S)(?: {2,}|\u3000+)(?=\\S)", "\t", text)


def unwrapped(cell: str, delimiter: str) -> list[str]:
    """Split a cell that is a whole line. A faulty one is left as it is."""
    with suppress(csv.Error):
        return next(csv.reader([cell], delimiter=delimiter, strict=True, skipinitialspace=True), [])
    return [cell]


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    with suppress(csv.Error):  # errors are reported when the whole file is read
        rows.extend(row[:MOST_COLUMNS] for row in islice(reader, HEADER_LINES))
    return [row for row in rows if any(row)]


def _is_clean(sample: str, delimiter: str) -> bool:
    """Tell whether no text follows a closing quotation mark, as it does with the wrong delimiter."""
    reader = csv.reader(
        io.StringIO(sample, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    try:
        for _ in islice(reader, HEADER_LINES):
            pass
    except csv.Error as error:
        return "expected after" not in str(error)
    return True


def _fitness(rows: list[list[str]]) -> tuple[int, int, float, int]:
    """Rate a delimiter: known headings count most, then rows with an address in a cell, then equal widths."""
    addresses = sum(map(holds_address, rows))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, often = widths.most_common(1)[0] if widths else (1, 0)
    return _headings_of(rows), addresses if widths else 0, often / max(1, len(rows)), width


def _headings_of(rows: Sequence[list[str]]) -> int:
    return max(map(_known, rows), default=0)


def _known(row: list[str]) -> int:
    found = roles(row)
    return len(found) - found.count(None) if EMAILS & {*found} else 0


def _wrapped(parsed: dict[str, list[list[str]]], known: int) -> Dialect | None:
    """Find a dialect in which each line is one cell that holds a whole line again."""
    for outer, rows in parsed.items():
        if not rows or any(any(map(str.strip, row[1:])) for row in rows):
            continue
        # "a,b";; was saved again by a program with semicolons; without them, the line itself was quoted
        padded = all(len(row) > 1 for row in rows)
        for inner in DELIMITERS:
            lines = [unwrapped(row[0], inner)[:MOST_COLUMNS] for row in rows]
            headings = _headings_of(lines)
            if inner != outer and headings > 1 and (headings > known or (padded and headings == known)):
                return Dialect(outer, inner=inner)
    return None


def _other_below(parsed: dict[str, list[list[str]]], best: str) -> str:
    """Find the delimiter of the rows where they do not have the header's."""
    place = header_among(parsed[best])
    if place is None:
        return ""
    width, rows = len(parsed[best][place]), parsed[best][place + 1 :]
    if width < 2 or not rows or any(map(has_address_cell, rows)):
        return ""
    for other in DELIMITERS:
        split = [unwrapped(best.join(row), other) for row in rows]
        if other != best and all(len(cells) == width and has_address_cell(cells) for cells in split):
            return other
    return ""
