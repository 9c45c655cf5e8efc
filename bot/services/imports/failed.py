"""A CSV file of the rows that could not be imported: their columns, and why."""

import csv
import io
from pathlib import PurePath

from bot.services.files.headings import SURPLUS
from bot.services.words.text import seen
from storage.entities.imports import Import
from storage.uow import UnitOfWork

_HEADINGS = {
    "name": "name",
    "first": "first name",
    "last": "last name",
    "email": "email",
    "second_email": "second email",
    "tags": "tags",
}
# Spreadsheets take cells with these beginnings for formulas. Importing the file removes the apostrophe again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


async def failed_file(uow: UnitOfWork, job: Import) -> tuple[str, str]:
    """Build the file. Return its name and content, both empty if nothing failed."""
    rows = await uow.import_rows.failed(job.id)
    if not rows:
        return "", ""
    header = _header(job)
    width = max(len(header), *(len(row.cells) for row in rows))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*header, *[SURPLUS] * (width - len(header)), "error"])
    for row in rows:
        cells = (safe(seen(cell)) for cell in _padded(row.cells, width))
        writer.writerow([*cells, row.detail or row.reason])
    return f"{PurePath(job.file_name).stem}-failed.csv", out.getvalue()


def _header(job: Import) -> list[str]:
    """Return the original header. Without one, name the columns so that importing recognises them."""
    if not job.columns.get("headless"):
        return [*map(safe, job.header)]
    header = list(job.header)
    for role, places in job.columns_wanted.items():
        for place in places if isinstance(places, list) else [places]:
            header[place] = _HEADINGS[role]
    return header


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def safe(cell: str) -> str:
    """Put an apostrophe before a cell that could be a formula, even if it already has one."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell
