"""`python -m tests.kit.small_steps run`: the program with imports in small steps, so that a kill hits one.

What was under way at several deaths waits no longer than after the first, since the tests wait for it.
"""

from bot.cli import main
from bot.services.imports import run as imports_run
from bot.services.imports import undo as imports_undo
from bot.workers.kinds import imports
from storage.outbox import sending

ROWS = 20

if __name__ == "__main__":
    imports_run.STEP = imports_undo.STEP = imports.ROWS_AT_ONCE = ROWS
    imports.SLICE_SECONDS = 0.05
    sending.LONGEST_PAUSE = sending.PAUSE
    main()
