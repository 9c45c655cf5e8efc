"""How hard the tests of faults try: a little in `make test`, long in `make faults`; and what they report."""

import os
import random
from pathlib import Path

SEED_NAME, REPORT_NAME = "FAULTS_SEED", "FAULTS_REPORT"
IS_LONG = SEED_NAME in os.environ
SEED = int(os.environ.get(SEED_NAME, "1"))


def many(short: int, long: int) -> int:
    """Choose how often something is done."""
    return long if IS_LONG else short


def chance() -> random.Random:
    return random.Random(SEED)


def report(line: str) -> None:
    """Write what a test has seen where `make faults` reads it."""
    if path := os.environ.get(REPORT_NAME):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
