"""Runs servers as child processes and reads their CPU time."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def process(
    module: str, *arguments: str, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run `python -m module` until the block ends."""
    command = [sys.executable, "-m", module, *arguments]
    started = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})}
    )
    try:
        yield started
    finally:
        started.terminate()
        started.wait(15)


def cpu_seconds(pid: int) -> float:
    """Read the process's user and system time so far (proc(5), fields 14 and 15)."""
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid: int) -> float:
    """Read how much memory a process holds (proc(5), statm's second field)."""
    with open(f"/proc/{pid}/statm") as pages:  # noqa: PTH123
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def wait_for(url: str, seconds: float = 30, status: int | None = None) -> None:
    """Wait until a URL answers, with this status if given. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if status in {None, answer.status}:
                    return
        except urllib.error.HTTPError as error:
            if status in {None, error.code}:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise TimeoutError(url)
