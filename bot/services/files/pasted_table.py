"""Reads people out of a table with a header that was pasted into a message; pure."""

from itertools import islice

from bot.services.files.columns import find_header
from bot.services.files.headings import HEADER_LINES, header_among
from bot.services.files.limits import FileRefused
from bot.services.files.records import records
from bot.services.files.rows import read_rows


def people_of_table(text: str, most: int) -> list[tuple[str, str]]:
    """List name and address of the rows below a header. Empty if the text is no such table."""
    try:
        found = [*islice(records(text.replace("```", "\n").strip()), HEADER_LINES + most)]
    except FileRefused:
        return []
    if header_among([cells for _, cells in found[:HEADER_LINES]]) is None:
        return []
    header = find_header(found)
    if header.columns is None or not header.columns.names:
        return []
    rows = read_rows(found, header, header.columns)
    return [(row.name, row.email) for row in rows if row.email_key and row.twice_of is None][:most]
