"""Records of a contact list to checked rows: a name, an address and tags, or what is wrong in words."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.services.addresses import LONGEST, Email, parse_email, plain_key
from bot.services.imports_columns import Columns, Header
from bot.services.imports_file import MOST_ROWS, TOO_MANY_ROWS, FileRefused, Record
from bot.services.invitation import clean_tags
from bot.services.text import NAME_LENGTH, one_line

MOST_OF_A_MAILBOX = 5

NO_NAME = "Please give the person's name."
TOO_WIDE = (
    "This row has more cells than the header. "
    "Please put quotation marks around a cell that has the delimiter in it."
)
SEVERAL = "There are several email addresses in this cell. Please keep one, or make a row for each."
ONE_MAILBOX = "More than five addresses of one mailbox are in this file. Please keep one of them."

_LONGEST_READ = 2_000  # of a cell: a name has 80 letters, whatever its length
_REMEMBERED = 200  # longer cells of tags are not worth remembering


class ReadRow(NamedTuple):
    """One person of the file. A tuple: of 100,000 a frozen dataclass takes three times as long."""

    line: int
    cells: list[str]
    name: str
    email: str  # as shown
    email_key: str  # "" if the address is bad
    tags: tuple[str, ...]
    problem: str = ""  # sentences for a person; "" if the row is good
    twice_of: int | None = None  # the line of the first good row with this address


class Checked(NamedTuple):
    """What was typed, cleaned; `errors` is by the fields `name` and `email`."""

    name: str
    email: Email
    tags: tuple[str, ...]
    errors: dict[str, str]


def check_row(name: str, email: str, tags: str) -> Checked:
    """Three cells, or the three inputs of `Mend`."""
    cleaned, (shown, key, problem) = _clean_name(name), _address(email)
    errors = {"name": "" if cleaned else NO_NAME, "email": problem}
    wrong = {field: error for field, error in errors.items() if error}
    return Checked(cleaned, Email(shown, key), split_tags(tags), wrong)


def _clean_name(cell: str) -> str:
    return one_line(_unguarded(cell)[:_LONGEST_READ], NAME_LENGTH)


def _address(cell: str) -> tuple[str, str, str]:
    """(as shown, its key, what is wrong)"""
    try:
        email = parse_cell(cell)
    except ValueError as error:
        return one_line(cell[:_LONGEST_READ], LONGEST), "", str(error)
    return email.shown, email.key, ""


# A spreadsheet runs a cell that begins so; our export puts an apostrophe before it, or one more before those.
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def _unguarded(cell: str) -> str:
    """The cell without the spaces around it and without its guard."""
    cell = cell.strip()
    return cell[1:] if cell and cell[0] == "'" and _GUARDED.match(cell) else cell


# What people and programs put around and between addresses.
_AROUND = re.compile(r"[\s<>()\[\]{};,|\"“”„«»]+")


def parse_cell(cell: str) -> Email:
    """An address as lists have it: `Ada <ada@x.dk>`, `mailto:ada@x.dk`, quoted, with a dot behind it.

    Raises ValueError with a sentence.
    """
    cell = _unguarded(cell)
    try:
        return parse_email(cell)
    except ValueError:
        words = [_bare(word) for word in _AROUND.split(cell)]
        addresses = {word.casefold(): word for word in words if "@" in word}
        if len(addresses) > 1:
            raise ValueError(SEVERAL) from None
        named = cell.count("<") == 1 and cell.rstrip(" .;,").endswith(">")
        if addresses and (named or all("@" in word for word in words if word)):
            return parse_email(next(iter(addresses.values())))
        raise


def _bare(word: str) -> str:
    word = word.strip("'`‘’").rstrip(".:'")
    return word[7:].partition("?")[0] if word[:7].lower() == "mailto:" else word


_TAG_ENDS = re.compile(r":::|[;,|\r\n]")


def split_tags(cell: str) -> tuple[str, ...]:
    """Tags between semicolons, commas, vertical bars or the " ::: " of Google Contacts."""
    return _remembered_tags(cell) if len(cell) <= _REMEMBERED else _tags(cell)


def _tags(cell: str) -> tuple[str, ...]:
    return clean_tags(tag.lstrip(" *") for tag in _TAG_ENDS.split(_unguarded(cell)))


_remembered_tags = lru_cache(maxsize=4_096)(_tags)


class RowReader:
    """Reads row by row and knows those before: the first good row with an address is the one that counts."""

    def __init__(self, columns: Columns, width: int) -> None:
        """`width` is the header's: a row beyond it has a delimiter too many."""
        self._columns, self._width = columns, width
        self._email = columns.email
        self._name = columns.names[0] if len(columns.names) == 1 and not columns.instead else None
        self._tags = columns.tags[0] if len(columns.tags) == 1 else None
        self._needed = 1 + max(*columns.names, *columns.instead, columns.email, *columns.tags)
        self._lines: dict[str, int] = {}  # the first good row's, by the address
        self._variants: dict[str, int] = {}  # how many addresses with a plus a mailbox has
        self._rows = 0

    def read(self, record: Record) -> ReadRow | None:
        """None for a row with nothing in it. Raises FileRefused when there are more than MOST_ROWS.

        Long, because a call for each step would take a third of the time that 100,000 rows take.
        """
        line, cells = record
        width = len(cells)
        filled = cells if width >= self._needed else [*cells, *[""] * (self._needed - width)]
        name = _clean_name(self._joined_name(filled) if self._name is None else filled[self._name])
        tags = split_tags(self._joined_tags(filled) if self._tags is None else filled[self._tags])
        shown, problem = filled[self._email].strip(), ""
        key = plain_key(shown)
        if key is None or shown[0] == "'":
            shown, key, problem = _address(shown)
        if problem or not name or width > self._width:
            if not any(map(str.strip, cells)):
                return None
            key, problem = self._doubted(cells, name, key, problem)
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise FileRefused(TOO_MANY_ROWS)
        if not problem and ("+" in key or self._variants) and self._crowded(key):
            problem = ONE_MAILBOX
        first = line if problem else self._lines.setdefault(key, line)
        return ReadRow(line, cells, name, shown, key, tags, problem, None if first == line else first)

    def _doubted(self, cells: list[str], name: str, key: str, problem: str) -> tuple[str, str]:
        if any(map(str.strip, cells[self._width :])):
            return "", TOO_WIDE  # what else is wrong may come of this
        return key, problem if name else f"{NO_NAME} {problem}".rstrip()

    def _joined_name(self, cells: list[str]) -> str:
        return _joined(cells, self._columns.names) or _joined(cells, self._columns.instead)

    def _joined_tags(self, cells: list[str]) -> str:
        return ";".join(_unguarded(cells[place]) for place in self._columns.tags)

    def _crowded(self, key: str) -> bool:
        """Counts a new variant, unless there are enough of its mailbox."""
        if key in self._lines:
            return False
        local, plus, rest = key.partition("+")
        if not (plus and local):
            return self._variants.get(key, 0) >= MOST_OF_A_MAILBOX
        mailbox = local + rest[rest.rindex("@") :]
        variants = self._variants.get(mailbox, 0)
        if variants + (mailbox in self._lines) >= MOST_OF_A_MAILBOX:
            return True
        self._variants[mailbox] = variants + 1
        return False


def _joined(cells: list[str], places: tuple[int, ...]) -> str:
    return " ".join(filter(None, (_unguarded(cells[place]) for place in places)))


def read_rows(
    records: Iterable[Record], header: Header, columns: Columns, width: int | None = None
) -> Iterator[ReadRow]:
    """The rows below the header, read by these columns; `width` where the header's own is not the limit."""
    reader = RowReader(columns, len(header.cells) if width is None else width)
    for record in records:
        if record[0] >= header.first_row:
            row = reader.read(record)
            if row is not None:
                yield row
