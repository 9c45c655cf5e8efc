"""Few people are found by the index of words, however many others there are: SQLite learns what is rare."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.engine.engines import READERS
from storage.engine.readers import Readers
from tests.kit.importing import Importer, people
from tests.kit.patience import PATIENCE
from tests.kit.product import House

MANY = 100
BY_WORD, FOR_EACH_CONTACT = (
    "contact_search VIRTUAL TABLE INDEX 0:M1",
    "contact_search VIRTUAL TABLE INDEX 0:=M1",
)
LEARNT = "SELECT name FROM sqlite_schema WHERE name = 'sqlite_stat1'"


@asynccontextmanager
async def searches(house: House) -> AsyncIterator[list[str]]:
    """Collect the statements that look for words of contacts, with their values in them.

    The overview's go to the driver without SQLAlchemy, so SQLite itself tells.
    """
    seen: list[str] = []

    def see(statement: str) -> None:
        if "contact_search MATCH" in statement and statement.startswith(("SELECT", "WITH")):
            seen.append(statement)

    readers = house.program.database.readers
    assert isinstance(readers, Readers)
    every = [await readers.take() for _ in range(READERS)]
    for reader in every:
        await reader.set_trace_callback(see)
        readers.give_back(reader)
    yield seen
    for reader in every:
        await reader.set_trace_callback(None)  # type: ignore[arg-type]  # SQLite takes it


async def plans(house: House, word: str) -> list[str]:
    """Search for a word, and ask SQLite how it finds the people."""
    person = house.person("Jordan Lee")
    async with searches(house) as seen:
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
    await house.program.database.learn()  # one has just begun, and replaces the connections at its end
    [plan, *_] = await plans(house, "Person 077")
    assert BY_WORD in plan
    assert FOR_EACH_CONTACT not in plan
