"""The receipts: a file beside the journal that names the emails the relay has taken.

To record an email as sent takes a transaction, and a process that died before it would send it once more. A
line here takes microseconds. It is not synced: it outlives the process, but not a power cut.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Self

LINES = 10_000  # after which a process begins a new file; only those of its last moments can be asked for


class Receipts:
    """The receipts in a file and the one before it. Several processes may write at once."""

    def __init__(self, path: Path, lines: int = LINES) -> None:
        self._path, self._former = path, path.with_name(f"{path.name}.former")
        self._most, self._lines = lines, 0
        self._file: int | None = None

    @classmethod
    def beside(cls, journal: Path) -> Self:
        return cls(journal.with_name(f"{journal.name}.receipts"))

    def add(self, name: str) -> None:
        """Note that an email was taken. If that fails, a death may repeat it, as without receipts."""
        with suppress(OSError):
            if self._file is None:
                self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(self._file, f"{name}\n".encode())
            self._lines += 1
            if self._lines >= self._most:
                self.close()
                self._path.replace(self._former)

    def has(self, name: str) -> bool:
        """Tell whether an email was taken. It reads a few hundred kilobytes: ask only after a death."""
        return any(f"{name}\n".encode() in _lines(path) for path in (self._path, self._former))

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file, self._lines = None, 0


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines(keepends=True)
    except OSError:
        return []
