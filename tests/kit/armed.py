"""`python -m tests.kit.armed run`: the program with a clock ahead of ours, whose failpoint a signal chooses.

So the next step to die at needs no start of its own, and what a dead process held is free at once. What was
under way at several deaths does not wait for minutes. Imports go in small steps, so that there is one to die
between.
"""

import os
import signal
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot import run
from bot.cli import main
from bot.clock import system_clock
from bot.services.imports import run as imports_run
from bot.workers.kinds import imports
from storage.engine import failpoints
from storage.outbox import sending

ORDER, AHEAD = "failpoint", "CLOCK_AHEAD"
ROWS = 20


def obey(*_: object) -> None:
    """Arm the failpoint named in the file, and take it away."""
    order = Path(ORDER)
    failpoints.arm(order.read_text())
    order.unlink()


def clock() -> datetime:
    return system_clock() + timedelta(seconds=float(os.environ[AHEAD]))


def moved() -> Any:
    return partial(run.Program, clock=clock)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, obey)
    run.Program = moved()  # type: ignore[misc]
    imports_run.STEP = imports.ROWS_AT_ONCE = ROWS
    sending.LONGEST_PAUSE = timedelta(seconds=1)
    main()
