"""The doctor's look at the database, its disk, and the journal."""

import asyncio
import os
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import system_clock
from bot.doctor.finding import Finding, note, problem
from bot.journal import journal_of
from bot.log import redact
from bot.security.keyring import KeyLost, Keyring, Pepper
from bot.services.consequences import follow
from bot.settings import Settings
from storage.engine import schema
from storage.engine.database import Database
from storage.engine.engines import WrongEncoding, async_url
from storage.engine.faults import DatabaseFault, in_words
from storage.engine.journal import JournalRefused
from storage.engine.library import SqliteUnfit, may_corrupt_log, must_be_fit
from storage.uow import Scope, UnitOfWork

MEGABYTE = 1_000_000
LITTLE_ROOM, SOON_FULL = 50 * MEGABYTE, 1_000 * MEGABYTE
FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


async def database(settings: Settings) -> list[Finding]:
    """Look whether the database can be used, and whether its disk has room."""
    path = file_of(settings)
    if path is None:
        return [*await _reached(settings), *await _journal(settings)]
    findings = [*_library(), *await _on_disk(settings, path), *await _journal(settings)]
    return [*findings, *_room(path)]


def file_of(settings: Settings) -> Path | None:
    """Return the SQLite file, or None with PostgreSQL."""
    url = async_url(settings.database_url)
    return Path(url.database or "").absolute() if url.get_backend_name() == "sqlite" else None


def is_missing(settings: Settings) -> bool:
    """Tell whether the database is a SQLite file that the first start makes."""
    path = file_of(settings)
    return path is not None and not os.access(path, os.F_OK)


async def _on_disk(settings: Settings, path: Path) -> list[Finding]:
    folder = path.parent
    if not is_missing(settings):
        return [*_writable(path), *await _reached(settings), *_private(path)]
    made_in = folder if os.access(folder, os.F_OK) else folder.parent
    if not made_in.is_dir():
        return await _reached(settings)  # in SQLite's own words
    if not os.access(made_in, os.W_OK | os.X_OK):
        return [problem("Database", f"This user may not make files in {made_in}. Let it write there.")]
    return [Finding("Database", "will be made at the first start.")]


def _writable(path: Path) -> list[Finding]:
    closed = [each for each in (path, path.parent) if not os.access(each, os.W_OK)]
    return [problem("Database", f"This user may not write to {each}. Let it.") for each in closed]


def _private(path: Path) -> list[Finding]:
    """Look whether other users of the machine can read what the database holds."""
    if not (stat.S_IMODE(path.stat().st_mode) & FOR_OTHERS):
        return []
    return [note("Database file", f"can be read by others on this machine. Run: chmod 600 {path}*")]


async def _reached(settings: Settings) -> list[Finding]:
    try:
        found = await asyncio.to_thread(schema.revision, settings.database_url)
        at = _schema(found, on_sqlite=file_of(settings) is not None)
        return [at, *(await _key(settings) if found == schema.newest() else [])]
    except (DatabaseFault, OSError, WrongEncoding) as error:
        return [problem("Database", redact(in_words(error) or str(error)))]


def _schema(found: str | None, *, on_sqlite: bool) -> Finding:
    if found == schema.newest():
        return Finding("Database", f"at the newest schema ({found}).")
    if found and not schema.knows(found):
        return problem("Database", str(schema.SchemaUnknown(found)))
    if on_sqlite:
        return Finding("Database", "will be brought up to date at the next start.")
    return problem("Database", "is of another version. Run: python -m bot migrate")


async def _key(settings: Settings) -> list[Finding]:
    """Look whether SECRET_KEY opens what the database holds."""
    keyring = Keyring([key.get_secret_value() for key in settings.secret_key])
    async with reading(settings) as uow:
        sealed = await uow.secrets.all()
    try:
        for _, each in sealed:
            keyring.unseal(each)
    except KeyLost as error:
        return [problem("SECRET_KEY", str(error))]
    return []


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[UnitOfWork]:
    """Open the database for reading, beside a running program or alone."""
    opened = Database(settings.database_url, checkpoints=False)
    try:
        async with UnitOfWork(opened, Scope(system_clock, Pepper(b"").hash, follow)).read() as uow:
            yield uow
    finally:
        await opened.close()


def _library() -> list[Finding]:
    try:
        must_be_fit()
    except SqliteUnfit as error:
        return [problem("SQLite", str(error))]
    if not may_corrupt_log(sqlite3.sqlite_version_info):
        return []
    version = sqlite3.sqlite_version
    text = f"{version} may corrupt its log when several processes write: run one, or PostgreSQL."
    return [note("SQLite", text)]


async def _journal(settings: Settings) -> list[Finding]:
    journal = journal_of(settings)
    if journal is None:
        text = "is not set: after a restore, opt-outs and blocks since the backup would be forgotten."
        return [note("JOURNAL_FILE", text)]
    if not settings.journal_file:
        return []
    try:
        await asyncio.to_thread(journal.read)
    except JournalRefused as error:
        return [problem("JOURNAL_FILE", str(error))]
    if not os.access(journal.path.absolute().parent, os.W_OK | os.X_OK):
        return [problem("JOURNAL_FILE", f"This user may not write in {journal.path.absolute().parent}.")]
    return []


def _room(path: Path) -> list[Finding]:
    folder = next((each for each in path.parents if each.is_dir()), None)
    return room(shutil.disk_usage(folder).free) if folder else []


def room(free: int) -> list[Finding]:
    """Judge how many bytes are free on the database's disk."""
    if free >= SOON_FULL:
        return []
    text = f"has {free // MEGABYTE} MB left. Make room, or the database can't grow."
    return [problem("Disk", text) if free < LITTLE_ROOM else note("Disk", text)]
