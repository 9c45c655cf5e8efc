"""Turns a contact list's records into checked rows: name, address and tags, or what is wrong."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from bot.services.files.cells import bare_cell
from bot.services.files.columns import Columns, Header
from bot.services.files.limits import LONGEST_CELL, MOST_ROWS, TOO_MANY_ROWS, FileRefused, Record
from bot.services.files.names import all_turned, name_in, plain_name, turned
from bot.services.files.profile_columns import read_cells
from bot.services.files.tag_cells import joined_tags, split_tags
from bot.services.words.addresses import LONGEST, Email, parse_email, plain_key
from bot.services.words.text import NAME_LENGTH, one_line
from storage.engine.base import Json
from storage.entities.address_refused import SeveralAddresses
from storage.entities.profile import said_to_json

MOST_OF_A_MAILBOX = 5

NO_NAME = "Please enter a name."
TOO_WIDE = (
    "This row has more cells than the header. "
    "Please put quotation marks around a cell that has the delimiter in it."
)
TOO_LONG = f"This row has a cell of more than {LONGEST_CELL:,} characters. Please shorten it."
LOST_LETTER = "A letter of this row can't be read; it is shown as �. Please type the words again."
SEVERAL = "This cell has several email addresses. Please keep one, or add a row for each."
ONE_MAILBOX = "This file has more than five addresses of the same mailbox. Please keep one of them."

UNREADABLE = "\ufffd"  # stands for a byte that is no letter
_HYPERLINK = re.compile(r"[^#]*#(?:mailto:)?([^#@]+@[^#@]+)#[^#]*")  # a cell of Access: text#address#
_LONGEST_READ = 2_000  # characters read of a cell; a name has at most 80 letters


class ReadRow(NamedTuple):
    """One person's row. A tuple, because 100,000 frozen dataclasses take three times as long."""

    line: int
    cells: list[str]
    name: str
    email: str  # as shown
    email_key: str  # "" if the address is invalid
    tags: tuple[str, ...]
    problem: str = ""  # sentences for a person; "" if the row is valid
    twice_of: int | None = None  # the line of the first valid row with this address
    profile: Json | None = None  # what the row says of their work: {field: value}


class Checked(NamedTuple):
    """Cleaned input. `errors` maps the fields `name` and `email` to sentences."""

    name: str
    email: Email
    tags: tuple[str, ...]
    errors: dict[str, str]


def check_row(name: str, email: str, tags: str) -> Checked:
    """Check three cells, or the three inputs of the form that corrects a row."""
    cleaned, (shown, key, problem) = _clean_name(name), _address(bare_cell(email))
    errors = {"name": "" if cleaned else NO_NAME, "email": problem}
    wrong = {field: error for field, error in errors.items() if error}
    return Checked(cleaned, Email(shown, key), split_tags(tags).tags, wrong)


def _clean_name(cell: str) -> str:
    return one_line(plain_name(bare_cell(cell)[:_LONGEST_READ]), NAME_LENGTH)


def _address(cell: str) -> tuple[str, str, str]:
    """Return the address as shown, its key, and what is wrong with it."""
    try:
        email = parse_email(cell)
    except SeveralAddresses:
        return one_line(cell[:_LONGEST_READ], LONGEST), "", SEVERAL
    except ValueError as error:
        return one_line(cell[:_LONGEST_READ], LONGEST), "", str(error)
    return email.shown, email.key, ""


def _name_before(cell: str) -> str:
    """Find the name in "Lindholm, Ada" <ada@x.dk>."""
    before, bracket, _ = cell.partition("<")
    name = _clean_name(before.strip(" \"'“”„")) if bracket and "@" not in before else ""
    return turned(name) if all_turned([name]) else name


class RowReader:
    """A reader of rows that remembers earlier ones: the first valid row with an address counts."""

    def __init__(
        self,
        columns: Columns,
        width: int,
        *,
        surplus: tuple[int, ...] = (),
        turn: bool = False,
        today: date = date.min,
    ) -> None:
        """Prepare for these columns.

        A row wider than `width`, the header's, or with anything in a column of `surplus`, has a delimiter too
        many. `turn` says that all names are written "Lindholm, Ada". `today` is what "now" means in the file.
        """
        self._columns, self._width, self._surplus, self._turn = columns, width, surplus, turn
        self._email = columns.email
        self._name = columns.names[0] if len(columns.names) == 1 and not columns.instead else None
        self._tags = columns.tags[0] if len(columns.tags) == 1 else None
        self._used = sorted(columns.used)
        self._needed = 1 + max(self._used[-1], *surplus, 0)
        self._lines: dict[str, int] = {}  # address key → line of its first valid row
        self._variants: dict[str, int] = {}  # mailbox → number of its addresses with a plus
        self._rows = 0
        self._today = today
        self.unread: dict[
            str, list[int]
        ] = {}  # lines whose cells are left out: {field of the profile: lines}
        self.tags_cut: list[int] = []  # lines whose tags are too many or too long

    def read(self, record: Record) -> ReadRow | None:
        """Read one record. Returns None if it is empty; raises FileRefused after MOST_ROWS rows.

        The method is long on purpose: calls for each step would add a third to the time for 100,000 rows.
        """
        line, cells = record
        width = len(cells)
        filled = cells if width >= self._needed else [*cells, *[""] * (self._needed - width)]
        name = _clean_name(name_in(filled, self._columns) if self._name is None else filled[self._name])
        if self._turn:
            name = turned(name)
        tags, cut = split_tags(self._joined_tags(filled) if self._tags is None else filled[self._tags])
        shown, problem = filled[self._email].strip(), ""
        key = plain_key(shown)
        if key is None:
            cell = self._address_cell(filled)
            shown, key, problem = _address(cell)
            name = name or _name_before(cell)
        odd = cut or len(name) >= NAME_LENGTH or UNREADABLE in name
        if odd or self._surplus or problem or not name or width > self._width:
            if not any(map(bare_cell, map(one_line, cells))):
                return None
            key, problem = self._doubted(line, filled, name, key, problem, cut=cut)
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise FileRefused(TOO_MANY_ROWS)
        if not problem and ("+" in key or self._variants) and self._crowded(key):
            problem = ONE_MAILBOX
        # A row without a name counts where the address is a contact's.
        first = self._lines.get(key, line) if problem else self._lines.setdefault(key, line)
        profile = self._profile(line, cells) if self._columns.profile else None
        return ReadRow(
            line, cells, name, shown, key, tags, problem, None if first == line else first, profile
        )

    def _profile(self, line: int, cells: list[str]) -> Json | None:
        read = read_cells(cells, self._columns.profile, self._today)
        for field in read.unread:
            self.unread.setdefault(field, []).append(line)
        return said_to_json(read.said) or None

    def _doubted(
        self, line: int, cells: list[str], name: str, key: str, problem: str, *, cut: bool
    ) -> tuple[str, str]:
        """Return the address's key and the row's problem. Some problems may result from another."""
        if any(map(one_line, [*cells[self._width :], *(cells[place] for place in self._surplus)])):
            return "", TOO_WIDE
        if any(len(cells[place]) > LONGEST_CELL for place in self._used):
            return "", TOO_LONG
        if any(UNREADABLE in cells[place] for place in self._used):
            return key, LOST_LETTER
        if cut:
            self.tags_cut.append(line)
        return key, problem if name else f"{NO_NAME} {problem}".rstrip()

    def _address_cell(self, cells: list[str]) -> str:
        places = (self._email, *self._columns.others)
        cell = next(filter(None, (bare_cell(cells[place]) for place in places)), "")
        link = _HYPERLINK.fullmatch(cell)
        return link[1] if link else cell

    def _joined_tags(self, cells: list[str]) -> str:
        return joined_tags([cells[place] for place in self._columns.tags])

    def _crowded(self, key: str) -> bool:
        """Count a plus address of a mailbox. Return True, without counting, if there are already enough."""
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


def read_rows(
    records: Iterable[Record], header: Header, columns: Columns, width: int | None = None
) -> Iterator[ReadRow]:
    """Read the rows below the header. `width` replaces the header's as the widest allowed row."""
    reader = RowReader(columns, len(header.cells) if width is None else width, surplus=header.surplus)
    for record in records:
        if record[0] >= header.first_row:
            row = reader.read(record)
            if row is not None:
                yield row
