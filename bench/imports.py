"""Measures an import from bytes to contacts, against a bare CSV reader and directly written rows.

python -m bench.imports [--rows 100000] [--rounds 3] [--database sqlite|postgresql|both]
"""

import argparse
import asyncio
import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from bench import import_bare, import_commands, import_costs
from bench.import_costs import Costs
from bench.import_list import contact_list
from bot.services.words.addresses import parse_email
from storage.engine import migrate
from tests.kit.postgres import postgres_server

DATABASES = ("sqlite", "postgresql")
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Row = tuple[str, str, str]
"""(what was measured, the ratio or figure, what is behind it)"""

Fresh = Callable[[], str]


@dataclass(frozen=True)
class Round:
    """The seconds of one round: the bare parts and ours, one after the other."""

    library_read: float
    short_read: float
    without_database: float
    costs: Costs
    raw_write: float


@contextmanager
def databases(kind: str) -> Iterator[Fresh]:
    """Yield a function that makes a new, migrated database and returns its URL."""
    with ExitStack() as stack:
        if kind == "sqlite":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            numbers = itertools.count()

            def fresh() -> str:
                url = f"sqlite:///{folder}/bench-{next(numbers)}.db"
                migrate.upgrade(url)
                return url

        else:
            server = stack.enter_context(postgres_server())
            template = server.template("migrated", migrate.upgrade)

            def fresh() -> str:
                return stack.enter_context(server.database(template))

        yield fresh


def one_round(fresh: Fresh, rows: int) -> Round:
    data, url = contact_list(rows), fresh()
    library_read = import_bare.read(data, import_bare.library_check)
    short_read = import_bare.read(data, parse_email)
    without_database = asyncio.run(import_costs.without_database(data))
    costs = import_costs.measure(url, rows)
    raw_write = import_bare.write(fresh(), import_bare.written(url))
    return Round(library_read, short_read, without_database, costs, raw_write)


def measure(kind: str, rows: int, rounds: int) -> list[Row]:
    with databases(kind) as fresh:
        one_round(fresh, rows // 20)  # only warms up
        done = [one_round(fresh, rows) for _ in range(rounds)]
        late = import_commands.while_importing(fresh(), rows)
    return _rows(NAMES[kind], done, late)


def _rows(name: str, done: list[Round], late: import_commands.Late) -> list[Row]:
    read, imported = [each.costs.read for each in done], [each.costs.imported for each in done]
    raw, pure = [each.raw_write for each in done], [each.without_database for each in done]
    library, short = [each.library_read for each in done], [each.short_read for each in done]
    held = max(median(each.costs.read_held for each in done), median(each.costs.import_held for each in done))
    return [
        _ratio(f"bytes to review, {name}", read, library),
        _ratio(f"bytes to rows, beside {name}", pure, library),
        _ratio(f"bytes to review, {name}, own check as the bare one", read, short),
        _ratio(f"import, {name}", raw, imported, "raw against ours, "),
        (f"event loop held by an import, {name}", f"{held:.0f} ms", "the longest of a run"),
        (f"memory of an import, {name}", f"{median(e.costs.memory for e in done):.0f} MB", "over idle"),
        (
            f"command to modal in an import, {name}",
            f"{late.worst:.0f} ms",
            f"the slowest of {late.count}; median {late.median:.1f} ms",
        ),
    ]


def _ratio(what: str, ours: list[float], bare: list[float], order: str = "") -> Row:
    ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    return what, f"{ratio:.2f} x", f"{order}{median(ours):.3g} against {median(bare):.3g} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    chosen = parser.parse_args()
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        for what, figure, behind in measure(kind, chosen.rows, chosen.rounds):
            print(f"{what:60} {figure:>8}  ({behind})", flush=True)


if __name__ == "__main__":
    main()
