"""What tests need of the machine: programs besides Python, and memory for files.

Without a program its tests are skipped; under CI they fail.
"""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

MUCH_ROOM = 4 * 2**30  # bytes


def chromium() -> str:
    return program("Chromium", *CHROMIUM)


def chromium_arguments() -> list[str]:
    """Return Chromium's options: no sandbox as root, and none of its requests to its maker."""
    sandbox = ["--no-sandbox"] if is_root() else []
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return [*sandbox, *quiet, "--disable-gpu", "--disable-dev-shm-usage"]


def memory() -> Path | None:
    """Find a folder whose files stay in memory and may be programs. None where it has no room for many."""
    folder = Path("/dev/shm")
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return None
    system = os.statvfs(folder)
    roomy = system.f_bavail * system.f_frsize >= MUCH_ROOM
    return folder if roomy and not system.f_flag & os.ST_NOEXEC else None


def spamassassin() -> str:
    return program("SpamAssassin", "spamassassin")


def program(title: str, *names: str) -> str:
    for name in names:
        if path := shutil.which(name):
            return path
    raise absent(f"{title} is not installed (looked for {', '.join(Path(name).name for name in names)})")


def absent(reason: str) -> BaseException:
    """Make the exception for a missing program: a skip on a laptop, a failure in CI."""
    if os.environ.get("CI", "").lower() in ("true", "1"):
        return pytest.fail.Exception(reason, pytrace=False)
    return pytest.skip.Exception(reason, allow_module_level=True)


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
