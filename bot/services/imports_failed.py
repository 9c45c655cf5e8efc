"""The rows that could not be imported, as a file: the columns they had, and why."""

import csv
import io
from pathlib import PurePath

from storage.import_models import Import
from storage.uow import UnitOfWork

# A spreadsheet takes a cell that begins so for a formula; reading the file takes the apostrophe off again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


async def failed_file(uow: UnitOfWork, job: Import) -> tuple[str, str]:
    """(name, content) of the file; no content if nothing failed."""
    rows = await uow.import_rows.failed(job.id)
    if not rows:
        return "", ""
    width = max(len(job.header), *(len(row.cells) for row in rows))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*_padded(_header(job), width), "error"])
    for row in rows:
        writer.writerow([*map(safe, _padded(row.cells, width)), row.detail or row.reason])
    return f"{PurePath(job.file_name).stem}-failed.csv", out.getvalue()


def _header(job: Import) -> list[str]:
    """As it was; a file without one gets the words by which its columns are known again."""
    if not job.columns.get("headless"):
        return [*map(safe, job.header)]
    header = list(job.header)
    for role, place in job.columns_wanted.items():
        header[place] = role
    return header


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def safe(cell: str) -> str:
    """A cell no spreadsheet runs. One that has an apostrophe before such a sign already gets another."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell
