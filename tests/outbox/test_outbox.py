"""The outbox and its workers: each row is sent in order, by one worker, and its result recorded."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

import pytest
from sqlalchemy.exc import OperationalError

from bot.workers.engine.results import Failed, Result, Sent, Unwanted
from bot.workers.engine.retry import Failure
from bot.workers.engine.worker import BROKEN_DATABASE_SECONDS, Options, OutboxWorker
from storage.entities.outbox import Outbox
from storage.entities.suppression import Reason
from storage.outbox.limits import RateLimit
from storage.outbox.sending import Ending
from storage.outbox.work import Lane, Priority
from storage.uow import UnitOfWork
from tests.kit.outboxes import (
    BUSY,
    LEASE,
    Fake,
    NamedMail,
    NamedMessage,
    Outboxes,
    another_process,
    hashed,
    name_of,
    working,
)
from tests.kit.outboxes import outboxes as outboxes

DATABASE_AWAY = OperationalError("UPDATE outbox", {}, Exception("the connection was lost"))


async def test_what_is_enqueued_is_sent_once_and_written_down(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a", "b", "a")
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    assert outboxes.fake.sent == ["a", "b"]
    assert outboxes.ended == [("a", "sent"), ("b", "sent")]


async def test_one_invitation_does_not_wait_behind_an_import(outboxes: Outboxes) -> None:
    await outboxes.enqueue("bulk1", "bulk2", priority=Priority.BULK)
    await outboxes.enqueue("reminder", priority=Priority.REMINDER)
    await outboxes.enqueue("personal")
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
    assert outboxes.fake.sent == ["personal", "reminder", "bulk1", "bulk2"]


async def test_only_as_many_are_claimed_as_free_senders_take(outboxes: Outboxes) -> None:
    go, senders = asyncio.Event(), [Fake(), Fake()]

    async def wait(_row: Outbox) -> Result:
        await go.wait()
        return Sent()

    for sender in senders:
        sender.answer = wait
    await outboxes.enqueue("a", "b", "c", "d", "e")
    async with working(outboxes.worker(*senders)):
        await outboxes.until(lambda: senders[0].tries and senders[1].tries)
        assert list((await outboxes.states()).values()) == ["sending"] * 2 + ["queued"] * 3
        go.set()
        await outboxes.all_are("sent")


async def test_two_processes_never_send_the_same_row(outboxes: Outboxes) -> None:
    names = [f"mail{number}" for number in range(60)]
    async with another_process(outboxes) as second:
        fakes = [Fake() for _ in range(6)]
        async with working(outboxes.worker(*fakes[:3]), second.worker(*fakes[3:])):
            await outboxes.enqueue(*names)
            second.database.outbox_wake_up.ring()
            await outboxes.all_are("sent")
    assert sorted(name for fake in fakes for name in fake.tries) == sorted(names)
    assert sorted(outboxes.ended + second.ended) == sorted((name, "sent") for name in names)


async def test_what_a_dead_worker_held_is_sent_when_its_lease_is_over(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a")
    assert await outboxes.claim() == ["a"]
    assert await outboxes.claim() == []
    async with working(outboxes.worker()):
        await outboxes.enqueue("b")
        await outboxes.until(lambda: outboxes.fake.sent)
        assert outboxes.fake.sent == ["b"]
        outboxes.forward(seconds=61)
        await outboxes.all_are("sent")
    assert outboxes.fake.sent == ["b", "a"]
    assert (await outboxes.rows())[0]["lost"] == 1


async def test_a_database_that_is_away_for_a_moment_loses_no_result(outboxes: Outboxes) -> None:
    outboxes.troubles += [DATABASE_AWAY, DATABASE_AWAY]
    await outboxes.enqueue("a")
    worker = outboxes.worker()
    async with working(worker):
        await outboxes.until(lambda: outboxes.fake.sent)
        await outboxes.enqueue("b")
        await outboxes.all_are("sent")
        assert worker.healthy
    assert outboxes.fake.sent == ["a", "b"]
    assert outboxes.ended == [("a", "sent"), ("b", "sent")]


async def test_a_result_that_cannot_be_recorded_in_full_is_logged_and_holds_up_nobody(
    outboxes: Outboxes, caplog: pytest.LogCaptureFixture
) -> None:
    outboxes.unrecordable.add("a")
    await outboxes.enqueue("a", "b")
    async with working(outboxes.worker(Fake(), Fake())):
        await outboxes.all_are("sent")
    assert outboxes.ended == [("b", "sent")]
    assert "outbox_effect_failed" in caplog.text


async def test_a_row_that_our_code_fails_on_is_parked_after_five_tries(outboxes: Outboxes) -> None:
    async def render(row: Outbox) -> Result:
        if name_of(row) == "poison":
            raise KeyError("name")
        return Sent()

    outboxes.fake.answer = render
    await outboxes.enqueue("poison", "a")
    async with working(outboxes.worker()):
        for tries in range(1, 6):
            await tried(outboxes, tries)
            outboxes.forward(minutes=5)
        await outboxes.enqueue("b")
        await outboxes.until(lambda: outboxes.fake.sent == ["a", "b"])
    assert outboxes.fake.tries.count("poison") == 5
    assert outboxes.ended.count(("poison", "failed")) == 1


async def test_tries_that_others_failed_do_not_make_one_bug_of_ours_the_last(outboxes: Outboxes) -> None:
    async def answer(_row: Outbox) -> Result:
        if len(outboxes.fake.tries) <= 6:
            return Failed(BUSY)
        if len(outboxes.fake.tries) <= 8:
            raise KeyError("name")
        return Sent()

    outboxes.fake.answer = answer
    await outboxes.enqueue("a")
    async with working(outboxes.worker()):
        for tries in range(1, 9):
            await tried(outboxes, tries)
            outboxes.forward(hours=1)
        await outboxes.all_are("sent")
    assert [(row["attempts"], row["bugs"]) for row in await outboxes.rows()] == [(9, 2)]


async def test_what_cannot_be_read_is_no_bug_and_is_never_given_up(outboxes: Outboxes) -> None:
    async def read(_row: Outbox) -> Result:
        if len(outboxes.fake.tries) <= 20:
            raise DATABASE_AWAY
        return Sent()

    outboxes.fake.answer = read
    await outboxes.enqueue("a")
    outboxes.clock.forward(days=4)
    async with working(outboxes.worker()):
        for tries in range(1, 21):
            await tried(outboxes, tries)
            outboxes.forward(seconds=6)
        await outboxes.all_are("sent")
    assert [row["bugs"] for row in await outboxes.rows()] == [0]


async def tried(outboxes: Outboxes, times: int) -> None:
    """Wait until the first row's number of attempts is recorded."""
    await outboxes.until_rows(lambda rows: rows[0]["attempts"] == times and rows[0]["state"] != "sending")


async def test_a_failed_try_is_repeated_when_it_is_due_and_not_before(outboxes: Outboxes) -> None:
    answers: list[Result] = [Failed(BUSY), Failed(BUSY), Sent()]

    async def answer(_row: Outbox) -> Result:
        return answers.pop(0)

    outboxes.fake.answer = answer
    await outboxes.enqueue("a")
    async with working(outboxes.worker()):
        for tries, wait in ((1, 10), (2, 20)):
            await tried(outboxes, tries)
            outboxes.forward(seconds=wait - 2)
            await outboxes.enqueue(f"other{tries}", lane=Lane.SLACK)
            assert len(outboxes.fake.tries) == tries
            outboxes.forward(seconds=3)
        await outboxes.until(lambda: outboxes.fake.sent == ["a"])
    assert outboxes.ended == [("a", "queued"), ("a", "queued"), ("a", "sent")]


async def test_a_redraw_enqueued_while_the_card_is_drawn_draws_it_again(outboxes: Outboxes) -> None:
    async def enqueue_again(_row: Outbox) -> Result:
        if len(outboxes.fake.tries) == 1:
            await outboxes.enqueue("card", lane=Lane.SLACK)
        return Sent()

    outboxes.fake.answer = enqueue_again
    await outboxes.enqueue("card", "card", lane=Lane.SLACK)
    async with working(outboxes.worker(lane=Lane.SLACK)):
        await outboxes.all_are("sent")
    assert outboxes.fake.sent == ["card", "card"]


async def test_a_redraw_enqueued_while_the_last_try_fails_starts_afresh(outboxes: Outboxes) -> None:
    async def refuse(_row: Outbox) -> Result:
        if len(outboxes.fake.tries) == 1:
            await outboxes.enqueue("card", lane=Lane.SLACK)
            return Failed(Failure("no such message", lasting=True))
        return Sent()

    outboxes.fake.answer = refuse
    await outboxes.enqueue("card", lane=Lane.SLACK)
    async with working(outboxes.worker(lane=Lane.SLACK)):
        await outboxes.all_are("sent")
    assert (await outboxes.rows())[0]["attempts"] == 1


async def test_what_nobody_wants_any_more_is_cancelled(outboxes: Outboxes) -> None:
    async def unwanted(_row: Outbox) -> Result:
        return Unwanted()

    outboxes.fake.answer = unwanted
    await outboxes.enqueue("a")
    async with working(outboxes.worker()):
        await outboxes.all_are("cancelled")
    assert outboxes.ended == [("a", "cancelled")]


@pytest.mark.parametrize("everywhere", [False, True])
async def test_nothing_goes_to_who_has_stopped_mail_since_it_was_enqueued(
    outboxes: Outboxes, everywhere: bool
) -> None:
    await outboxes.enqueue("ada@x.dk", "bo@x.dk")
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.suppressions.add("ada@x.dk", uow.now, everywhere=everywhere)
    async with working(outboxes.worker()):
        await outboxes.until(lambda: len(outboxes.ended) == 2)
    assert outboxes.fake.tries == ["bo@x.dk"]
    assert dict(outboxes.ended) == {"ada@x.dk": "cancelled", "bo@x.dk": "sent"}
    assert hashed("ada@x.dk") == (await outboxes.rows())[0]["recipient"]


async def test_who_has_stopped_mail_is_told_apart_though_the_clock_was_set_back(outboxes: Outboxes) -> None:
    await outboxes.enqueue("bo@x.dk")
    async with working(outboxes.worker()):
        await outboxes.all_are("sent")
        outboxes.forward(hours=-2)
        async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
            await uow.suppressions.add("ada@x.dk", uow.now)
        await outboxes.enqueue("ada@x.dk")
        await outboxes.until(lambda: len(outboxes.ended) == 2)
    assert dict(outboxes.ended) == {"bo@x.dk": "sent", "ada@x.dk": "cancelled"}


@pytest.mark.parametrize("everywhere", [False, True])
async def test_who_stopped_mail_a_moment_ago_is_not_claimed(outboxes: Outboxes, everywhere: bool) -> None:
    await outboxes.enqueue("ada@x.dk", "bo@x.dk")
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.suppressions.add("ada@x.dk", uow.now, everywhere=everywhere)
    ada, _ = await outboxes.rows()
    async with outboxes.uow() as uow:
        assert await uow.sending.claim(Lane.MAIL, 1, LEASE, suspect=ada["id"]) == []
    assert await outboxes.claim() == ["bo@x.dk"]


async def test_no_relay_is_probed_with_a_mail_to_who_has_stopped_mail(outboxes: Outboxes) -> None:
    await outboxes.enqueue("bo@x.dk", "ada@x.dk")
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.suppressions.add("ada@x.dk", uow.now)
    async with outboxes.uow() as uow:
        (await uow.relay.lock_or_add_trouble()).pause(uow.now, quick=1)
    assert await outboxes.claim(rate=RateLimit(every_us=1, burst=1)) == ["bo@x.dk"]


async def test_who_left_gets_nothing_though_they_came_back_to_another_company(outboxes: Outboxes) -> None:
    await outboxes.enqueue("ada@x.dk")
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.suppressions.add("ada@x.dk", uow.now, Reason.LEFT)
    other = await outboxes.install("T2", "Northwind")
    async with outboxes.uow(workspace_id=other) as uow:
        await uow.suppressions.add("ada@x.dk", uow.now, Reason.LEFT)
        await uow.suppressions.take_back("ada@x.dk", uow.now)
        mail = NamedMail("cy@x.dk", Priority.PERSONAL, contact_id=1, recipient=hashed("cy@x.dk"))
        await uow.outbox.add(mail)
    async with working(outboxes.worker()):
        await outboxes.until(lambda: len(outboxes.ended) == 2)
    assert outboxes.fake.tries == ["cy@x.dk"]


async def test_what_ends_together_is_told_to_each_company_by_itself(outboxes: Outboxes) -> None:
    other = await outboxes.install("T2", "Northwind")
    companies = {"ada@x.dk": outboxes.workspace_id, "bo@x.dk": other}
    for name, workspace_id in companies.items():
        async with outboxes.uow(workspace_id=workspace_id) as uow:
            mail = NamedMail(name, Priority.PERSONAL, contact_id=1, recipient=hashed(name))
            await uow.outbox.add(mail)
            await uow.suppressions.add(name, uow.now, everywhere=True)
    async with working(outboxes.worker(Fake(), Fake())):
        await outboxes.all_are("cancelled")
    assert outboxes.told_in == companies


async def test_while_the_database_is_away_a_worker_says_so_and_asks_about_once_a_second(
    outboxes: Outboxes,
) -> None:
    asked: list[float] = []

    def away() -> UnitOfWork:
        asked.append(monotonic())
        raise DATABASE_AWAY

    worker = OutboxWorker(Lane.MAIL, [Fake()], away, asyncio.Event(), Options(LEASE), no_news)
    began = monotonic()
    async with working(worker):
        await outboxes.until(lambda: len(asked) >= 2)
        assert not worker.healthy
    assert asked[1] - began > BROKEN_DATABASE_SECONDS / 2


def held_up(outboxes: Outboxes) -> tuple[asyncio.Event, asyncio.Event]:
    """Let sends wait. Returns what tells that one is under way, and what lets them go."""
    started, go = asyncio.Event(), asyncio.Event()

    async def slowly(_row: Outbox) -> Result:
        started.set()
        await go.wait()
        return Sent()

    outboxes.fake.answer = slowly
    return started, go


async def test_a_worker_that_stops_asks_a_broken_database_about_once_a_second(outboxes: Outboxes) -> None:
    started, go = held_up(outboxes)
    await outboxes.enqueue("a")
    async with working(outboxes.worker()):
        await started.wait()
        outboxes.troubles += [DATABASE_AWAY, DATABASE_AWAY]  # a turn's, and that of its result apart
        began = monotonic()
        go.set()
    assert monotonic() - began > BROKEN_DATABASE_SECONDS / 2
    assert outboxes.ended == [("a", "sent")]


async def no_news(_uow: UnitOfWork, _endings: Sequence[Ending]) -> None:
    """Do nothing: no result is recorded."""


async def test_what_is_under_way_is_finished_when_the_program_stops(outboxes: Outboxes) -> None:
    started, go = held_up(outboxes)
    await outboxes.enqueue("a", "b")
    worker = outboxes.worker()
    async with working(worker):
        await started.wait()
        assert worker.healthy
        go.set()
    assert not worker.healthy
    assert await outboxes.states() == {"a": "sent", "b": "queued"}


async def test_what_is_asked_for_again_comes_at_the_earliest_time_and_again_if_it_is_being_sent(
    outboxes: Outboxes,
) -> None:
    outboxes.clock.stop()
    start = outboxes.clock()

    async def ask(minutes: int) -> tuple[datetime | None, int]:
        """Ask for it in so many minutes. Returns when it is due, and how often it was asked for."""
        async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
            await uow.outbox.enqueue_sooner([(NamedMessage("a"), start + timedelta(minutes=minutes))])
            due = await uow.sending.next_due(Lane.SLACK)
        return due, (await outboxes.rows())[0]["wanted"]

    assert (await ask(5))[0] == start + timedelta(minutes=5)
    assert (await ask(9))[0] == start + timedelta(minutes=5)
    assert (await ask(1))[0] == start + timedelta(minutes=1)
    outboxes.clock.forward(minutes=1)
    async with outboxes.uow() as uow:
        [row] = await uow.sending.claim(Lane.SLACK, 1, LEASE)
    assert (await ask(1))[1] == row.wanted_version + 1
