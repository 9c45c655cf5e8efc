"""Health checks for load balancers and monitors, and starting while Slack is unreachable."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest

from bot import __version__
from bot.run import Program
from demo import DemoServer
from storage.engine import migrate
from tests.kit.locking import locked
from tests.kit.postgres import Server
from tests.kit.product import MANIFEST, SIGNING_SECRET, House, MovableClock, free_port, running, settings_for
from tests.kit.signed import command, post

KEY = "the same before and after"
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@asynccontextmanager
async def started(demo: DemoServer, database_url: str, **changes: object) -> AsyncIterator[House]:
    """Start the program beside a stand-in that may be down, without waiting for anything."""
    port, clock = free_port(), MovableClock()
    demo.request_url = f"http://127.0.0.1:{port}/slack/events"
    async with Program(settings_for(demo, database_url, port, **changes), clock) as program:
        house = House(demo, program, clock)
        async with house.web:
            yield house


async def until_ready(house: House, wanted: Callable[[dict[str, bool]], bool]) -> int:
    """Wait until the parts of /readyz are as wanted, and return its status."""
    while True:
        answer = await house.web.get("/readyz")
        if wanted(answer.json()):
            return answer.status_code
        await house.something_happens()


async def test_it_is_alive(house: House) -> None:
    answer = await house.web.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "alive"}


async def test_it_is_ready_when_every_part_is(house: House) -> None:
    assert await until_ready(house, lambda parts: all(parts.values())) == 200
    assert (await house.web.get("/readyz")).json() == {"slack": True, "workers": True, "database": True}


async def test_it_is_not_ready_while_its_workers_cannot_work(house: House) -> None:
    async with locked(house):
        house.forward()
        assert await until_ready(house, lambda parts: not parts["workers"]) == 503
        assert (await house.web.get("/healthz")).status_code == 200
    assert await until_ready(house, lambda parts: parts["workers"]) == 200


async def test_the_monitor_sees_what_waits_and_what_failed(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    answer = await house.web.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    lines = answer.text.splitlines()
    assert 'outbox_rows{lane="mail",state="failed"} 0.0' in lines
    assert 'outbox_oldest_due_seconds{lane="mail"} 0.0' in lines
    assert 'emails_total{reason="none",result="sent"} 1.0' in lines
    assert 'slack_calls_total{method="views.open",result="ok"} 1.0' in lines
    assert f'trusted_contacts_info{{version="{__version__}"}} 1.0' in lines
    assert "lovelace" not in answer.text.lower() and "x.dk" not in answer.text


@pytest.mark.parametrize("down", ["refuse", "500", "hang"])
async def test_mails_go_and_pages_open_though_slack_is_away_at_the_start(
    database_url: str, down: str
) -> None:
    await leave_a_mail_waiting(database_url)
    async with DemoServer(manifest=MANIFEST, signing_secret=SIGNING_SECRET) as demo:
        demo.faults.down = down  # type: ignore[assignment]
        async with started(demo, database_url, secret_key=KEY) as house:
            assert await until_ready(house, lambda parts: not parts["slack"]) == 503
            house.forward(minutes=1)
            mail = (await demo.until(lambda: demo.mailbox.to("ada@x.dk")))[-1]
            page = next(link for link in mail.links if "/i/" in link)
            assert (await house.web.get(page)).status_code == 200
            told = await post(house, command(house))
            assert "isn't connected to Slack yet" in told.text
            demo.faults.clear()
            demo.forgive()
            assert await until_ready(house, lambda parts: parts["slack"]) == 200
            assert "/invite-contact" in (await post(house, command(house))).text


async def leave_a_mail_waiting(database_url: str) -> None:
    """Leave an email waiting, as a stop during an outage of the mail server does."""
    nowhere = f"smtp://127.0.0.1:{free_port()}?starttls=never"
    async with running(database_url, secret_key=KEY, smtp_url=nowhere) as house:
        await house.name_hiring_manager("Jordan Lee")
        await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
        await house.settled()


async def test_over_socket_mode_it_comes_up_when_slack_does(database_url: str) -> None:
    async with DemoServer(manifest=MANIFEST, signing_secret=SIGNING_SECRET) as demo:
        demo.faults.once("apps.connections.open", "internal_error")
        demo.faults.once("users.list", "internal_error")
        async with started(demo, database_url, slack_app_token=demo.app_token) as house:
            demo.request_url = None
            assert await until_ready(house, lambda parts: all(parts.values())) == 200
            seen = await house.person("Maria Garcia").command("/contacts", "help")
            assert "/invite-contact" in seen.words


async def test_it_says_why_the_database_does_not_answer(postgres: Server) -> None:
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        async with running(url) as house:
            name = url.rpartition("/")[2]
            await until_ready(house, lambda parts: all(parts.values()))
            postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
            await asyncio.to_thread(cut_off, postgres, name)
            answer = await house.web.get("/readyz")
            assert (answer.status_code, answer.json()["database"]) == (503, False)
            assert "database:" in answer.json()["detail"]
            postgres.execute("ALTER DATABASE {} ALLOW_CONNECTIONS true", name)
            assert await until_ready(house, lambda parts: all(parts.values())) == 200


def cut_off(server: Server, name: str) -> None:
    """End every connection to a database."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(CUT, [name])
