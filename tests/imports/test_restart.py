"""However often the process dies during an import, everyone in the file is imported and emailed once.

`make faults` kills it two hundred times, at other moments each time.
"""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.imports.work import ImportRun
from storage.engine import migrate
from storage.entities.status import Outcome
from storage.outbox.claims import LOST_AGAIN_AND_AGAIN
from storage.outbox.sending import Ending
from storage.outbox.work import Lane
from tests.kit.faults import IS_LONG, SEED, chance, many, report
from tests.kit.importing_outside import ImportOutside
from tests.kit.outboxes import LEASE, Outboxes, a_moment
from tests.kit.outboxes import outboxes as outboxes
from tests.kit.patience import PATIENCE
from tests.kit.postgres import Server
from tests.kit.process import Outside, outside
from tests.kit.product import free_port

KILLS, CROWD = many(4, 200), many(240, 5_000)
SMALL = "tests.kit.small_steps"
PEOPLE = 240
UNDER_WAY = """
SELECT contact.email, outbox.lost FROM outbox JOIN contact ON contact.id = outbox.contact_id
WHERE outbox.kind = 'invitation'
"""
SETTINGS = {"LEASE_SECONDS": "3", "IMPORT_GRACE_SECONDS": "0"}


@pytest.fixture
async def product(migrated: Path, tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(tmp_path, SMALL, **SETTINGS) as product:
        yield product
    assert "outbox_turn_failed" not in product.log
    assert "outbox_send_failed" not in product.log


@pytest.mark.timeout(120 + 20 * KILLS)
async def test_killed_again_and_again_everybody_is_imported_once_and_mailed(product: Outside) -> None:
    work = ImportOutside(product, CROWD)
    await work.begin()
    for reached in sorted(chance().sample(range(2 * CROWD - 50), KILLS)):
        await work.killed_when(lambda reached=reached: work.progress >= reached)  # type: ignore[misc]
    await work.over(seconds=many(60, 1_200))
    work.assert_imported()
    assert product.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    again, deaths = work.duplicates, {row["email"]: row["lost"] for row in product.rows(UNDER_WAY)}
    assert {email for email, more in again.items() if more > deaths[email]} == set(), "one for a death"
    if IS_LONG:  # a few kills may all come while the answers to several connections are on their way
        assert again.total() <= KILLS, "on average one for a kill"
    report(
        f"{KILLS} kills, {CROWD:,} people (seed {SEED}): everybody imported once and emailed;"
        f" {again.total()} copies more, {1 + max(again.values(), default=0)} at most to one"
    )


async def test_killed_while_it_reads_it_reads_the_file_again(product: Outside) -> None:
    people = 4 * PEOPLE  # so that it still reads when the kill comes, however slow the machine
    work = ImportOutside(product, people)
    await work.share()
    await work.review()
    await work.killed_when(lambda: work.count("import_row") > 100)
    assert work.count("import_row") < people, "in the middle"
    await work.read()
    assert f"{people + 3} rows: {people} new" in product.jordan.form.words
    assert work.count("import_row") == people + 3


async def test_killed_while_it_undoes_it_takes_back_the_rest(product: Outside) -> None:
    work = ImportOutside(product, PEOPLE)
    await work.begin()
    await work.over()
    await work.undo()
    await work.killed_when(lambda: work.count("contact WHERE archived_at IS NOT NULL") > 20)
    assert work.count("contact WHERE archived_at IS NULL") > 0, "in the middle"
    await work.over("undone")
    assert f"Reversed {PEOPLE}." in work.message.words
    assert work.count("contact WHERE archived_at IS NOT NULL") == PEOPLE
    assert work.count("event WHERE kind = 'invitation withdrawn'") == PEOPLE


async def test_told_to_stop_in_the_middle_it_ends_in_time_and_goes_on_later(product: Outside) -> None:
    work = ImportOutside(product, PEOPLE)
    await work.begin()
    await work.until(lambda: work.count("contact") > 20)
    began = time.monotonic()
    assert await product.terminate() == 0
    assert time.monotonic() - began < 10
    assert work.count("contact") < PEOPLE, "in the middle"
    await product.start()
    await work.over()
    work.assert_imported()
    assert work.duplicates.total() == 0


@pytest.mark.postgres
async def test_two_processes_import_no_row_twice(postgres: Server, tmp_path: Path) -> None:
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        async with outside(tmp_path, SMALL, DATABASE_URL=url, **SETTINGS) as product:
            port = free_port()
            second = product.launch(PORT=str(port))
            try:
                await product.ready(f"http://127.0.0.1:{port}", second)
                work = ImportOutside(product, PEOPLE)
                await work.begin()
                await work.killed_when(lambda: work.count("contact") > 40)
                await work.over()
            finally:
                second.terminate()
                second.wait(PATIENCE)
            work.assert_imported(connections=8)


async def test_long_work_that_goes_on_is_not_what_kills_workers(outboxes: Outboxes) -> None:
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.outbox.add(ImportRun(1))
    for _ in range(2 * LOST_AGAIN_AND_AGAIN):
        async with outboxes.uow() as uow:
            [row] = await uow.sending.claim(Lane.IMPORT, 1, LEASE)
        async with outboxes.uow() as uow:
            assert await uow.sending.hold(row, LEASE)
        assert await set_aside_later(outboxes, hours=6) == []
    for _ in range(LOST_AGAIN_AND_AGAIN - 2):  # a row that makes no progress is given up
        async with outboxes.uow() as uow:
            assert await uow.sending.claim(
                Lane.IMPORT, 1, LEASE, suspect=await uow.sending.suspect(Lane.IMPORT)
            )
        assert await set_aside_later(outboxes, hours=6) == []
        outboxes.forward(hours=1)
    async with outboxes.uow() as uow:
        await uow.sending.claim(Lane.IMPORT, 1, LEASE, suspect=await uow.sending.suspect(Lane.IMPORT))
    [ending] = await set_aside_later(outboxes, hours=6)
    assert ending.state is Outcome.FAILED
    await a_moment()


async def set_aside_later(outboxes: Outboxes, *, hours: float) -> list[Ending]:
    outboxes.forward(hours=hours)
    async with outboxes.uow() as uow:
        return await uow.sending.set_aside(Lane.IMPORT, 1, LEASE)
