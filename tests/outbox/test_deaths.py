"""Rows of dead workers are sent again, but not first, and rows that kill workers are sent alone."""

import asyncio

from bot.workers.engine.results import Result, Sent
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome
from storage.outbox.work import Lane, Priority
from tests.kit.outboxes import LEASE, Fake, NamedMessage, Outboxes, working
from tests.kit.outboxes import outboxes as outboxes

A_LEASE = {"seconds": LEASE.total_seconds() + 1}


async def died_with(outboxes: Outboxes, most: int = 2) -> list[str]:
    """List what a dead worker had claimed, as the next one finds it a lease later."""
    async with outboxes.uow() as uow:
        suspect = await uow.sending.suspect(Lane.MAIL)
        rows = await uow.sending.claim(Lane.MAIL, most, LEASE, suspect=suspect)
    outboxes.clock.forward(**A_LEASE)
    async with outboxes.uow() as uow:
        assert await uow.sending.set_aside(Lane.MAIL, 0, LEASE) == []
    return [row.key.partition(":")[2] for row in rows]


async def test_what_was_under_way_at_a_death_goes_behind_what_waits(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a", "b", "c", "d", "e")
    assert await died_with(outboxes) == ["a", "b"]
    assert await died_with(outboxes) == ["c", "d"]
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    assert outboxes.fake.sent == ["e", "a", "b", "c", "d"]


async def test_one_invitation_still_goes_before_an_import_after_a_death(outboxes: Outboxes) -> None:
    await outboxes.enqueue("personal")
    await outboxes.enqueue("bulk", priority=Priority.BULK)
    assert await died_with(outboxes, most=1) == ["personal"]
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    assert outboxes.fake.sent == ["personal", "bulk"]


async def test_all_that_are_sent_alone_leave_one_right_after_the_other(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a", "b", "c")
    for _ in range(2):
        assert len(await died_with(outboxes, 3)) == 3
        outboxes.clock.forward(hours=1)
    outboxes.clock.stop()
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    assert outboxes.fake.sent == ["a", "b", "c"]


async def test_what_was_under_way_at_twelve_deaths_is_sent_in_the_end(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    for _ in range(12):
        assert await died_with(outboxes) == ["a"]
        outboxes.clock.forward(hours=1)
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    assert outboxes.ended == [("a", "sent")]


async def test_the_more_deaths_a_row_has_seen_the_longer_it_waits(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    waits = []
    for _ in range(4):
        assert await died_with(outboxes) == ["a"]
        waits.append(0)
        while not await would_go(outboxes):
            outboxes.clock.forward(seconds=5)
            waits[-1] += 5
    assert waits == sorted(waits)
    assert waits[0] == 0
    assert 80 <= waits[-1] <= 100


async def would_go(outboxes: Outboxes) -> bool:
    async with outboxes.uow() as uow:
        due = (await uow.sending.next_due(Lane.MAIL)) or await uow.sending.suspect(Lane.MAIL)
        return isinstance(due, int) or (due is not None and due <= uow.now)


async def test_what_was_lost_for_three_days_is_given_up_and_told(outboxes: Outboxes) -> None:
    await outboxes.enqueue("poison")
    for _ in range(9):
        assert await died_with(outboxes) == ["poison"]
        outboxes.clock.forward(hours=9)
    async with outboxes.uow() as uow:
        suspect = await uow.sending.suspect(Lane.MAIL)
        assert await uow.sending.claim(Lane.MAIL, 1, LEASE, suspect=suspect)
    outboxes.clock.forward(**A_LEASE)
    await outboxes.enqueue("harmless")
    async with working(outboxes.worker()):
        await outboxes.until(lambda: len(outboxes.ended) == 2)
    assert outboxes.fake.tries == ["harmless"]
    assert outboxes.ended == [("poison", "failed"), ("harmless", "sent")]
    assert "stopped each time" in (await outboxes.rows())[0]["error"]


async def test_a_long_pause_of_the_program_gives_nothing_up(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    assert await died_with(outboxes) == ["a"]
    assert await died_with(outboxes) == ["a"]
    outboxes.clock.forward(days=10)
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    assert outboxes.ended == [("a", "sent")]


async def test_what_saw_two_deaths_is_sent_while_nothing_else_is(outboxes: Outboxes) -> None:
    await outboxes.enqueue("suspect")
    for _ in range(2):
        assert await died_with(outboxes) == ["suspect"]
        outboxes.clock.forward(minutes=1)
    beside, go = [], asyncio.Event()
    senders = Fake(), Fake()

    async def wait(row: Outbox) -> Result:
        await go.wait()
        beside.append((row.key, sum(sender.busy for sender in busy)))
        return Sent()

    busy = [Busy(sender) for sender in senders]
    for sender in senders:
        sender.answer = wait
    await outboxes.enqueue("a", "b", "c")
    async with working(outboxes.worker(*busy)):
        await outboxes.until(lambda: any(sender.busy for sender in busy))
        go.set()
        await outboxes.all_are("sent")
    assert [together for key, together in beside if key.endswith("suspect")] == [1]
    assert len(beside) == 4


async def test_what_saw_two_deaths_is_told_apart_once_its_reader_stops_mail(outboxes: Outboxes) -> None:
    await outboxes.enqueue("ada@x.dk")
    for _ in range(2):
        assert await died_with(outboxes) == ["ada@x.dk"]
        outboxes.clock.forward(minutes=1)
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.suppressions.add("ada@x.dk", uow.now)
    async with outboxes.uow() as uow:
        [ending] = await uow.sending.set_aside(Lane.MAIL, 1, LEASE)
    assert ending.state == Outcome.CANCELLED


class Busy:
    """A sender that can tell whether it is sending."""

    def __init__(self, sender: Fake) -> None:
        self._sender, self.busy = sender, False

    async def send(self, row: Outbox) -> Result:
        self.busy = True
        try:
            return await self._sender.send(row)
        finally:
            self.busy = False

    async def close(self) -> None:
        """Do nothing: no connection is open."""


async def test_what_came_back_is_no_suspect_any_more(outboxes: Outboxes) -> None:
    await outboxes.enqueue("card", lane=Lane.SLACK)
    async with outboxes.uow() as uow:
        await uow.sending.claim(Lane.SLACK, 1, LEASE)
    outboxes.clock.forward(**A_LEASE)
    async with working(outboxes.worker(lane=Lane.SLACK)):
        await outboxes.all_are("sent")
        assert [row["lost"] for row in await outboxes.rows()] == [1]
        await outboxes.enqueue("card", lane=Lane.SLACK)
        await outboxes.until(lambda: len(outboxes.fake.sent) == 2)
    assert [row["lost"] for row in await outboxes.rows()] == [0]


async def test_what_was_under_way_at_a_death_comes_no_sooner_because_it_is_enqueued_again(
    outboxes: Outboxes,
) -> None:
    """Each change of a contact enqueues their card, and a Home tab is redrawn at once for who looks at it."""
    await outboxes.enqueue("card", lane=Lane.SLACK)
    for _ in range(2):
        async with outboxes.uow() as uow:
            suspect = await uow.sending.suspect(Lane.SLACK)
            assert await uow.sending.claim(Lane.SLACK, 1, LEASE, suspect=suspect)
        outboxes.clock.forward(**A_LEASE)
        async with outboxes.uow() as uow:
            await uow.sending.set_aside(Lane.SLACK, 0, LEASE)
    [before] = await outboxes.rows()
    await outboxes.enqueue("card", lane=Lane.SLACK)
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.outbox.enqueue_sooner([(NamedMessage("card"), uow.now)])
    [after] = await outboxes.rows()
    assert (before["lost"], before["wanted"]) == (2, 1)
    assert (after["lost"], after["due_at"], after["wanted"]) == (2, before["due_at"], 3)


async def test_long_work_that_goes_on_after_a_death_is_no_suspect_any_more(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    assert await died_with(outboxes) == ["a"]
    outboxes.clock.forward(minutes=1)
    async with outboxes.uow() as uow:
        [row] = await uow.sending.claim(Lane.MAIL, 1, LEASE)
        assert row.lost == 1
    async with outboxes.uow() as uow:
        assert await uow.sending.hold(row, LEASE)
    assert [row["lost"] for row in await outboxes.rows()] == [0]
