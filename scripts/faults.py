"""Tries the fifteen faults at length, and says of each what was seen: `make faults`.

    python -m scripts.faults [--seed N] [WORD ...]    only those whose number or name has one of these words

Each is some tests of the suite, which do more when FAULTS_SEED is set. Exit status 1 if one of them fails.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.kit.faults import REPORT_NAME, SEED_NAME

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and the tests that try it: files, and words of their names for `pytest -k`."""

    number: int
    name: str
    files: tuple[str, ...]
    words: str = ""

    def is_meant_by(self, words: Sequence[str]) -> bool:
        return not words or any(word == f"F{self.number}" or word in self.name for word in words)


FAULTS = (
    Fault(1, "killed at random while an import runs", ("tests/imports/test_restart.py",), "killed"),
    Fault(2, "killed at each named step", ("tests/program/test_failpoints.py",)),
    Fault(3, "a write or sync of the disk fails", ("tests/faults/test_disk.py",), "access"),
    Fault(
        4,
        "the disk is full",
        ("tests/faults/test_disk.py", "tests/program/test_outage.py"),
        "fills_up or without_room",
    ),
    Fault(
        5,
        "a relay that misbehaves in every way",
        ("tests/faults/test_relay.py", "tests/mail/test_refusing_relay.py"),
        "mixed or dead or three_days",
    ),
    Fault(6, "a relay that is away for a day", ("tests/faults/test_relay.py",), "for_a_day"),
    Fault(
        7,
        "Slack repeats and reorders",
        ("tests/faults/test_slack.py", "tests/web/test_slack_http.py"),
        "repeats or again",
    ),
    Fault(8, "many press one button at once", ("tests/signup/test_approval.py",), "clicks"),
    Fault(
        9,
        "Slack's Web API refuses, limits, or loses its answers",
        ("tests/faults/test_slack.py", "tests/outbox/test_slack.py"),
        "whatever or outbox",
    ),
    Fault(
        10,
        "told to stop under load",
        ("tests/faults/test_stop.py", "tests/program/test_restart.py", "tests/imports/test_restart.py"),
        "stopped or told_to_stop",
    ),
    Fault(
        11,
        "the clock jumps, and nights of DST",
        (
            "tests/faults/test_clock.py",
            "tests/faults/test_nights.py",
            "tests/signup/test_approval.py",
            "tests/unit/test_days.py",
        ),
        "clock or jumps or morning or day",
    ),
    Fault(
        12,
        "two versions at once",
        ("tests/program/test_earlier.py", "tests/program/test_migrations_beside.py"),
    ),
    Fault(
        13,
        "PostgreSQL cuts every connection, again and again",
        (
            "tests/faults/test_connections.py",
            "tests/program/test_deadlocks.py",
            "tests/program/test_pgbouncer.py",
        ),
    ),
    Fault(
        14,
        "a restore",
        (
            "tests/faults/test_restore.py",
            "tests/program/test_backup.py",
            "tests/program/test_links_after_restore.py",
        ),
    ),
    Fault(
        15,
        "rows that our own code fails at",
        (
            "tests/faults/test_poison.py",
            "tests/outbox/test_outbox.py",
            "tests/outbox/test_deaths.py",
            "tests/outbox/test_lease.py",
        ),
    ),
)


def tried(fault: Fault, seed: int) -> bool:
    """Run a fault's tests and print what they report. Returns whether they passed."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report")
        command = [sys.executable, "-m", "pytest", "-q", "--numprocesses", "auto", "--dist", "worksteal"]
        chosen = ["-k", fault.words] if fault.words else []
        done = subprocess.run(
            [*command, *chosen, *fault.files],
            cwd=ROOT,
            env=os.environ | {SEED_NAME: str(seed), REPORT_NAME: str(report)},
            capture_output=True,
            text=True,
            check=False,
        )
        lines = report.read_text("utf-8").splitlines() if report.exists() else []
    seconds = time.monotonic() - began
    ended = "survived" if done.returncode == 0 else "FAILED"
    print(f"F{fault.number} {fault.name}: {ended}, {seconds:.0f} s", flush=True)
    for line in sorted(lines):
        print(f"    {line}")
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="make faults", description="Try the fifteen faults at length.")
    parser.add_argument("--seed", type=int, default=random.randrange(1, 100_000), help="for the same again")
    parser.add_argument("words", nargs="*", help="only faults with one of these in number or name: F3 relay")
    chosen = parser.parse_args(arguments)
    faults = [each for each in FAULTS if each.is_meant_by(chosen.words)]
    print(f"seed {chosen.seed}", flush=True)
    passed = [each for each in faults if tried(each, chosen.seed)]
    print(f"{len(passed)} of {len(faults)} faults were survived.")
    return 0 if faults and len(passed) == len(faults) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
