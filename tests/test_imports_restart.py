"""However often the process dies in an import, everybody in the file is imported once, and mailed.

IMPORT_KILLS=20 kills it as often; IMPORT_SEED=7 at other moments.
"""

import os
import random
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import migrate
from storage.claims import MOST_LOST
from storage.outbox import Lane
from storage.status import Outcome
from tests.importing_outside import ImportOutside
from tests.outboxes import Outboxes, a_moment
from tests.outboxes import outboxes as outboxes
from tests.postgres import Server
from tests.process import Outside, outside
from tests.product import free_port

KILLS = int(os.environ.get("IMPORT_KILLS", "4"))
SEED = int(os.environ.get("IMPORT_SEED", "1"))
SMALL = "tests.small_steps"
PEOPLE = 240
SETTINGS = {"LEASE_SECONDS": "3", "IMPORT_GRACE_SECONDS": "0"}


@pytest.fixture
async def product(migrated: Path, tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(tmp_path, SMALL, **SETTINGS) as product:
        yield product
    assert "outbox_turn_failed" not in product.log
    assert "outbox_send_failed" not in product.log


@pytest.mark.timeout(120 + 20 * KILLS)
async def test_killed_again_and_again_everybody_is_imported_once_and_mailed(product: Outside) -> None:
    chance = random.Random(SEED)
    work = ImportOutside(product, PEOPLE)
    await work.begin()
    for reached in sorted(chance.sample(range(2 * PEOPLE - 50), KILLS)):
        await work.killed_when(lambda reached=reached: work.progress >= reached)  # type: ignore[misc]
    await work.over()
    work.assert_imported()
    assert product.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


async def test_killed_while_it_reads_it_reads_the_file_again(product: Outside) -> None:
    work = ImportOutside(product, PEOPLE)
    await work.share()
    await work.review()
    await work.killed_when(lambda: work.count("import_row") > 100)
    assert work.count("import_row") < PEOPLE, "in the middle"
    await work.read()
    assert f"{PEOPLE + 3} rows: {PEOPLE} new" in product.jordan.form.words
    assert work.count("import_row") == PEOPLE + 3


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
                second.wait(10)
            work.assert_imported(connections=8)


async def test_long_work_that_goes_on_is_not_what_kills_workers(outboxes: Outboxes) -> None:
    lease = timedelta(seconds=5)
    async with outboxes.uow(workspace_id=outboxes.workspace_id) as uow:
        await uow.outbox.work("import_run", "import_run:1", {"import": 1})
    for _ in range(2 * MOST_LOST):
        async with outboxes.uow() as uow:
            [row] = await uow.sending.claim(Lane.IMPORT, 1, lease)
        async with outboxes.uow() as uow:
            assert await uow.sending.hold(row, lease)
        outboxes.forward(seconds=6)
        async with outboxes.uow() as uow:
            assert await uow.sending.set_aside(Lane.IMPORT, 1) == []
    for _ in range(MOST_LOST):  # one that gets nowhere is
        async with outboxes.uow() as uow:
            await uow.sending.claim(Lane.IMPORT, 1, lease)
        outboxes.forward(seconds=6)
    async with outboxes.uow() as uow:
        [ending] = await uow.sending.set_aside(Lane.IMPORT, 1)
    assert ending.state is Outcome.FAILED
    await a_moment()
