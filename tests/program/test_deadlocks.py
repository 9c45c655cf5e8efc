"""On PostgreSQL, simultaneous changes wait for each other or are run again, and nobody sees an error."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import httpx
import psycopg
import pytest

from bot.security.tokens import Purpose
from bot.services.invitation.invitation import InviteForm, invite
from storage.engine import migrate
from tests.kit.outboxes import a_moment
from tests.kit.patience import PATIENCE
from tests.kit.pool import unit_of_work
from tests.kit.postgres import Server
from tests.kit.product import House, running

pytestmark = pytest.mark.postgres
PEOPLE = 100
BROWSERS, AT_ONCE = 4, 4
ON_A_LOCK = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND state = 'active'"
CARD = "SELECT id FROM outbox WHERE key LIKE '1:card:%%' FOR UPDATE"
CONTACT = "SELECT id FROM contact FOR UPDATE"


@pytest.fixture
async def url(postgres: Server) -> AsyncIterator[str]:
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        yield url


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    async with running(url) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house


async def test_with_ten_home_tabs_open_everybody_who_answers_at_once_is_answered(house: House) -> None:
    await open_ten_home_tabs(house)
    async with unit_of_work(house) as uow:
        for number in range(PEOPLE):
            await invite(uow, InviteForm(f"Person {number}", f"p{number}@x.dk"), request_key=f"r{number}")
    links = [await house.page(Purpose.INVITATION, row["id"], 1) for row in await invitations(house)]
    async with AsyncExitStack() as stack:
        browsers = [await stack.enter_async_context(browser(house)) for _ in range(BROWSERS)]
        presses = [
            press(browsers[number % BROWSERS], link, "decline" if number % 5 == 0 else "accept")
            for number, link in enumerate(links)
        ]
        answers = await asyncio.gather(*presses)
    assert set(answers) == {200}
    statuses = [row["status"] for row in await house.rows("SELECT status FROM contact")]
    assert sorted(statuses) == ["active"] * (PEOPLE * 4 // 5) + ["declined"] * (PEOPLE // 5)
    await house.settled()
    assert await house.rows("SELECT id FROM outbox WHERE state = 'failed' OR bugs > 0") == []


async def open_ten_home_tabs(house: House) -> None:
    sam = house.person("Sam Rivera").user
    watchers = [replace(sam, id=f"U09000000{number:02}", handle=f"sam{number}") for number in range(10)]
    house.demo.world.users.update({user.id: user for user in watchers})
    at = house.clock()
    for user in watchers:
        await house.plant(
            "INSERT INTO home_tab (workspace_id, user_id, criteria, sort, fresh, seen_at, drawn_at)"
            " VALUES (1, :user_id, '{}', 'newest', 0, :at, :at)",
            user_id=user.id,
            at=at,
        )


async def invitations(house: House) -> list[dict[str, int]]:
    return await house.rows("SELECT id FROM invitation ORDER BY id")


def browser(house: House) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=AT_ONCE)
    url = house.program.settings.public_url
    return httpx.AsyncClient(base_url=url, verify=False, timeout=PATIENCE, limits=limits)


async def press(browser: httpx.AsyncClient, link: str, answer: str) -> int:
    return (await browser.post(f"{link}/{answer}")).status_code


async def test_a_page_survives_a_deadlock(house: House, url: str) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    link = await house.link("ada@x.dk")
    async with await crossing(url) as other:
        await other.execute(CARD)
        pressed = asyncio.create_task(house.post(f"{link}/accept"))
        await somebody_waits(url)
        # now each waits for the other, and PostgreSQL ends the page's transaction
        await other.execute(CONTACT)
        await other.commit()
    assert (await pressed).status_code == 200
    assert [row["status"] for row in await house.rows("SELECT status FROM contact")] == ["active"]
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'invitation accepted'")) == 1


async def test_a_press_in_slack_survives_a_deadlock(house: House, url: str) -> None:
    jordan = await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    card = jordan.message("Ada Lovelace", channel="app")
    async with await crossing(url) as other:
        await other.execute(CARD)
        clicked = asyncio.create_task(jordan.click("Withdraw", on=card, confirm=True))
        await somebody_waits(url)
        await other.execute(CONTACT)
        await other.commit()
    await clicked
    await house.settled()
    assert "Withdrawn" in jordan.message("Ada Lovelace", channel="app").words
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'invitation withdrawn'")) == 1


async def crossing(url: str) -> psycopg.AsyncConnection:
    """Open a connection that locks in the wrong order and is not the one PostgreSQL gives up."""
    connection = await psycopg.AsyncConnection.connect(url)
    await connection.execute("SET deadlock_timeout = '60s'")
    return connection


async def somebody_waits(url: str) -> None:
    async with (
        await psycopg.AsyncConnection.connect(url, autocommit=True) as watcher,
        asyncio.timeout(PATIENCE),
    ):
        while not await (await watcher.execute(ON_A_LOCK)).fetchall():
            await a_moment()


async def test_mails_leave_though_the_database_cuts_every_connection(house: House, url: str) -> None:
    async with unit_of_work(house) as uow:
        for number in range(40):
            await invite(uow, InviteForm(f"Person {number}", f"p{number}@x.dk"), request_key=f"r{number}")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as administrator:
        for sent in (1, 10, 20, 30):
            await house.demo.until(lambda sent=sent: len(house.demo.mailbox.mails) >= sent)  # type: ignore[misc]
            await administrator.execute(f"{cut} AND datname = current_database()")
    while len(await mails(house, "sent")) < 40:
        house.forward(seconds=6)
        await house.something_happens()
    assert await mails(house, "failed") == []
    await house.settled()


async def mails(house: House, state: str) -> list[dict[str, int]]:
    query = "SELECT id FROM outbox WHERE kind = 'invitation' AND state = :state"
    try:
        return await house.rows(query, state=state)
    except Exception:
        return []
