"""Has the picture drawn by a child process, whose library this one then does not need."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SECONDS = 20
_CHILD = "bot.services.numbers.picture"
_ROOT = Path(__file__).parents[3]
# It needs none of our secrets. Windows cannot start a process without its environment.
_ENVIRONMENT: dict[str, str] | None = {} if os.name == "posix" else None


class NotDrawn(Exception):
    """The child did not draw the picture."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the picture shows, each list with one value for a month, and its words."""

    months: Sequence[str]
    active: Sequence[int]
    yes: Sequence[int]
    no: Sequence[int]
    growth: str  # the heading of the upper half
    answers: str  # the heading of the lower half
    said_yes: str
    said_no: str


async def picture_of(drawn: Drawn) -> bytes:
    """Return the picture as a PNG. Raises NotDrawn."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", _CHILD, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=_ENVIRONMENT
    )
    try:
        async with asyncio.timeout(SECONDS):
            data, _ = await process.communicate(json.dumps(asdict(drawn)).encode())
    except TimeoutError:
        raise NotDrawn(f"no picture after {SECONDS} seconds") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise NotDrawn(f"the picture's process ended with {process.returncode}")
    return data
