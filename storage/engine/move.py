"""Moves a database from SQLite to PostgreSQL: every row of every table but the search index, or none.

Rows stream through in batches, so that memory does not grow with the database. The file is only read.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, MetaData, Table, create_engine, make_url

from storage.engine import migrate, schema
from storage.engine.alone import InUse, read_alone
from storage.engine.engines import async_url
from storage.engine.server import conninfo

AT_ONCE = 10_000  # rows of one COPY, whose foreign keys PostgreSQL checks at its end
FETCHED = 2_000  # rows read at once for comparing
_SPACE = 2**128
_NOT_OURS = "alembic_version"
_REVISION = f"SELECT version_num FROM {_NOT_OURS}"  # noqa: S608 (a name)

Row = Sequence[Any]


class MoveRefused(Exception):
    """Nothing was moved. The text says why and what to do."""


@dataclass(slots=True)
class Sum:
    """The number of rows, and the sum of their hashes: the same in any order."""

    rows: int = 0
    hashes: int = 0

    def add(self, row: Row) -> None:
        digest = hashlib.blake2b(repr(tuple(row)).encode(), digest_size=16).digest()
        self.rows, self.hashes = self.rows + 1, (self.hashes + int.from_bytes(digest)) % _SPACE

    def __str__(self) -> str:
        return f"{self.rows:,} rows, hash {self.hashes:032x}"


@dataclass(slots=True)
class Moved:
    """What was read from each table."""

    sums: dict[str, Sum] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.sums.values())


def move(source_url: str, target_url: str, told: Callable[[str], None]) -> Moved:
    """Copy every row, compare, and commit. `told` gets a line for each table.

    A target without tables gets them first. Raises MoveRefused before anything has been copied, or, if what
    arrived is not what was read, before the commit.
    """
    path = Path(async_url(source_url).database or "")
    if not path.is_file():
        raise MoveRefused(f"There is no database at {path}.")
    try:
        with _target(target_url) as target, read_alone(path) as source:
            _make_ready(source, target_url)
            moved = _move_tables(source, target, _tables(target_url), told)
    except InUse:
        raise MoveRefused("The program is running on the SQLite file. Stop it first, then move.") from None
    _analyze(target_url)
    return moved


def _make_ready(source: sqlite3.Connection, target_url: str) -> None:
    """Check both schemas, and make the target's if it has none."""
    has_one = source.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [_NOT_OURS]).fetchone()
    if not has_one:
        raise MoveRefused("The SQLite file holds no database of Trusted Contacts.")
    [found] = source.execute(_REVISION).fetchone()
    if migrate.missing(found):
        raise MoveRefused("The SQLite file is of an older version. Run first: python -m bot upgrade")
    there = schema.revision(target_url)
    if there not in {None, found}:
        raise MoveRefused(f"The target holds tables of another version ({there}). Name an empty database.")
    migrate.upgrade(target_url)


def _tables(url: str) -> list[Table]:
    """Read the target's tables, those first to which others refer."""
    engine = create_engine(async_url(url))
    try:
        metadata = MetaData()
        metadata.reflect(engine, only=lambda name, _: name != _NOT_OURS)
        return metadata.sorted_tables
    finally:
        engine.dispose()


@contextmanager
def _target(url: str) -> Iterator[psycopg.Connection]:
    """Open one transaction, committed at a clean end."""
    with psycopg.connect(conninfo(make_url(url)), prepare_threshold=None) as connection:
        connection.execute("SET LOCAL TIME ZONE 'UTC'")
        yield connection


def _move_tables(
    source: sqlite3.Connection, target: psycopg.Connection, tables: list[Table], told: Callable[[str], None]
) -> Moved:
    _must_be_empty(target, tables)
    moved = Moved()
    for table in tables:
        read = moved.sums[table.name] = _copy(source, target, table)
        arrived = _sum_of(target, table)
        if read != arrived:
            raise MoveRefused(
                f"What arrived in {table.name} is not what was read ({arrived}, not {read}). Nothing was"
                " moved."
            )
        _set_sequence(source, target, table)
        if read.rows:
            told(f"{table.name}: {read}")
    return moved


def _must_be_empty(target: psycopg.Connection, tables: list[Table]) -> None:
    """Keep everybody else from writing, and refuse tables with rows."""
    names = [sql.Identifier(table.name) for table in tables]
    target.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.SQL(", ").join(names)))
    for name, table in zip(names, tables, strict=True):
        if target.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(name)).fetchone():
            raise MoveRefused(f"The target holds rows already (in {table.name}). Name an empty database.")


def _copy(source: sqlite3.Connection, target: psycopg.Connection, table: Table) -> Sum:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    readers = [_reader(column) for column in table.columns]
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(sql.Identifier(each.name) for each in table.columns)
    )
    read, rows = Sum(), source.execute(f'SELECT {columns} FROM "{table.name}"')  # noqa: S608 (names)
    while some := rows.fetchmany(AT_ONCE):
        with target.cursor() as cursor, cursor.copy(copy) as into:
            for row in some:
                values = [read_it(value) for read_it, value in zip(readers, row, strict=True)]
                into.write_row(values)
                read.add(values)
    return read


def _sum_of(target: psycopg.Connection, table: Table) -> Sum:
    """Add up the rows as PostgreSQL has stored them."""
    columns = sql.SQL(", ").join(_as_read(column) for column in table.columns)
    query = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(table.name))
    arrived = Sum()
    with target.cursor(name="arrived") as cursor:
        cursor.itersize = FETCHED
        for row in cursor.execute(query):
            arrived.add([_in_utc(value) if isinstance(value, datetime) else value for value in row])
    return arrived


def _as_read(column: Column[Any]) -> sql.Composable:
    name = sql.Identifier(column.name)
    return sql.SQL("{}::text").format(name) if isinstance(column.type, JSON) else name


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    """Choose how to turn SQLite's value into PostgreSQL's. JSON is text on both, and stays as it is."""
    if isinstance(column.type, Boolean):
        return lambda value: None if value is None else bool(value)
    if isinstance(column.type, DateTime):
        return lambda value: value and _in_utc(datetime.fromisoformat(value))
    if isinstance(column.type, Date):
        return lambda value: value and date.fromisoformat(value)
    return lambda value: value


def _in_utc(value: datetime) -> datetime:
    """Name the zone; SQLite stores none and means UTC."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _set_sequence(source: sqlite3.Connection, target: psycopg.Connection, table: Table) -> None:
    """Go on with the ids after the last one given out, though its row may be gone: ids never come again."""
    name = target.execute(
        "SELECT pg_get_serial_sequence(%s, a.attname) FROM pg_attribute a"
        " WHERE a.attrelid = %s::regclass AND a.attname = 'id'",
        [f'"{table.name}"', f'"{table.name}"'],
    ).fetchone()
    last = source.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]).fetchone()
    if name and name[0] and last and last[0]:
        target.execute("SELECT setval(%s::regclass, %s)", [name[0], last[0]])


def _analyze(url: str) -> None:
    """Let PostgreSQL learn the tables' sizes, before the first query is planned."""
    with psycopg.connect(conninfo(make_url(url)), autocommit=True) as connection:
        connection.execute("ANALYZE")
