"""A disk that fails at some write or sync: who was told that something is stored finds it stored."""

import ctypes.util
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest

from demo.person.person import Person
from tests.kit.failing_disk import FailingDisk, Says, failing_disk
from tests.kit.faults import IS_LONG, SEED, chance, many, report
from tests.kit.importing import Importer
from tests.kit.product import House, running

pytestmark = [
    pytest.mark.skipif(not ctypes.util.find_library("sqlite3"), reason="Python brings a SQLite of its own"),
    pytest.mark.timeout(many(600, 3_600)),
]
# The sync of a commit is among the first few, the writes of a form taken are more than a hundred.
SYNCS = range(1, 61) if IS_LONG else (1, 2, 9)
WRITES = range(1, 241, 4) if IS_LONG else (1, 60, 240)


@pytest.fixture
def disk() -> Iterator[FailingDisk]:
    with failing_disk() as disk:
        yield disk


@pytest.fixture
async def house(disk: FailingDisk, set_up_url: str) -> AsyncIterator[House]:
    async with running(set_up_url) as house:
        yield house
        disk.heal()


async def invite(jordan: Person, email: str) -> bool:
    """Invite somebody. Returns whether the form was taken; if not, the person has been told."""
    await jordan.command("/invite-contact", f"Somebody {email}")
    if jordan.modal is None:
        return False
    await jordan.submit()
    if jordan.modal is None:
        return True
    assert jordan.form.notice or jordan.form.errors or "can't" in jordan.form.text, jordan.form.text
    await jordan.close(all=True)
    return False


@pytest.mark.parametrize("says", Says, ids=[says.name.lower() for says in Says])
async def test_whichever_access_fails_what_was_taken_is_there(
    house: House, disk: FailingDisk, says: Says
) -> None:
    jordan, taken, told = house.person("Jordan Lee"), set[str](), 0
    accesses = SYNCS if says is Says.NOT_SYNCED else WRITES
    for lasting in (False, True):
        for nth in accesses:
            email = f"{says.name.lower()}-{nth}-{lasting}@x.dk"
            disk.fail(says, nth, lasting=lasting)
            if await invite(jordan, email):
                taken.add(email)
            else:
                told += 1
            disk.heal()
            await house.ready()
    assert await invite(jordan, "afterwards@x.dk")
    await house.settled()
    stored = {row["email"] for row in await house.rows("SELECT email FROM contact")}
    assert taken <= stored
    mailed = Counter(to for mail in house.demo.mailbox.mails for to in mail.to)
    assert set(mailed) == stored
    assert max(mailed.values()) == 1
    report(
        f"{2 * len(accesses)} accesses failed ({says.name}): {len(taken)} forms taken and there, {told} told"
    )


async def test_a_disk_that_fills_up_in_an_import_loses_nobody(house: House, disk: FailingDisk) -> None:
    people, jordan = many(120, 5_000), Importer(house)
    rows = "\n".join(f"Person {number},person{number}@x.dk" for number in range(people))
    await jordan.reviewing(f"name,email\n{rows}\n")
    times = chance()
    await jordan.start()
    for _ in range(many(2, 20)):
        disk.fail(Says.NO_ROOM, times.randrange(1, many(40, 2_000)), lasting=True)
        await house.something_happens()
        disk.heal()
        await house.ready()
    house.forward(minutes=3)
    await house.settled(many(150, 600))
    assert len(await house.rows("SELECT id FROM contact")) == people
    mailed = Counter(to for mail in house.demo.mailbox.mails for to in mail.to)
    assert len(mailed) == people
    assert max(mailed.values()) == 1
    report(f"the disk was full again and again (seed {SEED}): {people:,} people, each emailed once")
