"""No recipient's domain gets more than its limits, and others do not wait for it."""

from collections import Counter
from datetime import timedelta

from storage.entities.status import Status
from storage.outbox.limits import DomainLimit, RateLimit
from storage.outbox.work import Priority
from tests.kit.outboxes import LEASE, NamedMail, Outboxes, hashed
from tests.kit.outboxes import outboxes as outboxes
from tests.kit.product import running

MINUTE = RateLimit(every_us=60_000_000, burst=1)
A_DAY = timedelta(days=1)


def within(**limits: RateLimit | int) -> RateLimit:
    return RateLimit(1, 1_000, DomainLimit(**limits))  # type: ignore[arg-type]


async def enqueue(outboxes: Outboxes, domain: str, count: int, priority: Priority = Priority.BULK) -> None:
    """Enqueue emails to so many people at a domain, named by it and a number."""
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        for number in range(count):
            key = f"{priority}-{number}@{domain}"
            about = {
                "name": key,
                "email": key,
                "status": Status.INVITED,
                "status_at": uow.now,
                "source": "test",
            }
            contact, _ = await uow.contacts.find_or_add(
                email_key=key, created_at=uow.now, invited_by="U1", **about
            )
            mail = NamedMail(key, priority, contact_id=contact.id, recipient=hashed(key))
            await uow.outbox.add(mail)


def domains(names: list[str]) -> Counter[str]:
    return Counter(name.partition("@")[2] for name in names)


async def test_a_domain_gets_one_a_minute_and_others_do_not_wait(outboxes: Outboxes) -> None:
    outboxes.clock.stop()
    limit = within(rate=MINUTE)
    await enqueue(outboxes, "x.dk", 40)
    await enqueue(outboxes, "y.dk", 2)
    assert domains(await outboxes.claim(10, rate=limit, lease=A_DAY)) == {"x.dk": 1, "y.dk": 1}
    assert await outboxes.claim(10, rate=limit, lease=A_DAY) == []
    due = [row["due_at"] for row in await outboxes.rows() if row["state"] == "queued"]
    assert len(set(map(str, due))) >= 10  # each has a time of its own, as far ahead as is planned
    assert {row["attempts"] for row in await outboxes.rows() if row["state"] == "queued"} == {0}
    for _ in range(4):
        outboxes.clock.forward(seconds=59)
        assert await outboxes.claim(10, rate=limit, lease=A_DAY) == []
        outboxes.clock.forward(seconds=1)
        assert domains(await outboxes.claim(10, rate=limit, lease=A_DAY))["x.dk"] == 1


async def test_a_personal_email_goes_before_those_that_were_put_off(outboxes: Outboxes) -> None:
    outboxes.clock.stop()
    limit = within(rate=MINUTE)
    await enqueue(outboxes, "x.dk", 5)
    await outboxes.claim(10, rate=limit, lease=A_DAY)
    await enqueue(outboxes, "x.dk", 1, Priority.PERSONAL)
    outboxes.clock.forward(minutes=1)
    [name] = await outboxes.claim(10, rate=limit, lease=A_DAY)
    assert name.startswith(str(Priority.PERSONAL))


async def test_after_an_outage_a_domain_is_not_flooded(outboxes: Outboxes) -> None:
    outboxes.clock.stop()
    limit = within(rate=MINUTE)
    await enqueue(outboxes, "x.dk", 8)
    await outboxes.claim(10, rate=limit, lease=A_DAY)
    outboxes.clock.forward(hours=1)
    assert len(await outboxes.claim(10, rate=limit, lease=A_DAY)) == 1
    outboxes.clock.forward(minutes=1)
    assert len(await outboxes.claim(10, rate=limit, lease=A_DAY)) == 1


async def test_so_many_at_once_go_to_a_domain(outboxes: Outboxes) -> None:
    outboxes.clock.stop()
    limit = within(at_once=2)
    await enqueue(outboxes, "x.dk", 5)
    await enqueue(outboxes, "y.dk", 1)
    assert domains(await outboxes.claim(10, rate=limit)) == {"x.dk": 2, "y.dk": 1}
    outboxes.clock.forward(seconds=1)
    assert await outboxes.claim(10, rate=limit) == []
    outboxes.clock.forward(seconds=LEASE.total_seconds() * 2)  # those who sent them are gone
    assert domains(await outboxes.claim(10, rate=limit))["x.dk"] == 2


async def test_in_place_of_those_put_off_no_more_go_than_there_are_senders(outboxes: Outboxes) -> None:
    outboxes.clock.stop()
    await enqueue(outboxes, "x.dk", 2)
    for domain in ("y.dk", "z.dk", "w.dk"):
        await enqueue(outboxes, domain, 1)
    assert domains(await outboxes.claim(2, rate=within(at_once=1))) == {"x.dk": 1, "y.dk": 1}


async def test_what_is_put_off_is_tried_within_minutes_since_others_may_be_cancelled(
    outboxes: Outboxes,
) -> None:
    outboxes.clock.stop()
    await enqueue(outboxes, "x.dk", 40)
    await outboxes.claim(10, rate=within(rate=MINUTE), lease=A_DAY)
    soon = outboxes.clock() + timedelta(minutes=12)
    assert max(str(row["due_at"]) for row in await outboxes.rows()) < f"{soon:%Y-%m-%d %H:%M:%S}"


async def test_a_clock_that_is_set_back_does_not_close_a_domain(outboxes: Outboxes) -> None:
    limit = within(rate=MINUTE)
    await enqueue(outboxes, "x.dk", 2)
    outboxes.clock.forward(days=1)
    assert len(await outboxes.claim(1, rate=limit, lease=A_DAY)) == 1
    outboxes.clock.forward(days=-1)
    assert len(await outboxes.claim(1, rate=limit, lease=A_DAY)) == 1


async def test_counters_of_quiet_domains_are_forgotten(outboxes: Outboxes) -> None:
    outboxes.clock.stop()
    limit = within(rate=MINUTE)
    await enqueue(outboxes, "x.dk", 2)
    await outboxes.claim(10, rate=limit, lease=A_DAY)
    outboxes.clock.forward(hours=1)
    await enqueue(outboxes, "y.dk", 1)
    await outboxes.claim(10, rate=limit, lease=A_DAY)
    outboxes.clock.forward(minutes=30)
    await enqueue(outboxes, "z.dk", 1)
    await outboxes.claim(10, rate=limit, lease=A_DAY)
    async with outboxes.uow().read() as uow:
        assert await uow.rates.wait(f"mail_domain:{hashed('x.dk')}", MINUTE) is None
        assert await uow.rates.wait(f"mail_domain:{hashed('z.dk')}", MINUTE)


async def test_the_product_keeps_the_limit_that_is_set(database_url: str) -> None:
    async with running(database_url, mail_domain_rate="1/minute", mail_domain_connections=1) as house:
        await house.name_hiring_manager("Jordan Lee")
        house.clock.stop()
        for number in range(3):
            await house.invite(Name="Ada Lovelace", Email=f"ada{number}@x.dk")
        await house.invite(Name="Bo Berg", Email="bo@y.dk")
        for minute in range(3):
            await house.settled()
            assert [len(house.demo.mailbox.to(f"ada{each}@x.dk")) for each in range(3)].count(1) == minute + 1
            assert len(house.demo.mailbox.to("bo@y.dk")) == 1
            house.forward(minutes=1)
