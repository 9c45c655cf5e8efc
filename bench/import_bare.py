"""The bare equivalents of an import: a CSV reader with address checks, and writing the same rows directly."""

import csv
import io
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from time import perf_counter
from typing import Any

import psycopg
from email_validator import validate_email
from sqlalchemy import JSON, make_url

from storage.engine.base import Base

# What one imported person leaves, in an order that foreign keys allow.
TABLES = ("workspace", "tag", "contact", "contact_tag", "event", "event_detail", "invitation", "outbox")
PRAGMAS = "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"  # the product's durability settings

Written = dict[str, list[tuple[Any, ...]]]


def library_check(address: str) -> object:
    """Check an address with email-validator alone."""
    return validate_email(address, check_deliverability=False, test_environment=True)


def read(data: bytes, check: Callable[[str], object]) -> float:
    """Measure the seconds for csv.reader and a check of every address."""
    began = perf_counter()
    rows = csv.reader(io.StringIO(data.decode(), newline=""))
    next(rows)
    for row in rows:
        check(row[1])
    return perf_counter() - began


def written(url: str) -> Written:
    """Read what an import has left in a database."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_path(url))) as connection:
            return {table: connection.execute(_select(table)).fetchall() for table in TABLES}
    with psycopg.connect(url) as server:
        return {table: server.execute(_select(table, "::text").encode()).fetchall() for table in TABLES}


def write(url: str, rows: Written) -> float:
    """Measure the seconds to write these rows into an empty database."""
    return _executemany(_path(url), rows) if url.startswith("sqlite") else _copy(url, rows)


def _executemany(path: str, rows: Written) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        began = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for table, values in rows.items():
            marks = ", ".join("?" * len(_columns(table)))
            connection.executemany(f"{_into(table)} VALUES ({marks})", values)
        connection.execute("COMMIT")
        return perf_counter() - began


def _copy(url: str, rows: Written) -> float:
    with psycopg.connect(url) as connection:
        began = perf_counter()
        for table, values in rows.items():
            names = ", ".join(_quoted(table))
            connection.execute(f'CREATE TEMPORARY TABLE bare (LIKE "{table}") ON COMMIT DROP'.encode())
            with connection.cursor().copy(f"COPY bare ({names}) FROM STDIN".encode()) as copy:
                for row in values:
                    copy.write_row(row)
            connection.execute(f"{_into(table)} SELECT {names} FROM bare ON CONFLICT DO NOTHING".encode())
            connection.execute("DROP TABLE bare")
        connection.commit()
        return perf_counter() - began


def _path(url: str) -> str:
    return make_url(url).database or ""


def _columns(table: str) -> Sequence[Any]:
    return list(Base.metadata.tables[table].columns)


def _quoted(table: str) -> list[str]:
    return [f'"{column.name}"' for column in _columns(table)]


def _select(table: str, as_text: str = "") -> str:
    names = [
        f'"{column.name}"{as_text if isinstance(column.type, JSON) else ""}' for column in _columns(table)
    ]
    # Only emails: other outbox work has no bare equivalent.
    which = " WHERE lane = 'mail'" if table == "outbox" else ""
    return f'SELECT {", ".join(names)} FROM "{table}"{which}'


def _into(table: str) -> str:
    return f'INSERT INTO "{table}" ({", ".join(_quoted(table))})'
