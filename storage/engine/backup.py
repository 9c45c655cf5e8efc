"""Backups of the database: taken while the program runs, restored while it does not.

SQLite uses its online backup; PostgreSQL uses its own pg_dump, pg_restore and psql.
"""

import itertools
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep

import psycopg
from sqlalchemy.engine import URL

from storage.engine.base import Base
from storage.engine.engines import APPLICATION_NAME, async_url
from storage.engine.failpoints import Step, reach
from storage.engine.server import conninfo

_SQLITE, _POSTGRESQL = b"SQLite format 3\0", b"PGDMP"
_PEPPER = "SELECT value FROM sealed WHERE name = 'pepper'"
_REVISION = "SELECT version_num FROM alembic_version"
_EPOCH = "SELECT database, starts FROM epoch"
# What is restored says so itself, as a copy of SQLite does, whatever becomes of the journal.
_MARK = """
DO $$ BEGIN
    IF to_regclass('public.epoch') IS NOT NULL THEN UPDATE public.epoch SET copied_at = now(); END IF;
END $$;
"""
STOPPING_SECONDS = 2.0  # for connections of a program that has just ended
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND application_name = %s"
)


class BackupRefused(Exception):
    """A backup cannot be taken or restored. The text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A backup's schema revision, encrypted pepper, database identity and number of starts."""

    revision: str | None
    pepper: str | None
    database: str | None
    starts: int


def back_up(url: str, target: Path, now: datetime) -> None:
    """Write a consistent copy of the database to a new file that only its owner can read."""
    if target.exists():
        raise BackupRefused(f"{target} exists already. Name a new file, so that no backup is lost.")
    if not target.absolute().parent.is_dir():
        raise BackupRefused(f"The folder of {target} does not exist.")
    parsed = async_url(url)
    with _written_aside(target) as aside:
        if parsed.get_backend_name() == "sqlite":
            _copy_sqlite(Path(parsed.database or ""), aside, now)
        else:
            _run_on(parsed, "pg_dump", "--format=custom", "--no-owner", f"--file={aside}")
        reach(Step.BACKUP_WRITTEN)


def look_into(url: str, source: Path) -> Contents:
    """Check that `source` is a whole backup for this kind of database, and read its contents."""
    if not source.is_file():
        raise BackupRefused(f"{source} does not exist.")
    with source.open("rb") as file:
        head = file.read(len(_SQLITE))
    sqlite = async_url(url).get_backend_name() == "sqlite"
    if not head.startswith(_SQLITE if sqlite else _POSTGRESQL):
        kind = "SQLite" if sqlite else "PostgreSQL (pg_dump's custom format)"
        raise BackupRefused(f"{source} is no backup of {kind}, which DATABASE_URL names.")
    return _look_into_sqlite(source) if sqlite else _look_into_dump(source)


def put_back(url: str, source: Path, now: datetime) -> Path | None:
    """Replace the database with the backup, completely or not at all.

    Returns the path where the former SQLite file is kept.
    """
    parsed = async_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _replace_sqlite(Path(parsed.database or ""), source, now)
    _replace_postgresql(parsed, source)
    return None


@contextmanager
def _written_aside(target: Path) -> Iterator[Path]:
    """Write to a temporary file that replaces the target when it is complete."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.absolute().parent)
    os.close(handle)
    try:
        yield Path(name)
        _sync(Path(name))
        Path(name).replace(target)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _copy_sqlite(path: Path, target: Path, now: datetime) -> None:
    if not path.exists():
        raise BackupRefused(f"There is no database at {path} yet.")
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database,
        closing(_open(target)) as copy,
    ):
        database.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a write-ahead log beside it
        if _has(copy, "epoch"):
            copy.execute("UPDATE epoch SET copied_at = ?", [now.isoformat(" ")])


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _has(connection: sqlite3.Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, [table]).fetchone() is not None


def _look_into_sqlite(source: Path) -> Contents:
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            problem = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if problem != "ok":
                raise BackupRefused(f"{source} is damaged ({problem}). Take an older backup.")
            epoch = connection.execute(_EPOCH).fetchone() if _has(connection, "epoch") else None
            one = {query: connection.execute(query).fetchone() for query in (_REVISION, _PEPPER)}
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"{source} is no whole backup of Trusted Contacts ({error}).") from error
    revision, pepper = (row[0] if row else None for row in one.values())
    return Contents(revision, pepper, *(epoch or (None, 0)))


def _replace_sqlite(path: Path, source: Path, now: datetime) -> Path | None:
    kept = _free_name(path, now) if path.exists() else None
    if kept:
        _take_for_ourselves(path)
    with _written_aside(path) as aside:
        shutil.copyfile(source, aside)
        if kept:
            _keep(path, kept)
        for left in ("-wal", "-shm"):  # of a damaged file; they must not be taken for the backup's
            with suppress(FileNotFoundError):
                path.with_name(path.name + left).unlink()
        reach(Step.RESTORE_REPLACES)
    return kept


def _free_name(path: Path, now: datetime) -> Path:
    """Name a former database. Another restore may have kept one in this second, also one that died."""
    name = f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}"
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(free for free in map(path.with_name, names) if not free.exists())


def _keep(path: Path, kept: Path) -> None:
    """Give the former database a second name. It keeps its own until the backup has it, at one stroke."""
    try:
        kept.hardlink_to(path)
    except OSError:
        shutil.copy2(path, kept)  # where a file cannot have two names


def _take_for_ourselves(path: Path) -> None:
    """Take the file for ourselves alone, and move the write-ahead log into it.

    SQLite does that only if no one else has the file open. Raises BackupRefused otherwise.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise BackupRefused("The program is running. Stop it first, then restore.") from None
    except sqlite3.DatabaseError:
        return  # a damaged file is a reason to restore, so it may be replaced


def _look_into_dump(source: Path) -> Contents:
    found = {
        table: _copied_rows(_run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(source)))
        for table in ("alembic_version", "sealed", "epoch")
    }
    revision = next((row["version_num"] for row in found["alembic_version"]), None)
    pepper = next((row["value"] for row in found["sealed"] if row["name"] == "pepper"), None)
    epoch = next(iter(found["epoch"]), {})
    return Contents(revision, pepper, epoch.get("database"), int(epoch.get("starts", 0)))


def _copied_rows(script: str) -> list[dict[str, str]]:
    """Parse the rows of a COPY statement from pg_restore.

    Escapes are left as they are: the values read here contain none.
    """
    lines = iter(script.splitlines())
    head = next((line for line in lines if line.startswith("COPY ")), None)
    if head is None:
        return []
    names = [name.strip().strip('"') for name in head.partition("(")[2].partition(")")[0].split(",")]
    rows = []
    for line in lines:
        if line == "\\.":
            break
        rows.append(dict(zip(names, line.split("\t"), strict=True)))
    return rows


def _replace_postgresql(url: URL, source: Path) -> None:
    if _is_running(url):
        raise BackupRefused("The program is running. Stop every process of it first, then restore.")
    script = _run("pg_restore", "--no-owner", "--no-comments", "--file=-", str(source))
    tables = ", ".join(f'"{name}"' for name in (*Base.metadata.tables, "alembic_version"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "restore.sql"
        file.write_text(f"DROP TABLE IF EXISTS {tables} CASCADE;\n{script}\n{_MARK}", encoding="utf-8")
        reach(Step.RESTORE_REPLACES)
        _run_on(url, "psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={file}")


def _is_running(url: URL) -> bool:
    """Look for connections of the program. Those of one that has just stopped may last a moment longer."""
    latest = monotonic() + STOPPING_SECONDS
    with psycopg.connect(conninfo(url), application_name="restore", autocommit=True) as connection:
        while (found := connection.execute(_OTHERS, [APPLICATION_NAME]).fetchone()) and found[0]:
            if monotonic() > latest:
                return True
            sleep(0.05)
    return False


def _run_on(url: URL, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on this database.

    The password is passed in a file: every user of the machine can see a program's arguments.
    """
    _refuse_a_pooler(url)
    with tempfile.TemporaryDirectory() as folder:
        passwords = Path(folder) / "passwords"
        passwords.touch(0o600)
        passwords.write_text(f"*:*:*:*:{_escaped(url.password or '')}\n", encoding="utf-8")
        named = url.set(drivername="postgresql", password=None)
        if url.password:
            named = named.update_query_dict({"passfile": str(passwords)})
        _run(program, *arguments, f"--dbname={named.render_as_string()}")


def _refuse_a_pooler(url: URL) -> None:
    """Refuse PgBouncer, which takes no options of a session.

    In transaction mode it would pass what pg_dump sets for its own session on to the running program.
    """
    try:
        psycopg.connect(conninfo(url), options="-c search_path=public").close()
    except psycopg.OperationalError as error:
        if "startup parameter" in str(error):
            raise BackupRefused(
                "DATABASE_URL leads to PgBouncer. Give this command the database server's own address:"
                " DATABASE_URL=postgresql://… python -m bot …"
            ) from None
        raise


def _escaped(password: str) -> str:
    return str(password).replace("\\", "\\\\").replace(":", "\\:")


def _run(program: str, *arguments: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise BackupRefused(
            f"{program} is not installed. It comes with PostgreSQL's client (Debian: postgresql-client),"
            " which has to be as new as the server."
        )
    done = subprocess.run(  # noqa: S603  the program's path is looked up, its arguments are ours
        [path, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        first = next(iter(done.stderr.strip().splitlines()), "no reason given")
        raise BackupRefused(f"{program} failed: {first.removeprefix(f'{program}: error: ')}")
    return done.stdout
