"""Few people are found by the index of words, however many others there are: SQLite learns what is rare."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.kit.importing import Importer, people
from tests.kit.patience import PATIENCE
from tests.kit.product import House

MANY = 100
BY_WORD, FOR_EACH_CONTACT = (
    "contact_search VIRTUAL TABLE INDEX 0:M1",
    "contact_search VIRTUAL TABLE INDEX 0:=M1",
)
LEARNT = "SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat1'"


@contextmanager
def searches(house: House) -> Iterator[list[str]]:
    """Collect the statements that look for words of contacts, with their values in them.

    The overview's go to the driver without SQLAlchemy, so SQLite itself tells.
    """
    seen: list[str] = []

    def see(statement: str) -> None:
        if "contact_search MATCH" in statement and statement.startswith(("SELECT", "WITH")):
            seen.append(statement)

    def listen(connection: Any, *_: object) -> None:
        connection.run_async(lambda driver: driver.set_trace_callback(see))

    engine = house.program.database.reader.sync_engine
    event.listen(engine, "checkout", listen)
    try:
        yield seen
    finally:
        event.remove(engine, "checkout", listen)


async def plans(house: House, word: str) -> list[str]:
    """Search for a word, and ask SQLite how it finds the people."""
    person = house.person("Jordan Lee")
    with searches(house) as seen:
        await person.command("/contacts", word)
    async with house.program.database.reader.connect() as connection:
        found = [await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}") for statement in [*seen]]
        return [" | ".join(row.detail for row in rows) for rows in found]


async def until(house: House, statement: str) -> None:
    """Wait until a query finds something."""
    async with asyncio.timeout(PATIENCE):
        while not await house.rows(statement):
            await house.something_happens()


async def test_who_has_a_rare_word_is_taken_from_the_index_of_words(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(people(MANY))
    await jordan.start()
    house.forward(days=1)
    await until(house, LEARNT)
    [plan, *_] = await plans(house, "Person 077")
    assert BY_WORD in plan
    assert FOR_EACH_CONTACT not in plan
