"""Rows that our own code fails at, among many others: those go at once, and each bad one is put aside."""

from collections import Counter
from datetime import datetime

import pytest

from bot.workers.engine.results import Result, Sent
from storage.entities.outbox import Outbox
from storage.outbox.work import Lane
from tests.kit.faults import SEED, chance, many, report
from tests.kit.outboxes import LEASE, Fake, Outboxes, Rows, name_of, working
from tests.kit.outboxes import outboxes as outboxes

pytestmark = pytest.mark.timeout(many(600, 3_600))
ROWS, DEATHS = many(60, 2_000), many(3, 12)
LONG = many(150, 900)  # seconds, on a busy machine
TRIES = 5  # of a row at which our code fails


async def test_poison_among_many_rows_holds_up_nobody(outboxes: Outboxes) -> None:
    """One row in ten cannot be rendered, one in ten cannot be recorded, and one kills whoever claims it."""
    chosen = chance()
    kinds = {f"row{number}": chosen.choice(["bad", "unrecordable", *["good"] * 8]) for number in range(ROWS)}
    bad = {name for name, kind in kinds.items() if kind == "bad"}
    outboxes.unrecordable = {name for name, kind in kinds.items() if kind == "unrecordable"}

    async def render(row: Outbox) -> Result:
        if name_of(row) in bad:
            raise KeyError("name")
        return Sent()

    await outboxes.enqueue("deadly")
    for _ in range(DEATHS):
        await died_with(outboxes, "deadly")
    fakes = [Fake() for _ in range(4)]
    for fake in fakes:
        fake.answer = render
    await outboxes.enqueue(*kinds)
    outboxes.clock.stop()
    async with working(outboxes.worker(*fakes)):
        left = bad | {"deadly"}
        await outboxes.until_rows(lambda rows: not_yet("sent", rows) <= left, LONG)
        for _ in range(TRIES - 1):
            outboxes.forward(minutes=5)
            await outboxes.until_rows(lambda rows: nothing_due(rows, outboxes.clock()), LONG)
        assert bad.isdisjoint(not_yet("failed", await outboxes.rows())), "put aside after a few tries"
        outboxes.forward(hours=1)
        await outboxes.until(lambda: "deadly" in {name for fake in fakes for name in fake.sent}, LONG)
    tries = Counter(name for fake in fakes for name in fake.tries)
    assert {tries[name] for name in bad} == {TRIES}
    assert {tries[name] for name in kinds.keys() - bad} == {1}
    where, faulty = outboxes.database.url.get_backend_name(), len(outboxes.unrecordable)
    report(
        f"{ROWS:,} rows on {where} (seed {SEED}): {len(bad)} that cannot be rendered put aside after {TRIES}"
        f" tries, {faulty} that cannot be recorded in full and {ROWS - len(bad) - faulty:,} others sent"
        f" at once, one that killed {DEATHS} workers sent last"
    )


async def died_with(outboxes: Outboxes, name: str) -> None:
    """Have a worker die with this row, and wait until it may be sent again."""
    async with outboxes.uow() as uow:
        suspect = await uow.sending.suspect(Lane.MAIL)
        [row] = await uow.sending.claim(Lane.MAIL, 1, LEASE, suspect=suspect)
        assert name_of(row) == name
    outboxes.clock.forward(seconds=LEASE.total_seconds() + 1)
    async with outboxes.uow() as uow:
        assert await uow.sending.set_aside(Lane.MAIL, 0, LEASE) == []
    outboxes.clock.forward(hours=1)


def not_yet(state: str, rows: Rows) -> set[str]:
    return {row["name"] for row in rows if row["state"] != state}


def nothing_due(rows: Rows, now: datetime) -> bool:
    """Tell whether nothing is being sent, and nothing is due but the suspect."""
    at = f"{now:%Y-%m-%d %H:%M:%S.%f}"
    left = [row for row in rows if row["name"] != "deadly"]
    due = [row for row in left if row["state"] == "queued" and str(row["due_at"])[:26] <= at]
    return not due and all(row["state"] != "sending" for row in left)
