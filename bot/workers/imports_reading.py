"""One file on its way from bytes to rows, in steps that a thread takes while everybody else goes on."""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from bot.services.imports_columns import Columns, Header, find_header
from bot.services.imports_file import Encoding, Record, decode, is_workbook, records
from bot.services.imports_read import hashes, known_among, values_of
from bot.services.imports_rows import ReadRow, RowReader
from bot.services.imports_words import HEADER_LINES
from bot.workbook import read_workbook
from storage.base import Json
from storage.bulk import Values
from storage.import_models import Import
from storage.uow import UnitOfWork

SHEET = "Excel"  # a workbook says itself how its letters are written


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose header is known; `below` has the records that are rows."""

    encoding: str
    header: Header
    columns: Columns | None
    below: Iterator[Record]

    @property
    def left_out(self) -> str | None:
        """Nothing is dropped without a word."""
        above = self.header.preamble
        if not above:
            return None
        lines = "1 line" if above == 1 else f"{above} lines"
        return f"{lines} above the header on line {self.header.line} left out."

    def reader(self) -> RowReader:
        assert self.columns, "asked for before"
        return RowReader(self.columns, len(self.header.cells))


async def open_file(job: Import, data: bytes) -> Opened:
    """Raises FileRefused."""
    if await asyncio.to_thread(is_workbook, job.file_name, data):
        encoding, found = SHEET, iter(await read_workbook(data))
    else:
        wanted = Encoding(job.encoding_wanted) if job.encoding_wanted else None
        text, used = await asyncio.to_thread(decode, data, wanted)
        encoding, found = used.value, records(text)
    return await asyncio.to_thread(_opened, encoding, found, job.columns_wanted)


def _opened(encoding: str, found: Iterator[Record], wanted: Json) -> Opened:
    first = list(islice(found, HEADER_LINES))
    header = find_header(first)
    columns = header.columns if not wanted else chosen_columns(wanted)
    below = (record for record in chain(first, found) if record[0] >= header.first_row)
    return Opened(encoding, header, columns, below)


def chosen_columns(wanted: Json) -> Columns:
    """As a person has said which is which."""
    tags = (wanted["tags"],) if "tags" in wanted else ()
    return Columns((wanted["name"],), wanted["email"], tags)


def next_rows(reader: RowReader, below: Iterator[Record], most: int) -> list[ReadRow]:
    """Up to so many rows; none at the end of the file. Raises FileRefused."""
    rows = (row for record in below if (row := reader.read(record)))
    return list(islice(rows, most))


async def as_values(uow: UnitOfWork, job: Import, rows: Sequence[ReadRow]) -> list[Values]:
    """The rows as they are stored, each with what it is to us."""
    recipients = await asyncio.to_thread(hashes, rows, uow.suppressions.hash_recipient)
    found = await known_among(uow, rows, recipients)
    return await asyncio.to_thread(values_of, job, rows, recipients, *found)


def hash_of(data: bytes) -> str:
    """By which the very same file is known again."""
    return hashlib.sha256(data).hexdigest()
