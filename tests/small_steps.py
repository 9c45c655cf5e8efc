"""`python -m tests.small_steps run`: the program, with imports in so small steps that a kill meets one."""

from bot.cli import main
from bot.services import imports_run, imports_undo
from bot.workers import imports

ROWS = 20

if __name__ == "__main__":
    imports_run.STEP = imports_undo.STEP = imports.ROWS_AT_ONCE = ROWS
    imports.SLICE_SECONDS = 0.05
    main()
