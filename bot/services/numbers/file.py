"""The numbers as a CSV file: a line for each month, link and import."""

import csv
import io
from collections.abc import Iterator

from bot.services.files.cells import safe_cell
from storage.entities.numbers import Counts, Numbers

HEADER = ("by", "name", "asked", "yes", "no", "days_to_yes", "waiting", "hired", "hired_again", "active")


def numbers_file(numbers: Numbers) -> bytes:
    """Build the file. Excel recognises UTF-8 by the byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows([safe_cell(cell) for cell in line] for line in _lines(numbers))
    return text.getvalue().encode("utf-8-sig")


def _lines(numbers: Numbers) -> Iterator[tuple[str, ...]]:
    for month in numbers.months:
        yield "month", f"{month.first:%Y-%m}", *_counts(month.counts, active=str(month.active))
    for link in numbers.links:
        answers = str(link.signed_up), str(link.approved), str(link.declined)
        yield "link", link.name, *answers, "", str(link.waiting), str(link.hired), str(link.again), ""
    for job in numbers.imports:
        yield "import", f"{job.file_name}, {job.day}", *_counts(job.counts)


def _counts(counts: Counts, active: str = "") -> tuple[str, ...]:
    days = "" if counts.days_to_yes is None else f"{counts.days_to_yes:.1f}"
    answers = str(counts.asked), str(counts.yes), str(counts.no)
    return *answers, days, "", str(counts.hired), str(counts.again), active
