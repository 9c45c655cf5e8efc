"""Which character parts the cells of a text file."""

import csv
import io
import re
from collections import Counter
from contextlib import suppress
from itertools import islice

from bot.services.imports_words import HEADER_LINES, Role, holds_address, roles

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 65_536
_COLUMNS = 64

# Excel's own line for it, which some programs write first: sep=;
_SAID = re.compile(r'"?sep=([!#-/:-@\[-`{-~\t])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)


def find_delimiter(text: str) -> tuple[str, int]:
    """(the delimiter, how many characters at the start do nothing but name it)"""
    said = _SAID.match(text)
    if said:
        return said[1], said.end()
    sample = text[:_SAMPLE]
    return max(_DELIMITERS, key=lambda delimiter: _fitness(_sampled(sample, delimiter))), 0


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    with suppress(csv.Error):  # what is wrong is said when the file is read
        rows.extend(row[:_COLUMNS] for row in islice(reader, HEADER_LINES))
    return [row for row in rows if row]


def _fitness(rows: list[list[str]]) -> tuple[int, int, float, int]:
    """Headings we know count most, then rows with an address of their own, then rows of one width."""
    known = max(map(_headings, rows), default=0)
    addresses = sum(holds_address(row) for row in rows)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, often = widths.most_common(1)[0] if widths else (1, 0)
    return known, addresses if widths else 0, often / max(1, len(rows)), width


def _headings(row: list[str]) -> int:
    found = roles(row)
    return len(found) - found.count(None) if Role.EMAIL in found or Role.SECOND_EMAIL in found else 0
