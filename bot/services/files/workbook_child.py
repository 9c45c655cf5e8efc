"""The child process that reads a workbook: wanted sheet and file on stdin, lines of JSON on stdout."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)
from python_calamine import load_workbook as load

from bot.services.files.headings import HEADER_LINES, has_address_cell, header_among
from bot.services.files.hidden_rows import hidden_rows, with_slashes
from bot.services.files.limits import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_ROWS,
    FileRefused,
    Record,
    narrowed,
)

try:
    import resource
except ImportError:  # not on Windows, where only the timeout and the output limit protect us
    resource = None  # type: ignore[assignment]

_MEMORY = 300_000_000  # bytes of address space: a hundred thousand rows of ten columns take 130 MB
_PROCESSOR_SECONDS = 30
_MOST_SHEETS = 100  # limit of a Slack select

_DAMAGED = (
    "This workbook can't be read because it is damaged or not a workbook at all. "
    "Please open it, save it as an Excel workbook (.xlsx) or a CSV file, and upload that."
)
_PASSWORD = "This workbook has a password. Please save it without one and upload that."  # noqa: S105
_NO_SUCH_SHEET = "This sheet is not in the workbook. Please choose another one."

Cell = str | float | bool | date | datetime | time | timedelta


def main() -> None:
    _limit()
    out = sys.stdout
    try:
        wanted = json.loads(sys.stdin.buffer.readline())
        for line in _lines(with_slashes(sys.stdin.buffer.read()), wanted):
            out.write(json.dumps(line) + "\n")
        end: object = "end"
    except FileRefused as refusal:
        end = [refusal.text, refusal.line]
    except PasswordError:
        end = [_PASSWORD, None]
    except CalamineError:
        end = [_DAMAGED, None]
    out.write(json.dumps(end) + "\n")


def _limit() -> None:
    if resource is None:
        return
    limits = {"AS": _MEMORY, "CPU": _PROCESSOR_SECONDS, "CORE": 0, "FSIZE": 0}
    for name, limit in limits.items():
        with suppress(AttributeError, ValueError, OSError):  # each platform supports some of them
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))


def _lines(data: bytes, wanted: str | None) -> Iterator[object]:
    """Yield the sheet with the names of all sheets and its hidden rows, then its rows."""
    workbook = load(io.BytesIO(data))
    names = [
        each.name
        for each in workbook.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ][:_MOST_SHEETS]
    if wanted is not None and wanted not in names:
        raise FileRefused(_NO_SUCH_SHEET)
    sheet = workbook.get_sheet_by_name(wanted) if wanted else _with_people(workbook, names)
    yield sheet.name, names, sorted(hidden_rows(data, sheet.name))
    yield from _rows(sheet)


def _with_people(workbook: CalamineWorkbook, names: list[str]) -> CalamineSheet:
    """Choose the first sheet with a heading for addresses, or else with addresses, or else with anything."""
    second: CalamineSheet | None = None
    third: CalamineSheet | None = None
    for name in names:
        try:
            sheet = workbook.get_sheet_by_name(name)
            first = [list(map(shown, row)) for row in islice(sheet.iter_rows(), HEADER_LINES)]
        except CalamineError:
            if len(names) == 1:
                raise
            continue
        if len(names) == 1 or header_among(first) is not None:
            return sheet
        second = second or (sheet if any(map(has_address_cell, first)) else None)
        third = third or (sheet if first else None)
    found = second or third
    if found is None:
        raise FileRefused(EMPTY)
    return found


def _rows(sheet: CalamineSheet) -> Iterator[Record]:
    # The reader returns the empty rows above the first cell, but not the empty columns left of it.
    left = [""] * (sheet.start or (0, 0))[1]
    width = min((sheet.end or (0, 0))[1] + 1, MOST_COLUMNS)
    written = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = narrowed([*left, *map(shown, row)], number, "Row")
        if not cells:
            continue
        written += 1
        if written > MOST_ROWS + HEADER_LINES:
            raise FileRefused(TOO_MANY_ROWS)
        # Pad the first rows, the header among them, to the sheet's width, so that no row is wider than the
        # header.
        padding = width - len(cells) if written <= HEADER_LINES else 0
        yield number, cells + [""] * padding
    if not written:
        raise FileRefused(EMPTY)


def shown(cell: Cell) -> str:
    """Format a cell as the sheet shows it: at most 15 digits, dates without a time."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


if __name__ == "__main__":
    main()
