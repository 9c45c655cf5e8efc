"""Plants the bugs of mutants.toml one at a time, and lists those that their tests do not find.

    python -m scripts.mutants [WORD ...]    only those whose reason or file has one of these words

Each is planted in a copy of the repository. Exit status 1 if a bug stayed unseen or could not be planted.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_name("mutants.toml")
COPIES = 2  # tested side by side
PATIENCE_SECONDS = 600
FOUND, UNSEEN = 1, 0  # exit statuses of pytest


@dataclass(frozen=True, slots=True)
class Mutant:
    """A bug: `old` in a file becomes `new`, and one of these tests must fail."""

    why: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def planted(self, text: str) -> str:
        """Plant it in a file's text. Raises ValueError unless `old` is there exactly once."""
        if text.count(self.old) != 1:
            raise ValueError(f"{self.file} does not contain {self.old!r} exactly once")
        return text.replace(self.old, self.new)


def read_mutants() -> list[Mutant]:
    listed = tomllib.loads(LIST.read_text("utf-8"))["mutant"]
    return [Mutant(**each | {"tests": tuple(each["tests"])}) for each in listed]


def copy_of_the_repository(folder: Path) -> Path:
    """Copy the tracked files. The environment is shared."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in tracked.split("\0"):
        if name and (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    return folder


def outcome(mutant: Mutant, copy: Path) -> str:
    """Plant a bug, run its tests and take it out again. Returns what happened, "" if the bug was found."""
    target = copy / mutant.file
    before = target.read_text("utf-8")
    try:
        target.write_text(mutant.planted(before), "utf-8")
        tests = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*tests, *mutant.tests], cwd=copy, capture_output=True, text=True, timeout=PATIENCE_SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return ""  # what hangs is seen
    except ValueError as error:
        return str(error)
    finally:
        target.write_text(before, "utf-8")
    if done.returncode == FOUND:
        return ""
    return "unseen" if done.returncode == UNSEEN else f"its tests could not run: {done.stdout[-500:]}"


def main(words: Sequence[str]) -> int:
    mutants = [
        each for each in read_mutants() if not words or any(word in each.why + each.file for word in words)
    ]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(COPIES) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(COPIES):
            copies.put(copy_of_the_repository(Path(folder, str(number))))

        def tested(mutant: Mutant) -> str:
            copy = copies.get()
            try:
                return outcome(mutant, copy)
            finally:
                copies.put(copy)

        unseen = 0
        for mutant, happened in zip(mutants, pool.map(tested, mutants), strict=True):
            print(f"{happened or 'found'}: {mutant.why} ({mutant.file})", flush=True)
            unseen += bool(happened)
    print(f"{len(mutants) - unseen} of {len(mutants)} planted bugs were found.")
    return 1 if unseen or not mutants else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
