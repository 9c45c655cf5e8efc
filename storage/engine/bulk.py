"""Inserts of many rows without the ORM: executemany on SQLite, COPY on PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

Values = tuple[Any, ...]


async def insert_many(
    session: AsyncSession, table: Table, columns: Sequence[str], rows: Sequence[Values]
) -> None:
    """Insert rows of driver values: enums and JSON as text. The caller puts in the workspace id."""
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        insert = f'INSERT INTO "{table.name}" ({", ".join(columns)}) VALUES ({marks})'  # noqa: S608 (names)
        await connection.exec_driver_sql(insert, list(rows))
    else:
        await _copy(connection, f'COPY "{table.name}" ({", ".join(columns)}) FROM STDIN', rows)


async def insert_new(
    session: AsyncSession, table: Table, columns: Sequence[str], rows: Sequence[tuple[int, ...]]
) -> None:
    """Insert rows of integers, skipping those that exist already."""
    if not rows:
        return
    connection = await session.connection()
    into = f'INSERT INTO "{table.name}" ({", ".join(columns)})'
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        await connection.exec_driver_sql(f"{into} VALUES ({marks}) ON CONFLICT DO NOTHING", list(rows))
    else:
        lists = ", ".join(["%s::bigint[]"] * len(columns))
        insert = f"{into} SELECT * FROM unnest({lists}) ON CONFLICT DO NOTHING"  # noqa: S608 (names)
        await connection.exec_driver_sql(insert, tuple(list(column) for column in zip(*rows, strict=True)))


async def _copy(connection: AsyncConnection, statement: str, rows: Sequence[Values]) -> None:
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    async with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            await copy.write_row(row)
