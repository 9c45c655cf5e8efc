"""Reads workbooks (.xlsx, .xls, .ods) in a child process, which turns a sheet into lines of JSON.

The reader allocates every cell between the first and the last, so one cell in the last corner of a sheet, or
a few megabytes that unpack to gigabytes, would kill the process that reads them.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.services.files.limits import FileRefused, Record

SECONDS = 45
_MOST_OUTPUT = 64_000_000
_CHUNK = 65_536
_CGROUP_MEMORY = Path("/sys/fs/cgroup/memory.max")
_CHILD = "bot.services.files.workbook_child"

_TOO_MUCH = (
    "This workbook is too large to read. Please copy the columns with name, email and tags "
    "into a new one and upload that."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows that are not empty, with their numbers.

    `hidden` are the numbers of those that its owner has hidden or filtered out, where the format can tell.
    `sheets` are the names of all that can be read.
    """

    name: str
    sheets: list[str]
    hidden: frozenset[int]
    records: list[Record]


async def read_workbook(data: bytes, wanted: str | None = None, seconds: float = SECONDS) -> Sheet:
    """Read the wanted sheet, or else the first that has people. Raises FileRefused."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _CHILD, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=_ENVIRONMENT
    )
    try:
        async with asyncio.timeout(seconds):
            output = await _conversation(process, json.dumps(wanted).encode() + b"\n", data)
            await process.wait()
    except TimeoutError:
        raise FileRefused(_TOO_MUCH) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return await asyncio.to_thread(_sheet, output)


_ROOT = Path(__file__).parents[3]
# The child reads untrusted data and needs none of our secrets. Windows cannot start a process without its
# environment.
_ENVIRONMENT: dict[str, str] | None = {} if os.name == "posix" else None


async def _conversation(process: Process, *data: bytes) -> bytearray:
    assert process.stdin and process.stdout, "both are pipes"
    with suppress(ConnectionError):  # the child may die before it has read everything; its output tells why
        process.stdin.writelines(data)
        await process.stdin.drain()
    process.stdin.close()
    output = bytearray()
    while chunk := await process.stdout.read(_CHUNK):
        output += chunk
        if len(output) > _MOST_OUTPUT:
            raise FileRefused(_TOO_MUCH)
    return output


def _sheet(output: bytearray) -> Sheet:
    """Parse the child's output: the sheet, a line for each row, then "end" or the reason it failed."""
    *rows, last, _ = output.decode().split("\n") if output.endswith(b"\n") else ["null", ""]
    end = json.loads(last)
    if end is None:
        raise FileRefused(_TOO_MUCH)  # the child was killed by one of its limits
    if end != "end":
        raise FileRefused(*end)
    name, sheets, hidden = json.loads(rows[0])
    return Sheet(
        name, sheets, frozenset(hidden), [(number, cells) for number, cells in map(json.loads, rows[1:])]
    )


def memory() -> int:
    """Read how much memory in bytes this machine or our container has."""
    most = _CGROUP_MEMORY.read_text() if _CGROUP_MEMORY.exists() else ""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
    return min(int(most), whole) if most.strip().isdigit() else whole
