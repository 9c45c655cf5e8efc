"""Excel workbooks, read in a process of their own: `python -m bot.workbook` turns .xlsx into lines of JSON.

The reader makes room for all cells between the first and the last one, so a single cell in the last corner of
the sheet, or a few megabytes that unpack to many gigabytes, would end whichever process reads them.
"""

import asyncio
import io
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetTypeEnum, SheetVisibleEnum
from python_calamine import load_workbook as load

from bot.services.imports_file import (
    EMPTY,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_ROWS,
    FileRefused,
    Record,
    narrowed,
)
from bot.services.imports_words import HEADER_LINES

try:
    import resource
except ImportError:  # Windows has none; the time-out and the cap on the output remain
    resource = None  # type: ignore[assignment]

SECONDS = 45
_MOST_OUTPUT = 64_000_000
_MEMORY = 1_000_000_000
_PROCESSOR_SECONDS = 30
_CHUNK = 65_536

_DAMAGED = (
    "This workbook cannot be read: it is damaged, or it is something else. "
    "Please open it, save it as an Excel workbook (.xlsx) or a CSV file, and upload that."
)
_TOO_MUCH = (
    "This workbook is too large to be read. Please copy the columns with name, email and tags "
    "into a new one and upload that."
)
_PASSWORD = "This workbook has a password. Please save it without one and upload that."  # noqa: S105

Cell = str | float | bool | date | datetime | time | timedelta


async def read_workbook(data: bytes, seconds: float = SECONDS) -> list[Record]:
    """The rows of the first sheet that have something in them, with their numbers. Raises FileRefused."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=_ENVIRONMENT
    )
    try:
        async with asyncio.timeout(seconds):
            output = await _conversation(process, data)
            await process.wait()
    except TimeoutError:
        raise FileRefused(_TOO_MUCH) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return await asyncio.to_thread(_records, output)


_ROOT = Path(__file__).parent.parent
# The child reads what strangers wrote and needs none of our secrets. Windows starts nothing without its own.
_ENVIRONMENT: dict[str, str] | None = {} if os.name == "posix" else None


async def _conversation(process: Process, data: bytes) -> bytearray:
    assert process.stdin and process.stdout, "both are pipes"
    with suppress(ConnectionError):  # it may die before it has read everything; then it has not said why
        process.stdin.write(data)
        await process.stdin.drain()
    process.stdin.close()
    output = bytearray()
    while chunk := await process.stdout.read(_CHUNK):
        output += chunk
        if len(output) > _MOST_OUTPUT:
            raise FileRefused(_TOO_MUCH)
    return output


def _records(output: bytearray) -> list[Record]:
    """What the child said: a line for each row, then "end" or the reason why not."""
    *rows, last, _ = output.decode().split("\n") if output.endswith(b"\n") else ["null", ""]
    end = json.loads(last)
    if end is None:
        raise FileRefused(_TOO_MUCH)  # killed by one of its limits
    if end != "end":
        raise FileRefused(*end)
    return [(number, cells) for number, cells in map(json.loads, rows)]


def main() -> None:
    """The child: a workbook in, lines of JSON out."""
    _limit()
    out = sys.stdout
    try:
        for record in _rows(sys.stdin.buffer):
            out.write(json.dumps(record) + "\n")
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
        with suppress(AttributeError, ValueError, OSError):  # each platform knows some of them
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))


def _rows(source: BinaryIO) -> Iterator[Record]:
    sheet = _first_sheet(source)
    # The reader gives the empty rows above the first cell, and not the empty columns left of it.
    left = [""] * (sheet.start or (0, 0))[1]
    width = min((sheet.end or (0, 0))[1] + 1, MOST_COLUMNS)
    written = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = narrowed([*left, *map(shown, row)], number, "Row")
        if not cells:
            continue
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise FileRefused(f"Row {number} has a cell of more than {LONGEST_CELL:,} characters.", number)
        written += 1
        if written > MOST_ROWS + HEADER_LINES:
            raise FileRefused(TOO_MANY_ROWS)
        # The header is among the first: it is as wide as the sheet, so that no row below it is wider.
        padding = width - len(cells) if written <= HEADER_LINES else 0
        yield number, cells + [""] * padding
    if not written:
        raise FileRefused(EMPTY)


def _first_sheet(source: BinaryIO) -> CalamineSheet:
    workbook = load(io.BytesIO(source.read()))
    for place, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            return workbook.get_sheet_by_index(place)
    raise FileRefused(EMPTY)


def shown(cell: Cell) -> str:
    """A cell as the sheet shows it: 15 digits at most, days without a time of day."""
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
