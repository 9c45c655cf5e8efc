"""The database's errors under names that the rest of the program may catch, and what they mean."""

import errno
import sqlite3
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, TypeGuard

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import SQLAlchemyError as DatabaseFault
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.engine.journal import JournalRefused

if TYPE_CHECKING:
    import psycopg

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)

__all__ = [
    "DATABASE_AWAY",
    "Cause",
    "DatabaseFault",
    "NoAnswer",
    "PoolTimeout",
    "cause_of",
    "in_words",
    "is_of_postgresql",
    "said_by",
]


class NoAnswer(OperationalError):
    """The server, or a pooler before it, has let us wait for too long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(None, None, TimeoutError(f"no answer within {seconds:.1f} s"))


class Cause(StrEnum):
    """Why the database cannot be used. All but BUSY last until somebody does something about it."""

    AWAY = "The database can't be reached right now."
    FULL = "There's no room left on the database's disk."
    DISK = "The database's disk can't be written to right now."
    LOCKED = "Another program is holding the database."
    BUSY = "The database is too busy right now."

    @property
    def lasts(self) -> bool:
        return self is not Cause.BUSY


# The lowest byte is the kind of error; the rest says more: https://www.sqlite.org/rescode.html
_KIND = 0xFF
_OF_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: Cause.AWAY,
    sqlite3.SQLITE_NOTADB: Cause.AWAY,
    sqlite3.SQLITE_CORRUPT: Cause.AWAY,
    sqlite3.SQLITE_FULL: Cause.FULL,
    sqlite3.SQLITE_IOERR: Cause.DISK,
    sqlite3.SQLITE_READONLY: Cause.DISK,
    sqlite3.SQLITE_PERM: Cause.DISK,
    sqlite3.SQLITE_BUSY: Cause.LOCKED,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html: whole codes before their classes
_OF_POSTGRESQL = {
    "53100": Cause.FULL,  # disk_full
    "58030": Cause.DISK,  # io_error
    "25006": Cause.DISK,  # read_only_sql_transaction: a standby, or one put to rest
    "57014": Cause.BUSY,  # query_canceled, by a time limit of the server's
    "55P03": Cause.BUSY,  # lock_not_available
    "40001": Cause.BUSY,  # serialization_failure
    "40P01": Cause.BUSY,  # deadlock_detected
    "08": Cause.AWAY,  # connection exception
    "28": Cause.AWAY,  # invalid authorization
    "3D": Cause.AWAY,  # invalid catalog name
    "53": Cause.AWAY,  # insufficient resources, such as connections
    "57": Cause.AWAY,  # operator intervention, such as a shutdown
}


def cause_of(error: BaseException) -> Cause | None:
    """Find out why the database could not be used; None for a bug of ours, and for what is no database's."""
    if isinstance(error, PoolTimeout):
        return Cause.BUSY
    if isinstance(error, JournalRefused):
        full = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.ENOSPC
        return Cause.FULL if full else Cause.DISK
    said = getattr(error, "orig", None) or error
    if isinstance(said, sqlite3.Error):
        return _OF_SQLITE.get(getattr(said, "sqlite_errorcode", 0) & _KIND)
    if is_of_postgresql(said):
        return _of_postgresql(said)
    return Cause.AWAY if isinstance(error, DATABASE_AWAY) else None  # what was said is no driver's


def is_of_postgresql(error: object) -> "TypeGuard[psycopg.Error]":
    """Tell whether PostgreSQL's driver raised an error. It is not loaded where SQLite is used."""
    driver = sys.modules.get("psycopg")
    return driver is not None and isinstance(error, driver.Error)


def _of_postgresql(error: "psycopg.Error") -> Cause | None:
    """Without a code it was said by the driver: there is no connection, or none any more."""
    if error.sqlstate is None:
        return Cause.AWAY if isinstance(error, sys.modules["psycopg"].OperationalError) else None
    return _OF_POSTGRESQL.get(error.sqlstate) or _OF_POSTGRESQL.get(error.sqlstate[:2])


def said_by(error: BaseException) -> str:
    """Return the first line of the database's own message, without statement, values or URL."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


_ADVICE = {  # what SQLite or PostgreSQL says → what to do
    "unable to open database file": "Check that the folder exists and that this user may write to it.",
    "file is not a database": "DATABASE_URL names a file that is something else.",
    "malformed": "The file is damaged. Restore a backup.",
    "readonly database": "Let this user write to the file and its folder.",
    "disk is full": "Make room on the disk, then start again.",
    "disk I/O error": "Look after the disk: it is full, limited, or broken.",
    "database is locked": "Another program holds the file. Stop it, then start again.",
    "password authentication failed": "Check the user and password in DATABASE_URL.",
    "no password supplied": "Add the password to DATABASE_URL.",
    "does not exist": "Create it, or correct its name in DATABASE_URL.",
    "too many": "Let the server take more connections, or run fewer processes.",
    "No space left": "Make room on the database's disk, then start again.",
    "permission denied": "Give the user in DATABASE_URL the rights to it.",
    "failed to resolve host": "Check the host in DATABASE_URL.",
    "Connection refused": "Check DATABASE_URL, and that the server is running.",
}
_OTHERWISE = "Check DATABASE_URL, and that the database can be reached."


def in_words(error: BaseException) -> str | None:
    """Say to operators what the database refused and what to do; None if it was no database."""
    if not (isinstance(error, DatabaseFault | sqlite3.Error) or is_of_postgresql(error)):
        return None
    said = said_by(error)
    advice = next((advice for words, advice in _ADVICE.items() if words in said), _OTHERWISE)
    return f"The database can't be used: {said.rstrip('.')}. {advice}"
