"""Splits the text of a file into records with line numbers, or refuses it.

Nothing is dropped or guessed silently. Nothing waits, and no step blocks the interpreter for long.
"""

import csv
import re
from collections.abc import Iterator
from itertools import chain

from bot.services.files.delimiter import Dialect, find_dialect, unwrapped, with_tabs
from bot.services.files.headings import HEADER_LINES, header_among
from bot.services.files.limits import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_ROWS,
    FileRefused,
    Record,
    narrowed,
)

_LONGEST_RECORD = 2_000_000  # characters; a longer one has a quotation mark that is not closed
_PIECE = 65_536
_END = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
# line ends for str.splitlines, but not for editors
_OTHER_ENDS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_BEHIND_QUOTE = re.compile(r'" +(?=[,;|\t\r\n]|\Z)')
_QUOTED = re.compile(r'("(?:[^"]++|"")*+") +(?=[,;|\t\r\n]|\Z)|"(?:[^"]++|"")*+"')
_END_MARKS = "\x1a\x00"  # of old programs


def records(text: str) -> Iterator[Record]:
    """Split the text into records that are not empty. Raises FileRefused at the first faulty one."""
    # The limit is global to the process, and other code may have changed it, so set it each time.
    csv.field_size_limit(_LONGEST_RECORD)
    text = text.rstrip(_END_MARKS)
    if _BLANK_BEHIND_QUOTE.search(text):
        text = _QUOTED.sub(lambda cell: cell[1] or cell[0], text)
    dialect = find_dialect(text)
    found = _records(with_tabs(text) if dialect.spaced else text, dialect)
    return _inner(found, dialect.inner) if dialect.inner else found


def _records(text: str, dialect: Dialect) -> Iterator[Record]:
    lines = _Lines(text, dialect.start)
    source, delimiter, below = iter(lines), dialect.delimiter, dialect.below
    line, left = lines.row, MOST_ROWS + HEADER_LINES
    try:
        while delimiter:
            reader, first = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=True), line
            delimiter = ""
            for cells in reader:
                if any(cells):
                    left -= 1
                    yield line, cells if len(cells) <= MOST_COLUMNS else narrowed(cells, line)
                    if left < 0:
                        raise FileRefused(TOO_MANY_ROWS)
                lines.row = line = reader.line_num + first
                if below and header_among([cells]) == 0:
                    delimiter, below = below, ""
                    break
    except csv.Error as error:
        raise _wrong(str(error), lines.row) from error


def _inner(found: Iterator[Record], delimiter: str) -> Iterator[Record]:
    """Split first cells, each of which is a whole line."""
    return ((line, unwrapped(cells[0], delimiter)) for line, cells in found if cells[0])


class _Lines:
    """The lines of a text, split only where editors split them.

    It raises FileRefused before an open quotation mark or endless columns make the reader take the whole file
    for one row.
    """

    def __init__(self, text: str, start: int) -> None:
        self.row = 2 if start else 1  # the line where the current record began; kept up to date by `records`
        self._text, self._start = text, start

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._pieces())

    def _pieces(self) -> Iterator[list[str]]:
        """Yield batches of lines, to avoid both one huge list and a Python step for each line."""
        row, row_start = self.row, self._start  # where the current record began, or a little earlier
        start = self._start
        while start < len(self._text):
            end = self._end(start)
            if self.row > row:
                row, row_start = self.row, start
            if end - row_start > _LONGEST_RECORD + _PIECE:
                raise _too_long(self.row)
            piece = self._text[start:end]
            yield _LINE.findall(piece) if _OTHER_ENDS.search(piece) else piece.splitlines(keepends=True)
            start = end

    def _end(self, start: int) -> int:
        """Find the last line end within a piece, or the next one if a single line is longer."""
        stop = start + _PIECE
        if stop >= len(self._text):
            return len(self._text)
        last = max(self._text.rfind("\n", start, stop), self._text.rfind("\r", start, stop - 1))
        if last >= 0:
            return last + 1
        following = _END.search(self._text, stop - 1)
        return following.end() if following else len(self._text)


def _too_long(line: int) -> FileRefused:
    return FileRefused(
        f"The row that begins on line {line} has a cell of more than {LONGEST_CELL:,} characters or too many "
        "cells. Please check it for a quotation mark that is not closed.",
        line,
    )


def _wrong(error: str, line: int) -> FileRefused:
    if "field larger" in error:
        return _too_long(line)
    if "unexpected end" in error:
        return FileRefused(
            f"The row that begins on line {line} has a quotation mark that is not closed. "
            'Please close it, or write it twice ("") if it belongs to the text.',
            line,
        )
    return FileRefused(
        f"The row that begins on line {line} has text after a closing quotation mark. "
        'Please write a quotation mark inside a cell twice ("").',
        line,
    )
