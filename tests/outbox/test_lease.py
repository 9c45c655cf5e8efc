"""Workers that are slow, dead or cut off from the database do no harm when they report late."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from bot.workers.engine.results import Result, Sent
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome
from storage.outbox.sending import Ending
from storage.outbox.work import Lane
from tests.kit.outboxes import LEASE, Fake, Outboxes, another_process, working
from tests.kit.outboxes import outboxes as outboxes

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cut'"


async def claimed(outboxes: Outboxes) -> Outbox:
    async with outboxes.uow() as uow:
        return (await uow.sending.claim(Lane.MAIL, 1, LEASE))[0]


async def recorded(outboxes: Outboxes, ending: Ending) -> bool:
    async with outboxes.uow() as uow:
        return bool(await uow.sending.record([ending]))


async def state(outboxes: Outboxes) -> str:
    return str((await outboxes.rows())[0]["state"])


async def test_a_failure_told_after_the_lease_does_not_disturb_the_next_try(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    late = await claimed(outboxes)
    outboxes.clock.forward(seconds=61)
    again = await claimed(outboxes)
    assert not await recorded(outboxes, Ending(late, Outcome.QUEUED, "too slow", outboxes.clock()))
    assert await state(outboxes) == "sending"
    assert await recorded(outboxes, Ending(again, Outcome.SENT))
    assert await state(outboxes) == "sent"


async def test_what_left_after_the_lease_is_not_sent_again(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    late = await claimed(outboxes)
    outboxes.clock.forward(seconds=61)
    assert await outboxes.claim(0) == []
    assert await state(outboxes) == "queued"
    assert await recorded(outboxes, Ending(late, Outcome.SENT))
    assert await outboxes.claim() == []


async def test_a_failure_does_not_undo_that_it_left(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    late = await claimed(outboxes)
    outboxes.clock.forward(seconds=61)
    again = await claimed(outboxes)
    assert await recorded(outboxes, Ending(late, Outcome.SENT))
    assert not await recorded(outboxes, Ending(again, Outcome.QUEUED, "refused", outboxes.clock()))
    assert await state(outboxes) == "sent"


async def test_long_work_that_another_worker_took_up_is_held_by_that_one_alone(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    late = await claimed(outboxes)
    outboxes.clock.forward(seconds=61)
    again = await claimed(outboxes)
    async with outboxes.uow() as uow:
        assert [await uow.sending.hold(row, LEASE) for row in (late, again)] == [False, True]


async def test_the_same_result_counts_once(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    row = await claimed(outboxes)
    assert await recorded(outboxes, Ending(row, Outcome.SENT))
    assert not await recorded(outboxes, Ending(row, Outcome.SENT))


async def test_what_fails_together_keeps_its_own_reason_and_its_own_time(outboxes: Outboxes) -> None:
    outboxes.clock.stop()
    now = outboxes.clock()
    await outboxes.enqueue("a", "b", "c")
    async with outboxes.uow() as uow:
        a, b, c = await uow.sending.claim(Lane.MAIL, 3, LEASE)
    async with outboxes.uow() as uow:
        soon, late = now + timedelta(minutes=1), now + timedelta(minutes=9)
        endings = [(a, "no such mailbox", soon), (b, "mailbox full", soon), (c, "no such mailbox", late)]
        await uow.sending.record([Ending(row, Outcome.QUEUED, why, due) for row, why, due in endings])
    said = [row["error"] for row in await outboxes.rows()]
    assert said == ["no such mailbox", "mailbox full", "no such mailbox"]
    outboxes.clock.forward(minutes=1)
    assert await outboxes.claim() == ["a", "b"]
    outboxes.clock.forward(minutes=8)
    assert "c" in await outboxes.claim()


async def test_of_what_ends_together_only_what_is_wanted_again_is_done_again(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a", "a", "b", lane=Lane.SLACK)
    async with outboxes.uow() as uow:
        rows = await uow.sending.claim(Lane.SLACK, 2, LEASE)
    await outboxes.enqueue("b", lane=Lane.SLACK)
    async with outboxes.uow() as uow:
        await uow.sending.record([Ending(row, Outcome.SENT) for row in rows])
    assert await outboxes.states() == {"a": "sent", "b": "queued"}


async def test_a_clock_that_jumps_ahead_does_not_take_from_a_worker_what_it_is_sending(
    outboxes: Outboxes,
) -> None:
    go = asyncio.Event()

    async def slowly(row: Outbox) -> Result:
        await go.wait()
        return Sent()

    senders = Fake(), Fake()
    for sender in senders:
        sender.answer = slowly
    await outboxes.enqueue("a")
    async with working(outboxes.worker(*senders)):
        await outboxes.until(lambda: senders[0].tries or senders[1].tries)
        outboxes.forward(hours=1)
        await outboxes.enqueue("b")
        await outboxes.until(lambda: senders[0].tries and senders[1].tries)
        go.set()
        await outboxes.all_are("sent")
    assert sorted(senders[0].tries + senders[1].tries) == ["a", "b"]


@pytest.mark.parametrize("outboxes", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
async def test_a_connection_that_the_database_cuts_loses_nothing(outboxes: Outboxes) -> None:
    names = [f"mail{number}" for number in range(20)]
    url = outboxes.database.url.set(drivername="postgresql").render_as_string()
    async with another_process(outboxes, application_name="cut") as second:
        with psycopg.connect(url, autocommit=True) as administrator:

            async def cut(row: Outbox) -> Result:
                if row.id % 5 == 0:
                    administrator.execute(CUT)
                return Sent()

            second.fake.answer = cut
            async with working(second.worker()):
                await outboxes.enqueue(*names)
                second.database.outbox_wake_up.ring()
                await outboxes.all_are("sent")
    assert sorted(second.fake.sent) == sorted(names)
    assert sorted(second.ended) == sorted((name, "sent") for name in names)
