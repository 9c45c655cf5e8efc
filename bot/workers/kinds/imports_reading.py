"""Reads a file into rows, in steps that run in a thread."""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice

from blocks.imports.words import lines_left_out
from bot.services.files.cells import bare_cell
from bot.services.files.columns import Columns, Header, chosen_columns, find_header
from bot.services.files.decoding import offered
from bot.services.files.encodings import Encoding
from bot.services.files.headings import HEADER_LINES, last_name_first
from bot.services.files.kind import is_workbook, kind
from bot.services.files.limits import Record
from bot.services.files.names import all_turned
from bot.services.files.rows import ReadRow, RowReader
from bot.services.files.text_file import lines_of_sheet, open_text
from bot.services.files.workbook import Sheet, memory, read_workbook
from bot.services.imports.read import hashes, known_among, values_of
from storage.engine.base import Json
from storage.engine.bulk import Values
from storage.entities.imports import Import, Reading
from storage.uow import UnitOfWork

MEMORY_OF_ONE_TURN = 2_000_000_000  # bytes
SHEET = "Excel"  # a workbook declares its encoding itself
MOST_DOUBTED = 5  # names shown to judge the letters by
MOST_TOLD = 20  # lines named whose tags are cut

Records = Callable[[], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with a known header. `below` yields the records under it; `hidden` are lines its sheet hides."""

    encoding: str
    header: Header
    columns: Columns | None
    below: Iterator[Record]
    how: Reading
    hidden: Collection[int] = ()
    doubtful: bool = False

    @property
    def left_out(self) -> str | None:
        """A sentence about lines skipped above the header, or None."""
        above = self.header.preamble
        if not above:
            return None
        return lines_left_out(above, self.header.line)

    def reader(self, today: date) -> RowReader:
        assert self.columns, "asked for before"
        header = self.header
        return RowReader(
            self.columns, len(header.cells), surplus=header.surplus, turn=self.how.turned, today=today
        )


class Tally:
    """Collects while a file is read what its review says about the rows."""

    def __init__(self, file: Opened) -> None:
        self._file, self._hidden = file, 0
        self._doubted: dict[str, None] = {}

    def add(self, rows: Sequence[ReadRow]) -> None:
        if self._file.hidden:
            self._hidden += sum(row.line in self._file.hidden for row in rows)
        if self._file.doubtful and len(self._doubted) < MOST_DOUBTED:
            self._doubted |= dict.fromkeys(row.name for row in rows if not row.name.isascii())

    def how_read(self, reader: RowReader) -> Reading:
        doubted = list(self._doubted)[:MOST_DOUBTED]
        unread = {field: lines[:MOST_TOLD] for field, lines in reader.unread.items()}
        cut = reader.tags_cut[:MOST_TOLD]
        return replace(self._file.how, hidden=self._hidden, doubted=doubted, tags_cut=cut, unread=unread)


def turns_for_workbooks() -> asyncio.Semaphore:
    """Allow one workbook at a time for each 2 GB of this machine: reading one takes up to 300 MB."""
    return asyncio.Semaphore(max(1, memory() // MEMORY_OF_ONE_TURN))


async def open_file(job: Import, data: bytes, workbooks: asyncio.Semaphore) -> Opened:
    """Open a file and find its header. Workbooks wait for their turn. Raises FileRefused."""
    if await asyncio.to_thread(is_workbook, job.file_name, data):
        async with workbooks:
            sheet = await read_workbook(data, job.sheet_wanted)
        how = Reading(sheet=sheet.name, sheets=sheet.sheets)
        read = partial(records_of, sheet)
        opened = await asyncio.to_thread(_opened, SHEET, read, job.columns_wanted, how)
        return replace(opened, hidden=sheet.hidden)
    wanted = Encoding(job.encoding_wanted) if job.encoding_wanted else None
    file = await asyncio.to_thread(open_text, data, wanted)
    decoded = file.decoded
    how = Reading(encodings=[each.value for each in decoded.fitting])
    opened = await asyncio.to_thread(_opened, decoded.encoding.value, file.records, job.columns_wanted, how)
    return replace(opened, doubtful=decoded.doubtful)


def records_of(sheet: Sheet) -> Iterator[Record]:
    """Yield a sheet's rows, or the lines of a text where all of it stands in one column."""
    return lines_of_sheet(sheet.records) or iter(sheet.records)


def _opened(encoding: str, records: Records, wanted: Json, how: Reading) -> Opened:
    header = find_header(list(islice(records(), HEADER_LINES)))
    columns = chosen_columns(wanted, header.cells) if wanted else header.columns
    turned = columns is not None and _all_turned(records, header, columns)
    how = replace(how, guess=header.guess, samples=header.samples, turned=turned)
    return Opened(encoding, header, columns, _below(records, header), how)


def _below(records: Records, header: Header) -> Iterator[Record]:
    return (record for record in records() if record[0] >= header.first_row)


def _all_turned(records: Records, header: Header, columns: Columns) -> bool:
    """Tell whether names are written "Lindholm, Ada": all of them, or as the heading says."""
    if len(columns.names) != 1:
        return False
    place = columns.names[0]
    if not header.headless and last_name_first(header.cells[place]):
        return True
    names = (bare_cell(cells[place]) for _, cells in _below(records, header) if place < len(cells))
    return all_turned(filter(None, names))


def encodings_of(data: bytes | None) -> list[str]:
    """List the encodings that may be chosen for a file that could not be read: none unless it is text."""
    return [] if data is None or kind(data) is not None else [each.value for each in offered(data)]


def next_rows(reader: RowReader, below: Iterator[Record], most: int) -> list[ReadRow]:
    """Read up to `most` rows, none at the end of the file. Raises FileRefused."""
    rows = (row for record in below if (row := reader.read(record)))
    return list(islice(rows, most))


async def as_values(
    uow: UnitOfWork, job: Import, rows: Sequence[ReadRow], hidden: Collection[int]
) -> list[Values]:
    """Classify rows and build their database values."""
    recipients = await asyncio.to_thread(hashes, rows, uow.suppressions.hash_recipient)
    found = await known_among(uow, rows, recipients)
    return await asyncio.to_thread(values_of, job, rows, recipients, *found, hidden)


def hash_of(data: bytes) -> str:
    """Compute a file's SHA-256, to recognise the same file later."""
    return hashlib.sha256(data).hexdigest()
