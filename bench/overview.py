"""Measures the overview's pages, filters and searches, against bare queries through the bare driver.

python -m bench.overview [--contacts 1000000] [--rounds 200] [--database sqlite|postgresql]
"""

import argparse
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import aiosqlite
import psycopg
import uvloop

from bench.pool import RARE_PLACE, TAGS, fill, keys
from bot.services.consequences import follow
from storage.engine.database import Database
from storage.overview.listing import Criteria, Hired, Place, Sort, Which
from storage.uow import Scope, UnitOfWork
from tests.kit.postgres import postgres_server

ROWS = 10
_SHOWN = (
    "SELECT id, name, email, status, archived_at FROM contact WHERE workspace_id = 1 AND archived_at IS NULL"
)
_FULL_TEXT = "id IN (SELECT rowid FROM contact_search WHERE contact_search MATCH ?)"
_FEW = "WITH few AS MATERIALIZED (SELECT id FROM contact WHERE search_key LIKE ?) "
Bare = Callable[[str, Sequence[Any]], Awaitable[object]]

Case = tuple[str, Criteria, str, list[Any]]


def cases(sqlite: bool) -> list[Case]:
    """List (what, criteria, bare query, its parameters)."""
    tag = "id IN (SELECT contact_id FROM contact_tag WHERE tag_id = ?)"
    place = (
        "id IN (SELECT contact_id FROM profile_term WHERE workspace_id = 1 AND kind = 'place' AND term = ?)"
    )
    by_name, active = "ORDER BY sort_key, id LIMIT 11", "status = 'active'"
    few = f"{_SHOWN} AND {_FULL_TEXT} {by_name}"
    if not sqlite:
        few = f"{_FEW}{_SHOWN} AND id IN (SELECT id FROM few) {by_name}"
    quoted = '"{}"'.format if sqlite else "%{}%".format
    return [
        ("page by key", Criteria(), f"{_SHOWN} AND (sort_key, id) > (?, ?) {by_name}", []),
        ("a status, by name", Criteria(which=Which.ACTIVE), f"{_SHOWN} AND status = ? {by_name}", ["active"]),
        (
            "added since a day, by name",
            Criteria(added_after=date(2020, 1, 1)),
            f"{_SHOWN} AND created_at >= ? {by_name}",
            ["2020-01-01"],
        ),
        ("never hired, by name", Criteria(hired=Hired.NEVER), f"{_SHOWN} AND hires = ? {by_name}", [0]),
        (
            "status and tag, by name",
            Criteria(which=Which.ACTIVE, tags=(50,)),
            f"{_SHOWN} AND {active} AND {tag} {by_name}",
            [50],
        ),
        ("a rare tag", Criteria(tags=(len(TAGS),)), f"{_SHOWN} AND {tag} {by_name}", [len(TAGS)]),
        ("a rare place", Criteria(place=RARE_PLACE), f"{_SHOWN} AND {place} {by_name}", [RARE_PLACE.lower()]),
        ("part of a rare name", Criteria("anthopou"), few, [quoted("anthopou")]),
        ("the same in two spellings", Criteria("änthopou"), few, [quoted("anthopou")]),
        ("part of a common name", Criteria("trom"), few, [quoted("trom")]),
        ("what nobody has", Criteria("qqqq"), few, [quoted("qqqq")]),
    ]


async def measure(url: str, count: int, rounds: int) -> Iterator[tuple[str, float, str]]:
    """Return (what, ratio, medians) for each case. Our query and the bare one take turns."""
    database = Database(url)
    uow = UnitOfWork(database, Scope(lambda: datetime.now(UTC), str, follow, 1))
    places, rows = keys(count), []
    async with _bare(url, database.sqlite) as bare:
        for what, criteria, sql, values in cases(database.sqlite):
            pairs = []
            for _ in range(rounds + 20):
                key = next(places)
                place = None if values else Place(key)
                theirs = await _seconds(bare(sql, values or key))
                mine = await _seconds(_page(uow, criteria, place))
                pairs.append((mine, theirs))
            rows.append(_row(what, pairs[20:]))
    await database.close()
    return iter(rows)


async def _page(uow: UnitOfWork, criteria: Criteria, place: Place | None) -> object:
    async with uow.read():
        return await uow.overview.page(criteria, Sort.NAME, place, ROWS)


async def _seconds(work: Awaitable[object]) -> float:
    began = perf_counter()
    await work
    return perf_counter() - began


def _row(what: str, pairs: list[tuple[float, float]]) -> tuple[str, float, str]:
    mine, theirs = (sorted(column) for column in zip(*pairs, strict=True))
    late = int(len(mine) * 0.99) - 1
    told = (
        f"p50 {median(mine) * 1000:.2f} against {median(theirs) * 1000:.2f} ms,"
        f" p99 {mine[late] * 1000:.1f} against {theirs[late] * 1000:.1f}"
    )
    return what, median(mine) / median(theirs), told


class _bare:  # noqa: N801 (used as a function)
    """The driver alone, with one connection."""

    def __init__(self, url: str, sqlite: bool) -> None:
        self._url, self._sqlite = url, sqlite

    async def __aenter__(self) -> Bare:
        if self._sqlite:
            self._connection: Any = await aiosqlite.connect(self._url.removeprefix("sqlite:///"))
            return self._ask_sqlite
        self._connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        return self._ask_postgresql

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def _ask_sqlite(self, sql: str, values: Sequence[Any]) -> object:
        return await self._connection.execute_fetchall(sql, tuple(values))

    async def _ask_postgresql(self, sql: str, values: Sequence[Any]) -> object:
        return await (await self._connection.execute(sql.replace("?", "%s"), values)).fetchall()


@contextmanager
def filled(kind: str, count: int) -> Iterator[str]:
    """Make a database with `count` contacts and yield its URL."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'pool.db'}"
            fill(url, count)
            yield url
    else:
        with postgres_server() as server, server.database() as url:
            fill(url, count)
            yield url


def rows(
    count: int, rounds: int, kinds: Sequence[str] = ("sqlite", "postgresql")
) -> Iterator[tuple[str, float, str]]:
    """Yield this measurement's rows of the `make bench` table."""
    for kind in kinds:
        with filled(kind, count) as url:
            for what, ratio, told in uvloop.run(measure(url, count, rounds)):
                yield f"{what}, {count:,} contacts, {kind}", ratio, told


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    chosen = parser.parse_args()
    kinds = [chosen.database] if chosen.database else ["sqlite", "postgresql"]
    for what, ratio, told in rows(chosen.contacts, chosen.rounds, kinds):
        print(f"{what:55} {ratio:6.2f} x  ({told})")


if __name__ == "__main__":
    main()
