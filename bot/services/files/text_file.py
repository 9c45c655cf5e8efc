"""Opens an uploaded text file: its letters, and its records by the kind of list it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.services.files.decoding import Decoded, decode
from bot.services.files.encodings import Encoding
from bot.services.files.headings import HEADER_LINES, NAMES, header_among, holds_address, roles
from bot.services.files.limits import FileRefused, Record
from bot.services.files.plain_list import is_plain_list, lines_of, plain_records
from bot.services.files.records import records
from bot.services.files.vcard import card_records, is_vcard


@dataclass(frozen=True, slots=True)
class TextFile:
    """A decoded file. `records` reads it from the beginning, each time it is called."""

    decoded: Decoded
    records: Callable[[], Iterator[Record]]


def open_text(data: bytes, wanted: Encoding | None = None) -> TextFile:
    """Decode a file and choose how to read it. Raises FileRefused if it cannot be decoded."""
    decoded = decode(data, wanted)
    text = decoded.text
    read = card_records if is_vcard(text) else plain_records if _is_plain(text) else records
    return TextFile(decoded, lambda: read(text))


def lines_of_sheet(found: Sequence[Record]) -> Iterator[Record] | None:
    """Read a sheet with a single column, whose cells may be lines of a text. None if it has more columns."""
    column = next((place for _, cells in found for place, cell in enumerate(cells) if cell.strip()), None)
    if column is None or any(_has_others(cells, column) for _, cells in found):
        return None
    lines: list[str] = []
    for number, cells in found:
        lines += [""] * (number - 1 - len(lines))  # so that a line has the number of its row
        lines.append(" ".join(cells[column].split()) if column < len(cells) else "")
    text = "\n".join(lines)
    return (plain_records if _is_plain(text) else records)(text)


def _has_others(cells: list[str], column: int) -> bool:
    return any(cell.strip() for place, cell in enumerate(cells) if place != column)


def _is_plain(text: str) -> bool:
    """Tell whether a text lists people without columns, but for a heading that may be above."""
    first: list[list[str]] = []
    lines, faulty = lines_of(text), False
    try:
        first.extend(cells for _, cells in islice(records(text), HEADER_LINES))
    except FileRefused:
        faulty = True  # quotation marks as in "Ada" <ada@x.dk>, or a fault that is reported when all is read
    place = header_among(first)
    if place is not None:
        if sum(bool(cell.strip()) for cell in first[place]) > 1:
            return False
        first, lines = first[place + 1 :], lines[place + 1 :]
    return (not faulty or all("@" in line for line in lines)) and is_plain_list(first, lines)


def lists_people(data: bytes) -> bool:
    """Tell whether a text that nothing declares to be a list has people in it."""
    try:
        file = open_text(data)
        first = [cells for _, cells in islice(file.records(), HEADER_LINES)]
    except FileRefused:
        return False
    place = header_among(first)
    return place is not None and bool(NAMES & {*roles(first[place])}) and any(map(holds_address, first))
