"""An uploaded contact list from bytes to records with line numbers, or a refusal that says what to do.

Nothing is dropped or guessed in silence; nothing here waits, and no step holds the interpreter for long.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from itertools import chain

from bot.services.imports_delimiter import find_delimiter
from bot.services.imports_kind import WORKBOOK, byte_order, kind
from bot.services.imports_words import HEADER_LINES
from storage.errors import Refused

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 64
LONGEST_CELL = 10_000

# Of a row within the limits, were every character in it a doubled quotation mark.
_LONGEST_RECORD = MOST_COLUMNS * (2 * LONGEST_CELL + 3)
_PIECE = 65_536
_END = re.compile(r"\r\n?|\n")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_OTHER_ENDS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")  # of str.splitlines, and of no editor

Record = tuple[int, list[str]]
"""(line number as an editor shows it, or the sheet's row; cells)"""


class Encoding(StrEnum):
    """What `File encoding` offers; the values are its words."""

    UTF_8 = "UTF-8"
    WINDOWS_1252 = "Windows-1252"
    MAC_ROMAN = "Mac Roman"
    UTF_16 = "UTF-16"
    ISO_8859_15 = "ISO-8859-15"


_CODECS = {
    Encoding.UTF_8: "utf-8",
    Encoding.WINDOWS_1252: "cp1252",
    Encoding.MAC_ROMAN: "mac-roman",
    Encoding.UTF_16: "utf-16",
    Encoding.ISO_8859_15: "iso8859-15",
}
_MARKS = {
    b"\xef\xbb\xbf": (Encoding.UTF_8, "utf-8"),
    b"\xff\xfe": (Encoding.UTF_16, "utf-16-le"),
    b"\xfe\xff": (Encoding.UTF_16, "utf-16-be"),
}


class FileRefused(Refused):
    """The file cannot be read; `line` is where, if it is one line's fault."""

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text)
        self.line = line


EMPTY = "This file is empty. Please upload one that has a header and a row for each person."
TOO_BIG = f"This file is larger than {MOST_BYTES // 1_000_000} MB. Please split it and upload the parts."
TOO_MANY_ROWS = f"This file has more than {MOST_ROWS:,} rows. Please split it and upload the parts."


def is_workbook(name: str, data: bytes) -> bool:
    """Whether it is an .xlsx; False for text. Raises FileRefused with what it is when it is neither.

    The name decides nothing: it is for the person.
    """
    if len(data) > MOST_BYTES:
        raise FileRefused(TOO_BIG)
    if not data.strip():
        raise FileRefused(EMPTY)
    what = kind(data)
    if what not in (None, WORKBOOK):
        raise FileRefused(
            f"{name} cannot be imported, because it is {what}. "
            "Please save the list as a CSV file or as an Excel workbook (.xlsx) and upload that."
        )
    return what == WORKBOOK


def decode(data: bytes, wanted: Encoding | None = None) -> tuple[str, Encoding]:
    """The text without its byte order mark, and how it was read. Raises FileRefused.

    Unless told, in this order: the mark, strict UTF-8, strict Windows-1252.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    if wanted is Encoding.UTF_16:
        return _sixteen(data), wanted
    marked, codec = _MARKS.get(mark, (None, ""))
    if wanted is None and marked:
        return _strict(data[len(mark) :], codec, marked), marked
    if marked is Encoding.UTF_16 or byte_order(data):
        raise FileRefused(f'This file is UTF-16. Please choose "{Encoding.UTF_16}" as File encoding.')
    body = data[len(mark) :]
    if wanted is None:
        with suppress(UnicodeDecodeError):
            return body.decode("utf-8"), Encoding.UTF_8
    encoding = wanted or Encoding.WINDOWS_1252
    return _strict(body, _CODECS[encoding], encoding), encoding


def _sixteen(data: bytes) -> str:
    mark = data[:2] if data[:2] in _MARKS else b""
    codec = _MARKS[mark][1] if mark else byte_order(data)
    if codec is None:
        raise FileRefused("This file is not UTF-16. Please choose another File encoding.")
    return _strict(data[len(mark) :], codec, Encoding.UTF_16)


def _strict(data: bytes, codec: str, encoding: Encoding) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            f"Line {line} has a character that does not exist in {encoding}. "
            "Please choose another File encoding.",
            line,
        ) from error


class _Lines:
    """The lines of a text with their ends, only at the three ends that an editor counts.

    It keeps the reader from swallowing a file for one row: a quotation mark left open, a million columns.
    """

    def __init__(self, text: str, start: int) -> None:
        self.row = 2 if start else 1  # the line in which the present row began; the reader's caller moves it
        self._text, self._start = text, start

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self._pieces())

    def _pieces(self) -> Iterator[list[str]]:
        """Some lines at a time, so that neither a list of all is made nor every line costs a step here."""
        row, row_start = self.row, self._start  # the place is at or before the row's
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
        """The last end of a line within a piece; the next one if a single line is longer."""
        stop = start + _PIECE
        if stop >= len(self._text):
            return len(self._text)
        last = max(self._text.rfind("\n", start, stop), self._text.rfind("\r", start, stop - 1))
        if last >= 0:
            return last + 1
        following = _END.search(self._text, stop - 1)
        return following.end() if following else len(self._text)


def records(text: str) -> Iterator[Record]:
    """The rows with something in them, one after the other. Raises FileRefused at the row that is wrong."""
    # The limit is the process's, not the reader's: set each time, because any other reader could have set it.
    csv.field_size_limit(LONGEST_CELL)
    delimiter, start = find_delimiter(text)
    lines = _Lines(text, start)
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    line = first = lines.row
    left = MOST_ROWS + HEADER_LINES
    try:
        for cells in reader:
            if any(cells):
                left -= 1
                yield line, cells if len(cells) <= MOST_COLUMNS else narrowed(cells, line)
                if left < 0:
                    raise FileRefused(TOO_MANY_ROWS)
            lines.row = line = reader.line_num + first
    except csv.Error as error:
        raise _wrong(str(error), line) from error


def narrowed(cells: list[str], line: int, word: str = "Line") -> list[str]:
    """The row without the empty cells at its end. Raises FileRefused if it is still too wide."""
    width = next((at for at in range(len(cells), 0, -1) if cells[at - 1].strip()), 0)
    if width > MOST_COLUMNS:
        raise FileRefused(
            f"{word} {line} has more than {MOST_COLUMNS} columns. Please keep those with name, email, tags.",
            line,
        )
    return cells[:width]


def _too_long(line: int) -> FileRefused:
    return FileRefused(
        f"The row that begins in line {line} has a cell of more than {LONGEST_CELL:,} characters or too many "
        "cells. Perhaps a quotation mark in it is not closed: please look there.",
        line,
    )


def _wrong(error: str, line: int) -> FileRefused:
    if "field larger" in error:
        return _too_long(line)
    if "unexpected end" in error:
        return FileRefused(
            f"In the row that begins in line {line} a quotation mark is not closed. "
            'Please close it, or write it twice ("") if it belongs to the text.',
            line,
        )
    return FileRefused(
        f"In the row that begins in line {line} something follows a closing quotation mark. "
        'Please write a quotation mark inside a cell twice ("").',
        line,
    )
