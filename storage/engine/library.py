"""What is known of the SQLite library that Python was built with."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

OLDEST = (3, 35)  # knows RETURNING and MATERIALIZED, and trigrams
# The WAL-reset bug (https://www.sqlite.org/wal.html): fixed in 3.51.3, and in these older series.
_MENDED = (3, 51, 3)
_MENDED_BEFORE = {(3, 44): 6, (3, 50): 7}
_TRIGRAMS = "CREATE VIRTUAL TABLE it USING fts5(text, tokenize='trigram case_sensitive 1')"


class SqliteUnfit(Exception):
    """This SQLite lacks something the program needs."""

    def __init__(self, version: Sequence[int]) -> None:
        wanted = ".".join(map(str, OLDEST))
        super().__init__(
            f"SQLite {'.'.join(map(str, version))} is too old or lacks its search (FTS5 with trigrams)."
            f" Use a Python with SQLite {wanted} or newer, or PostgreSQL."
        )


def may_corrupt_log(version: Sequence[int]) -> bool:
    """Tell whether two processes that write may corrupt the write-ahead log."""
    major, minor, patch = version
    mended = _MENDED_BEFORE.get((major, minor))
    return (patch < mended) if mended is not None else (major, minor, patch) < _MENDED


def is_too_old(version: Sequence[int]) -> bool:
    return tuple(version) < OLDEST


def must_be_fit() -> None:
    """Refuse a SQLite that is too old or was built without its search. Raises SqliteUnfit."""
    version = sqlite3.sqlite_version_info
    if is_too_old(version):
        raise SqliteUnfit(version)
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute(_TRIGRAMS)
    except sqlite3.OperationalError:
        raise SqliteUnfit(version) from None
