"""What the commands begin with."""

import sys

from bot.settings import Settings, read_settings
from storage.engine import failpoints

if sys.platform == "win32":
    from asyncio import run as run_loop
else:
    from uvloop import run as run_loop

__all__ = ["run_loop", "settings"]


def settings() -> Settings:
    """Read the settings, and arm the failpoint they name, if they do."""
    read = read_settings()
    failpoints.arm(read.failpoint)
    return read
