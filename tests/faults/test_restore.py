"""Backups taken while people write: each is whole, and a restored one emails nobody twice."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import pytest

from tests.kit.faults import many, report
from tests.kit.process import Outside, outside

pytestmark = pytest.mark.timeout(many(600, 3_600))
BACKUPS, BETWEEN = many(2, 25), many(3, 20)  # people invited between two backups
SLOW = many(12, 300)  # emails, so that some wait at every backup
RESTORED = slice(None, None, many(2, 6))  # of the backups
WHOLE = """
SELECT contact.email, count(DISTINCT invitation.id), count(DISTINCT event.id), count(DISTINCT outbox.id)
FROM contact LEFT JOIN invitation ON invitation.contact_id = contact.id
LEFT JOIN event ON event.contact_id = contact.id AND event.kind = 'invited'
LEFT JOIN outbox ON outbox.contact_id = contact.id AND outbox.kind = 'invitation'
GROUP BY contact.id ORDER BY contact.id
"""


@pytest.fixture
async def product(migrated: Path, tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(tmp_path) as product:
        yield product


class Writing:
    """Somebody who invites one person after the other. Those taken were answered."""

    def __init__(self, product: Outside) -> None:
        self._product = product
        self.begun: list[str] = []
        self.taken: list[str] = []

    async def run(self) -> None:
        while True:
            self.begun.append(f"person{len(self.begun)}@x.dk")
            assert await self._product.invite("Somebody", self.begun[-1])
            self.taken.append(self.begun[-1])


@asynccontextmanager
async def writing(product: Outside) -> AsyncIterator[Writing]:
    somebody = Writing(product)
    task = asyncio.create_task(somebody.run())
    try:
        yield somebody
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_backup_under_load_is_whole_and_its_restore_emails_nobody_twice(product: Outside) -> None:
    product.relay.plan(*["slow"] * SLOW)
    copies = [product.folder / f"copy{number}" for number in range(BACKUPS)]
    people = 0
    async with writing(product) as somebody:
        for copy in copies:
            enough = len(somebody.taken) + BETWEEN
            await product.until(lambda least=enough: len(somebody.taken) >= least)  # type: ignore[misc]
            taken = len(somebody.taken)
            done = await asyncio.to_thread(product.command, "backup", b"", str(copy))
            assert done.returncode == 0, done.stderr
            people = whole(copy)
            assert taken <= people <= len(somebody.begun), "all that was taken when it began"
            assert copied(copy) == somebody.begun[:people]
    await product.settled()
    product.kill()
    mailed = Counter(product.relay.recipients)
    held = 0
    for copy in copies[RESTORED]:
        held += await started_from(product, copy)
        assert Counter(product.relay.recipients) == mailed, "nobody is emailed because of it"
    assert set(mailed.values()) == {1}
    assert held > 0
    report(
        f"{BACKUPS} backups while {len(somebody.taken):,} people were invited: each whole,"
        f" {len(copies[RESTORED])} restored on an empty disk, {held} emails held there, none sent twice"
    )


def copied(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy)) as connection:
        return [email for email, *_ in connection.execute(WHOLE)]


def whole(copy: Path) -> int:
    """Check that a backup has all of each person that it has. Returns how many there are."""
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        found = connection.execute(WHOLE).fetchall()
    assert [parts for _, *parts in found] == [[1, 1, 1]] * len(found)
    return len(found)


async def started_from(product: Outside, copy: Path) -> int:
    """Restore a backup into an empty folder, and run the program on it. Returns how many emails it holds."""
    folder = product.folder / f"from-{copy.name}"
    folder.mkdir()
    there = {"DATABASE_URL": f"sqlite:///{folder / 'contacts.db'}"}
    done = await asyncio.to_thread(product.command, "restore", b"", str(copy), **there)
    assert done.returncode == 0, done.stderr
    await product.start(**there)
    with closing(sqlite3.connect(folder / "contacts.db")) as connection:

        def count(what: str) -> int:
            return int(connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0])

        await product.until(lambda: count("outbox WHERE kind = 'invitation' AND state = 'sending'") == 0)
        assert count("outbox WHERE kind = 'invitation' AND state = 'queued'") == 0
        assert count("event WHERE kind = 'database restored'") == 1
        held = count("outbox WHERE kind = 'invitation' AND state = 'held'")
    assert await product.terminate() == 0
    return held
