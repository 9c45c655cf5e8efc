"""A disk that fails: SQLite's own layer above the operating system, where a write or sync can fail.

SQLite asks a table of functions (a VFS) for every access to a file. We register a copy of the usual one. Its
functions for writing and syncing can be told to fail as they do when the kernel says EIO or ENOSPC.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

OK = 0


class Says(IntEnum):
    """SQLite's names for what the kernel said."""

    NO_ROOM = 13  # SQLITE_FULL: a write, ENOSPC
    NOT_WRITTEN = 778  # SQLITE_IOERR_WRITE: EIO
    NOT_SYNCED = 1034  # SQLITE_IOERR_FSYNC


# SQLite keeps the pointer to the name for as long as the file is open: it is passed on as it came.
OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class Vfs(Structure):
    """The beginning of sqlite3_vfs (sqlite3.h); the rest is copied as it is."""

    _fields_ = [
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("following", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("rest", c_void_p * 15),
    ]


class Methods(Structure):
    """The beginning of sqlite3_io_methods."""

    _fields_ = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        ("rest", c_void_p * 13),
    ]


@dataclass
class FailingDisk:
    """Which access fails, counted from `fail` on. `failed` is how many have."""

    library: Any
    failed: int = 0
    _says: Says | None = None
    _left: int = 0
    _lasting: bool = False
    _kept: list[Any] = field(default_factory=list)  # what C points to
    _by_usual: dict[int, Methods] = field(default_factory=dict)

    def fail(self, says: Says, nth: int, *, lasting: bool = False) -> None:
        """Let the nth write or sync from now on fail, or all from the nth on."""
        self._says, self._left, self._lasting, self.failed = says, nth, lasting, 0

    def heal(self) -> None:
        self._says = None

    def _fault(self, syncing: bool) -> int:
        says = self._says
        if says is None or syncing != (says is Says.NOT_SYNCED):
            return OK
        self._left -= 1
        if self._left > 0 or (self._left < 0 and not self._lasting):
            return OK
        self.failed += 1
        return says

    def register(self) -> Vfs:
        find = self.library.sqlite3_vfs_find
        find.restype, find.argtypes = POINTER(Vfs), [c_char_p]
        usual = find(None)
        ours = Vfs.from_buffer_copy(usual.contents)
        ours.name, ours.following = b"failing", None
        opened = OPEN(usual.contents.open)

        def open_file(_vfs: int, name: int, file: int, flags: int, out: Any) -> int:
            status = opened(ctypes.addressof(usual.contents), name, file, flags, out)
            if status == OK:
                self._replace_methods(file)
            return int(status)

        opening = OPEN(open_file)
        ours.open = cast(opening, c_void_p)
        self._kept += [ours, opening, opened]
        self.library.sqlite3_vfs_register(ctypes.byref(ours), 1)
        return ours

    def _replace_methods(self, file: int) -> None:
        """Give an open file our functions: its first word points to their table."""
        place = cast(file, POINTER(c_void_p))
        usual = place[0]
        if usual is None:
            return
        if usual not in self._by_usual:
            self._by_usual[usual] = self._failing(Methods.from_address(usual))
        place[0] = ctypes.addressof(self._by_usual[usual])

    def _failing(self, usual: Methods) -> Methods:
        ours = Methods.from_buffer_copy(usual)
        written, synced = WRITE(usual.write), SYNC(usual.sync)

        def write(file: int, data: int, size: int, at: int) -> int:
            return self._fault(syncing=False) or int(written(file, data, size, at))

        def sync(file: int, flags: int) -> int:
            return self._fault(syncing=True) or int(synced(file, flags))

        writing, syncing = WRITE(write), SYNC(sync)
        ours.write, ours.sync = cast(writing, c_void_p), cast(syncing, c_void_p)
        self._kept += [written, synced, writing, syncing]
        return ours


@contextmanager
def failing_disk() -> Iterator[FailingDisk]:
    """Open SQLite files on a disk that can fail. Only files that are opened within are concerned."""
    disk = FailingDisk(ctypes.CDLL("libsqlite3.so.0"))
    ours = disk.register()
    try:
        yield disk
    finally:
        disk.heal()
        disk.library.sqlite3_vfs_unregister(ctypes.byref(ours))
