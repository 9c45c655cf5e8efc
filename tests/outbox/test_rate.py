"""The mail rate is kept, however many workers there are and whatever clocks do."""

import asyncio
from datetime import timedelta

from storage.entities.outbox import Outbox
from storage.outbox.limits import RateLimit
from storage.outbox.work import Lane
from tests.kit.outboxes import Fake, Outboxes, another_process, working
from tests.kit.outboxes import outboxes as outboxes

HOURLY = RateLimit(every_us=3_600_000_000, burst=1)
TEN_A_MINUTE = RateLimit(every_us=6_000_000, burst=3)
A_DAY = timedelta(days=1)
NAMES = [f"mail{number}" for number in range(12)]


async def test_a_rate_without_burst_lets_one_go_at_a_time(outboxes: Outboxes) -> None:
    await outboxes.enqueue(*NAMES)
    for hour in range(3):
        assert await outboxes.claim(rate=HOURLY, lease=A_DAY) == [NAMES[hour]]
        assert await outboxes.claim(rate=HOURLY, lease=A_DAY) == []
        outboxes.clock.forward(minutes=59)
        assert await outboxes.claim(rate=HOURLY, lease=A_DAY) == []
        outboxes.clock.forward(minutes=1)


async def test_after_a_pause_a_burst_goes_at_once_and_then_the_rate_holds(outboxes: Outboxes) -> None:
    await outboxes.enqueue(*NAMES)
    assert len(await outboxes.claim(rate=TEN_A_MINUTE)) == 3
    outboxes.clock.forward(seconds=7)
    assert len(await outboxes.claim(rate=TEN_A_MINUTE)) == 1
    outboxes.clock.forward(hours=5)
    assert len(await outboxes.claim(rate=TEN_A_MINUTE)) == 3
    assert await outboxes.claim(rate=TEN_A_MINUTE) == []


async def test_what_was_not_claimed_does_not_count(outboxes: Outboxes) -> None:
    assert await outboxes.claim(rate=TEN_A_MINUTE) == []
    await outboxes.enqueue(*NAMES)
    assert len(await outboxes.claim(2, rate=TEN_A_MINUTE)) == 2
    assert len(await outboxes.claim(rate=TEN_A_MINUTE)) == 1


async def test_two_processes_share_one_rate(outboxes: Outboxes) -> None:
    await outboxes.enqueue(*NAMES)
    async with another_process(outboxes) as second:
        claims = [claimer.claim(rate=TEN_A_MINUTE) for claimer in (outboxes, second) * 4]
        assert sum(map(len, await asyncio.gather(*claims))) == 3


async def test_workers_go_on_by_themselves_when_the_rate_allows(outboxes: Outboxes) -> None:
    rate = RateLimit(every_us=20_000, burst=1)
    async with another_process(outboxes) as second:
        workers = outboxes.worker(Fake(), Fake(), rate=rate), second.worker(Fake(), Fake(), rate=rate)
        async with working(*workers):
            await outboxes.enqueue(*NAMES)
            await outboxes.all_are("sent")
    started = sorted(row["started_at"] for row in await outboxes.rows())
    assert len(set(started)) == len(NAMES)


async def test_a_worker_that_waits_for_the_rate_sleeps_until_then(outboxes: Outboxes) -> None:
    await outboxes.enqueue("a", "b")
    await outboxes.claim(1, rate=HOURLY)
    async with outboxes.uow() as uow:
        due = await uow.sending.next_due(Lane.MAIL, HOURLY)
        assert due is not None
        assert 3_590 < (due - uow.now).total_seconds() <= 60 * 60
        assert (await uow.sending.next_due(Lane.MAIL) or uow.now) <= uow.now


async def test_a_clock_that_is_set_back_does_not_stop_the_mails(outboxes: Outboxes) -> None:
    await outboxes.enqueue(*NAMES)
    outboxes.clock.forward(days=1)
    assert len(await outboxes.claim(1, rate=TEN_A_MINUTE)) == 1
    outboxes.clock.forward(days=-1)
    assert len(await outboxes.claim(rate=TEN_A_MINUTE)) == 3


async def test_a_rate_that_was_raised_holds_at_once(outboxes: Outboxes) -> None:
    await outboxes.enqueue(*NAMES)
    assert len(await outboxes.claim(rate=HOURLY)) == 1
    assert len(await outboxes.claim(rate=TEN_A_MINUTE)) == 3


async def test_a_sent_mail_counts_though_it_failed(outboxes: Outboxes) -> None:
    fake = Fake()

    async def fail(_row: Outbox) -> None:
        raise RuntimeError("refused")

    fake.answer = fail  # type: ignore[assignment]
    await outboxes.enqueue("a", "b")
    async with working(outboxes.worker(fake, rate=HOURLY)):
        await outboxes.until(lambda: outboxes.ended)
    assert await outboxes.claim(rate=HOURLY) == []
