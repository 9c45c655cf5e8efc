"""Many workspaces' contacts, written by COPY: a million take a minute or two."""

import random
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Table

from bench.pool import contact
from storage.engine.keys import search_key
from storage.entities.contact import Contact
from storage.entities.status import Status
from storage.entities.tag import ContactTag, Tag

TAGS = [f"skill {number}" for number in range(20)]
AT_ONCE = 20_000
Row = dict[str, Any]


def fill(url: str, workspaces: Sequence[int], contacts: int) -> None:
    """Give each workspace its share of active contacts, with a tag each."""
    each = contacts // len(workspaces)
    with psycopg.connect(url) as server:
        _copy(server, Tag.__table__, (tag for workspace in workspaces for tag in _tags(workspace)))
        [[first]] = server.execute("SELECT min(id) FROM tag").fetchall()
        rows = _contacts(workspaces, each)
        while some := list(islice(rows, AT_ONCE)):
            _copy(server, Contact.__table__, some)
            _copy(server, ContactTag.__table__, (_tagged(row, workspaces, first) for row in some))
        server.execute("SELECT setval('contact_id_seq', (SELECT max(id) FROM contact))")
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("VACUUM ANALYZE")


def _tags(workspace: int) -> Iterator[Row]:
    return (
        {"workspace_id": workspace, "name": tag, "key": tag, "search_key": search_key(tag)} for tag in TAGS
    )


def _contacts(workspaces: Sequence[int], each: int) -> Iterator[Row]:
    chance = random.Random(7)
    number = 0
    for workspace in workspaces:
        for _ in range(each):
            number += 1
            row = contact(number, TAGS[number % len(TAGS)], chance)
            yield row | {"id": number, "workspace_id": workspace, "status": Status.ACTIVE}


def _tagged(row: Row, workspaces: Sequence[int], first: int) -> Row:
    place = workspaces.index(row["workspace_id"]) * len(TAGS) + row["id"] % len(TAGS)
    return {"workspace_id": row["workspace_id"], "contact_id": row["id"], "tag_id": first + place}


def _copy(server: psycopg.Connection, table: Any, rows: Iterable[Row]) -> None:
    """Write rows, which all have the same columns; the others get their defaults."""
    assert isinstance(table, Table)
    scalars = [each for each in table.columns if each.default is not None and each.default.is_scalar]
    same = {each.name: getattr(each.default, "arg", None) for each in scalars}
    first, *others = (same | row for row in rows)
    columns = sql.SQL(", ").join(map(sql.Identifier, first))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    with server.cursor() as cursor, cursor.copy(into) as copy:
        for row in (first, *others):
            copy.write_row(
                [str(row[name]) if isinstance(row[name], StrEnum) else row[name] for name in first]
            )
