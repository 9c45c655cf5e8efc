"""The journal: a file apart from the database that remembers what must survive a restore.

It has one line of JSON per entry and is only appended to. It names people by keyed hashes alone. Their key,
the pepper, is in the database and its backups, and stays the same when SECRET_KEY changes.
"""

import errno
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from storage.engine.receipts import Receipts

EVERYWHERE = "all"
_NAME, _DATABASE = "trusted-contacts journal", "database"
_STARTING, _START = "starting", "start"
_MARK = ".mark"


class JournalRefused(Exception):
    """The journal cannot be used. The text says why and what to do."""


class JournalKind(StrEnum):
    """Kinds of entries about a person. The last one of each person and scope counts."""

    STOPPED = "stopped"  # they want no more email
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    LEFT = "left"
    ERASED = "erased"
    RETURNED = "returned"  # after leaving or being erased
    EMPTIED = "emptied"  # all data of a workspace were deleted; names nobody


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact about a person. `scope` is a workspace's Slack id, or "all"."""

    kind: str
    scope: str
    recipient: str  # keyed hash of the email key
    day: str  # ISO date


@dataclass(frozen=True, slots=True)
class Known:
    """What the journal holds: its database, that database's number of starts, its mark, and all entries.

    `begun` is the start that was announced last, by its database and number. It may not have happened.
    """

    database: str | None
    starts: int
    entries: tuple[Entry, ...]
    mark: int
    begun: tuple[str, int] | None = None


class Journal:
    """The journal in a file. Several processes may append at once, since each append is one write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark = path.with_name(path.name + _MARK)
        self._mark_file: int | None = None
        self.receipts = Receipts.beside(path)

    @classmethod
    def beside(cls, database: str) -> "Journal":
        """Make the journal for a SQLite file without a configured one."""
        return cls(Path(f"{database}.journal"))

    def read(self) -> Known:
        """Read everything. Lines torn off by a crash are skipped."""
        database, starts, entries, begun = None, 0, [], None
        for line in self._lines():
            if _START in line:
                starts = max(starts, int(line[_START]))
                database = line.get(_DATABASE) or database
            elif _STARTING in line:
                begun = (line[_DATABASE], int(line[_STARTING]))
            elif "kind" in line:
                entries.append(Entry(line["kind"], line["scope"], line["recipient"], line["day"]))
        return Known(database, starts, tuple(entries), self._read_mark(), begun)

    def starting(self, database: str, starts: int) -> None:
        """Announce the nth start before the database counts it, which is known for ours if we die then."""
        self._append([{"is": _NAME, _DATABASE: database, _STARTING: starts}])

    def started(self, database: str | None, starts: int) -> None:
        """Record that the program has been started on this database for the nth time."""
        self._append([{"is": _NAME, _DATABASE: database, _START: starts}])

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries to the disk. They survive a power cut once this returns."""
        self._append(asdict(entry) for entry in entries)

    def mark(self, value: int) -> None:
        """Store a number that grows with the database's work: a database with a lower one is older.

        It is overwritten in place and not synced, since it is written for every few emails.
        """
        try:
            if self._mark_file is None:
                self._mark_file = os.open(self._mark, os.O_WRONLY | os.O_CREAT, 0o600)
            os.pwrite(self._mark_file, b"%020d" % value, 0)
        except OSError as error:
            raise self._refused(error) from error

    def _read_mark(self) -> int:
        try:
            return int(self._mark.read_bytes())
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        self.receipts.close()
        if self._mark_file is not None:
            os.close(self._mark_file)
            self._mark_file = None

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._refused(error) from error
        for line in text.splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue

    def _append(self, lines: Iterable[dict[str, Any]]) -> None:
        data = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        try:
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                data = b"\n" + data if _is_torn(file) else data
                if os.write(file, data) < len(data):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> JournalRefused:
        return JournalRefused(
            f"JOURNAL_FILE ({self.path}) cannot be written or read: {error.strerror}. Name a file on a disk"
            " that all processes share."
        )


def _is_torn(file: int) -> bool:
    """Tell whether the last line has no end, since a crash or a full disk cut it off."""
    size = os.fstat(file).st_size
    return size > 0 and os.pread(file, 1, size - 1) != b"\n"
