"""PostgreSQL cuts connections while two processes work: nothing is lost, and nothing done twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.services.invitation.invitation import InviteForm, invite
from storage.engine import migrate
from tests.kit.faults import many, report
from tests.kit.patience import PATIENCE
from tests.kit.pool import unit_of_work
from tests.kit.postgres import Server
from tests.kit.product import House, running
from tests.kit.relayed import beside

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(many(600, 3_600))]
PEOPLE, CUTS = many(60, 2_000), many(5, 100)
QUIET_ROUNDS = 40  # in which nothing that has arrived waits to be written down
LEFT = """
SELECT contact.email FROM outbox JOIN contact ON contact.id = outbox.contact_id
WHERE outbox.kind = 'invitation' AND outbox.state = 'sending'
"""
CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""
STATES = "SELECT DISTINCT state FROM outbox WHERE kind = 'invitation'"


@pytest.fixture
async def url(postgres: Server) -> AsyncIterator[str]:
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        yield url


async def test_two_processes_whose_connections_are_cut_send_everything_once(url: str) -> None:
    async with running(url, lease_seconds=3_600) as house:  # nobody dies, so no lease need end
        await house.name_hiring_manager("Jordan Lee")
        async with beside(house), await psycopg.AsyncConnection.connect(url, autocommit=True) as server:
            async with unit_of_work(house) as uow:
                for number in range(PEOPLE):
                    form = InviteForm(f"Person {number}", f"p{number}@x.dk")
                    await invite(uow, form, request_key=f"r{number}")
            for cut in range(CUTS):
                enough = cut * PEOPLE // CUTS
                await house.demo.until(lambda enough=enough: len(house.demo.mailbox.mails) > enough)  # type: ignore[misc]
                await server.execute(CUT)
            await all_sent(house, server)
            await house.settled()
        mailed = Counter(to for mail in house.demo.mailbox.mails for to in mail.to)
        assert set(mailed) == {f"p{number}@x.dk" for number in range(PEOPLE)}
        assert max(mailed.values()) == 1
        assert await house.rows("SELECT id FROM outbox WHERE state = 'failed' OR bugs > 0") == []
    report(f"{CUTS} times all connections cut: {PEOPLE:,} emails by two processes, each once")


async def test_a_list_is_shown_though_all_connections_were_cut(url: str) -> None:
    async with running(url) as house, await psycopg.AsyncConnection.connect(url, autocommit=True) as server:
        await house.name_hiring_manager("Jordan Lee")
        jordan = house.person("Jordan Lee")
        async with unit_of_work(house) as uow:
            await invite(uow, InviteForm("Ada Lovelace", "ada@x.dk"), request_key="r1")
        for _ in range(2):
            assert "Ada Lovelace" in (await jordan.command("/contacts", "love")).words
            await server.execute(CUT)
        assert "Ada Lovelace" in (await jordan.command("/contacts", "love")).words


async def test_a_list_keeps_its_plan_and_sees_what_has_changed_since(url: str) -> None:
    async with running(url) as house, await psycopg.AsyncConnection.connect(url, autocommit=True) as server:
        await house.name_hiring_manager("Jordan Lee")
        jordan = house.person("Jordan Lee")
        for number in range(8):
            form = InviteForm(f"Ada {number}", f"ada{number}@x.dk")
            async with unit_of_work(house) as uow:
                await invite(uow, form, request_key=f"r{number}")
            assert f"Ada {number}" in (await jordan.command("/contacts", "ada")).words
        await server.execute("ALTER TABLE contact ALTER COLUMN name TYPE text")
        assert "Ada 7" in (await jordan.command("/contacts", "ada")).words


async def all_sent(house: House, server: psycopg.AsyncConnection) -> None:
    """Wait until everything is sent. A row whose worker never heard that it had claimed it needs a lease."""
    while not await states(server) <= {"sent", "sending"}:
        house.forward(seconds=6)
        await house.something_happens()
    quiet = 0
    while quiet < QUIET_ROUNDS:
        left = {each for [each] in await (await server.execute(LEFT)).fetchall()}
        quiet = 0 if left & {to for mail in house.demo.mailbox.mails for to in mail.to} else quiet + 1
        await house.something_happens()
    house.forward(hours=2)
    async with asyncio.timeout(PATIENCE):
        while await states(server) != {"sent"}:
            await house.something_happens()
    await house.ready()


async def states(server: psycopg.AsyncConnection) -> set[str]:
    return {str(row[0]) for row in await (await server.execute(STATES)).fetchall()}
