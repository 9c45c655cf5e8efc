"""The product under test: the whole program in this process, beside a stand-in for Slack and a mailbox."""

import asyncio
import contextlib
import random
import secrets
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import httpx
import yaml
from sqlalchemy import and_, or_, select, text

from bot.demo import DemoServer
from bot.demo.person import Person
from bot.links import Purpose
from bot.run import Program
from bot.settings import Settings
from storage import migrate
from storage.bookkeeping import Outbox
from storage.status import Outcome
from tests.soundness import assert_sound, every_workspace_named, faults_shown

MANIFEST = yaml.safe_load((Path(__file__).parent.parent / "manifest.yml").read_text("utf-8"))
SIGNING_SECRET = "the-signing-secret-of-the-tests"
COMPANY = "Acme"


class MovableClock:
    """Real time, moved by hand: tests never sleep."""

    def __init__(self) -> None:
        self._moved = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._moved

    def seconds(self) -> float:
        return self().timestamp()

    def forward(self, **delta: float) -> None:
        self._moved += timedelta(**delta)


class House:
    """One workspace with the product installed; people by name."""

    def __init__(self, demo: DemoServer, program: Program, clock: MovableClock) -> None:
        self.demo, self.program, self.clock = demo, program, clock
        # Plain, on this machine: to load what it trusts takes longer than many a test.
        self.web = httpx.AsyncClient(base_url=program.settings.public_url, verify=False, timeout=30)

    async def ready(self) -> None:
        """When the program says so itself."""
        async with asyncio.timeout(20):
            while (await self.web.get("/readyz")).status_code != 200:
                await self.something_happens()

    def person(self, name: str) -> Person:
        return self.demo.person(name)

    async def name_hiring_manager(self, name: str) -> None:
        await self.name_hiring_managers(name)

    async def name_hiring_managers(self, *names: str) -> None:
        """As an administrator does it: in the Settings modal."""
        maria = self.person("Maria Garcia")
        await maria.command("/contacts", "settings")
        await maria.fill({"Hiring managers": list(names)})
        await maria.submit()

    async def invite(self, by: str = "Jordan Lee", /, **fields: Any) -> Person:
        """Fills the form as typed and submits it; the person is given back with what they see then."""
        inviter = self.person(by)
        await inviter.command("/invite-contact")
        await inviter.fill(fields)
        await inviter.submit()
        return inviter

    async def link(self, email: str) -> str:
        """The personal link in the newest mail to this address."""
        await self.settled()
        links = self.demo.mailbox.to(email)[-1].links
        return next(link for link in links if "/i/" in link or "/o/" in link)

    async def post(self, url: str) -> httpx.Response:
        """As a page of ours does it."""
        return await self.web.post(url, headers={"Origin": self.program.settings.public_url})

    def stop_link(self, contact_id: int) -> str:
        """The contact's page to stop mail, as a mail that has not left would carry it."""
        return self.stop_link_of(1, contact_id)

    def stop_link_of(self, workspace_id: int, contact_id: int) -> str:
        return self.program.links.url(Purpose.STOP, workspace_id, contact_id)

    async def press_in_mail(self, email: str, button: str) -> httpx.Response:
        """Opens the link in the newest mail and presses one of the page's buttons."""
        return await self.press(await self.link(email), button)

    async def press(self, url: str, button: str) -> httpx.Response:
        """Opens a page and presses a button there, as a browser sends it."""
        return await self.post(form_of(html5lib.parse((await self.web.get(url)).text), button))

    def forward(self, **delta: float) -> None:
        """Moves the clock, and wakes whoever waits for it."""
        self.clock.forward(**delta)
        self.program.database.outbox_bell.ring()

    async def rows(self, statement: str, **values: object) -> list[dict[str, Any]]:
        """What the database holds, read past the program."""
        async with self.program.database.reader.connect() as connection:
            found = await connection.execute(text(statement), values)
            return [dict(row) for row in found.mappings()]

    async def plant(self, statement: str, **values: object) -> None:
        """Changes the database past the program: a fault, or what a later feature would do."""
        async with self.program.database.writer.begin() as connection:
            await connection.execute(text(statement), values)

    async def settled(self, seconds: float = 10) -> None:
        """When the outbox has nothing more to do now."""
        async with asyncio.timeout(seconds):
            while await self._something_due():
                await self.something_happens()

    async def something_happens(self) -> None:
        """Until Slack or the mailbox changes, or for a moment."""
        version = self.demo.world.changes.version
        with contextlib.suppress(TimeoutError):
            await self.demo.until(lambda: self.demo.world.changes.version != version, timeout=0.05)

    async def _something_due(self) -> bool:
        """One statement: between two, a row could end and wish for another."""
        due = and_(Outbox.state == Outcome.QUEUED, Outbox.due_at <= self.clock())
        query = select(Outbox.id).where(or_(due, Outbox.state == Outcome.SENDING)).limit(1)
        async with self.program.database.reader.connect() as connection:
            found = await connection.execute(query, execution_options={"every_workspace": True})
            return found.first() is not None


def form_of(page: Any, button: str) -> str:
    """Where the form with this button goes."""
    for form in page.iter("{http://www.w3.org/1999/xhtml}form"):
        if button in " ".join("".join(form.itertext()).split()):
            assert form.get("method") == "post"
            return str(form.get("action"))
    raise AssertionError(f"no button {button!r} on the page: {' '.join(''.join(page.itertext()).split())}")


def settings_for(demo: DemoServer, database_url: str, port: int, **changes: Any) -> Settings:
    """What an administrator would write into .env."""
    given: dict[str, Any] = {
        "slack_bot_token": demo.bot_token,
        "slack_signing_secret": SIGNING_SECRET,
        "slack_api_url": demo.api_url,
        "slack_file_hosts": demo.file_host,
        "database_url": database_url,
        "smtp_url": demo.mailbox.smtp_url,
        "mail_from": "Acme Talent <talent@acme.example>",
        "postal_address": "Acme, 1 Main Street, Copenhagen",
        "secret_key": secrets.token_hex(16),
        "public_url": f"http://127.0.0.1:{port}",
        "mail_rate": "1000/second",
        "port": port,
    }
    return Settings(_env_file=None, **(given | changes))


@asynccontextmanager
async def running(
    database_url: str, *, over_socket: bool = False, by_oauth: bool = False, **changes: Any
) -> AsyncIterator[House]:
    """The program and its Slack, from start to stop; fails if Slack had to refuse anything.

    `by_oauth`: it is installed nowhere yet, and may be in many workspaces."""
    clock, port = MovableClock(), free_port()
    demo = DemoServer(
        manifest=MANIFEST,
        signing_secret=SIGNING_SECRET,
        now=clock.seconds,
        request_url=None if over_socket else f"http://127.0.0.1:{port}/slack/events",
        installed=not by_oauth,
    )
    if by_oauth:
        secrets_of_the_app = {"slack_client_id": demo.client_id, "slack_client_secret": demo.client_secret}
        changes |= secrets_of_the_app | {"slack_bot_token": None}
    if over_socket:
        changes["slack_app_token"] = demo.app_token
    async with demo, Program(settings_for(demo, database_url, port, **changes), clock) as program:
        house = House(demo, program, clock)
        with every_workspace_named(program.database.writer, program.database.reader) as unnamed:
            async with house.web:
                await house.ready()
                yield house
        assert demo.problems == []
        assert unnamed == [], "\n\n".join(unnamed)
        assert (faults := faults_shown(demo)) == [], "\n".join(faults)
        await assert_sound(house.rows, program.database.sqlite)


def free_port() -> int:
    """A port nobody listens on; links name it before the program has started.

    One below those that connections are given, so that none takes it meanwhile, nor another test's program.
    """
    while True:
        port = random.randrange(10_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def migrated_sqlite(folder: Path) -> Path:
    """A SQLite file with today's schema, to copy from."""
    path = folder / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


def fresh_sqlite(migrated: Path, folder: Path) -> str:
    path = folder / "contacts.db"
    shutil.copy(migrated, path)
    return f"sqlite:///{path}"
