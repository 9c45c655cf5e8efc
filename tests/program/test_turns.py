"""Few can use the database at once: they wait in a fair line, as long as each has time."""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest

from storage.engine.database import Database
from storage.engine.faults import Cause, PoolTimeout
from storage.engine.line import Line
from storage.engine.outage import Crowd
from tests.kit.outboxes import Outboxes, a_moment
from tests.kit.outboxes import outboxes as outboxes
from tests.kit.patience import PATIENCE
from tests.kit.pool import unit_of_work
from tests.kit.product import House
from tests.kit.signed import post_event


async def test_long_work_in_steps_keeps_nobody_from_writing(outboxes: Outboxes) -> None:
    async def work() -> None:
        while True:
            await outboxes.enqueue("step")

    working = asyncio.create_task(work())
    try:
        async with asyncio.timeout(PATIENCE):
            for number in range(4):
                await outboxes.enqueue(f"click {number}")
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working
    assert {"click 0", "click 3"} <= set(await outboxes.states())


async def test_who_has_waited_longest_is_next_and_who_gave_up_is_not_waited_for() -> None:
    line, served = Line(1, Crowd()), []

    async def take(name: str, seconds: float = PATIENCE) -> None:
        await line.wait(monotonic() + seconds)
        served.append(name)
        await a_moment()
        line.leave()

    await line.wait(monotonic())
    waiting = [asyncio.create_task(take(name)) for name in ("first", "second", "third")]
    given_up = asyncio.create_task(take("impatient", 0.0))
    await asyncio.wait([given_up])
    line.leave()
    await take("latest")
    await asyncio.gather(*waiting)
    assert served == ["first", "second", "third", "latest"]
    with pytest.raises(PoolTimeout):
        given_up.result()


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Hold the database's lock, as another process does."""
    other = sqlite3.connect(database.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_a_page_waits_until_another_process_lets_the_database_go(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    page = await house.link("ada@x.dk")
    with held(house.program.database):
        pressed = asyncio.create_task(house.post(f"{page}/accept"))
        async with asyncio.timeout(PATIENCE):
            while house.program.database.outage.cause is not Cause.LOCKED:
                await a_moment()
        assert not pressed.done()
    assert (await pressed).status_code == 200


async def test_a_crowd_makes_one_line_in_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    sam = house.person("Sam Rivera")
    event = {"type": "app_home_opened", "user": sam.id, "tab": "home"}
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        async with unit_of_work(house):
            answers = await asyncio.gather(*[post_event(house, event, f"Ev{number}") for number in range(3)])
        async with asyncio.timeout(PATIENCE):
            while not caplog.records:
                await a_moment()
    assert [answer.status_code for answer in answers] == [500] * 3  # Slack sends them again
    assert [record.msg["event"] for record in caplog.records] == ["database_busy"]  # type: ignore[index]
