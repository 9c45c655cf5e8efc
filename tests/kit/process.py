"""Runs `python -m bot run` as a process of its own to kill.

Slack and the mail server run in the test's process.
"""

import asyncio
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from demo import DemoServer
from demo.person.person import Person
from demo.person.seen import Seen
from tests.kit import forked
from tests.kit.outboxes import a_moment
from tests.kit.patience import PATIENCE
from tests.kit.product import MANIFEST, SIGNING_SECRET, free_port, settle
from tests.kit.smtp_server import MisbehavingSmtp

LEASE_SECONDS = 5  # a send is given up after 2.25
FINAL = {"sent", "failed", "cancelled"}


class Outside:
    """The product seen from outside: its process, Slack, the mail server, and its database file."""

    def __init__(
        self, demo: DemoServer, relay: MisbehavingSmtp, folder: Path, port: int, changes: dict[str, str]
    ) -> None:
        self.demo, self.relay, self.folder = demo, relay, folder
        self.path, self.url = folder / "contacts.db", f"http://127.0.0.1:{port}"
        self.process: forked.Forked | None = None
        self._environment = {
            "SLACK_BOT_TOKEN": demo.bot_token,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": demo.api_url,
            "SLACK_FILE_HOSTS": demo.file_host,
            "DATABASE_URL": f"sqlite:///{self.path}",
            "SMTP_URL": relay.url,
            "MAIL_FROM": "Acme Talent <talent@acme.example>",
            "SECRET_KEY": "the same before and after",
            "PUBLIC_URL": self.url,
            "LEASE_SECONDS": str(LEASE_SECONDS),
            "MAIL_RATE": "1000/second",
            "LOG_FORMAT": "json",
        } | changes
        self._port, self.module = port, "bot"

    @property
    def jordan(self) -> Person:
        return self.demo.person("Jordan Lee")

    def launch(self, **changes: str) -> forked.Forked:
        """Start a process without waiting, away from the tester's own .env."""
        own = {"PATH": os.defpath} | self._environment | {"PORT": str(self._port)} | changes
        with (self.folder / "log").open("ab") as log:
            return forked.start(self.module, "run", folder=self.folder, environment=own, out=log, err=log)

    def command(
        self, word: str, given: bytes = b"", *arguments: str, **changes: str
    ) -> subprocess.CompletedProcess[str]:
        """Run another command with the same settings, and `given` as its standard input."""
        own = {"PATH": os.defpath} | self._environment | {"LOG_FORMAT": "console"} | changes
        return forked.run(self.module, word, *arguments, folder=self.folder, environment=own, given=given)

    async def start(self, **changes: str) -> None:
        """Start the process and wait until it is ready. `changes` are to its environment."""
        self.process = self.launch(**changes)
        await self.ready(self.url, self.process)

    @staticmethod
    def browser(url: str = "") -> httpx.AsyncClient:
        """Make a client of the pages. It trusts any: loading certificates takes as long as a start."""
        return httpx.AsyncClient(base_url=url, verify=False, timeout=PATIENCE)

    async def ready(self, url: str, process: forked.Forked) -> None:
        async with asyncio.timeout(PATIENCE), self.browser(url) as client:
            while not await _is_ready(client):
                assert process.poll() is None, self.log
                await a_moment()

    def kill(self) -> None:
        """Kill the process, as `kill -9` or a power cut does."""
        assert self.process
        self.process.kill()
        self.process.wait(PATIENCE)

    async def terminate(self) -> int:
        """End the process as an orchestrator does. Returns its exit status, within ten seconds."""
        assert self.process
        process = self.process
        process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(process.wait, 10)

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self._port

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    @property
    def on_sqlite(self) -> bool:
        return self._environment["DATABASE_URL"].startswith("sqlite")

    @cached_property
    def _server(self) -> psycopg.Connection[dict[str, Any]]:
        """Stay connected: tests look every few milliseconds, and each connection is a new process."""
        return psycopg.connect(
            self._environment["DATABASE_URL"], row_factory=dict_row, autocommit=True, prepare_threshold=None
        )

    def leave(self) -> None:
        """Leave the database server, if this was connected."""
        if server := self.__dict__.pop("_server", None):
            server.close()

    def rows(self, statement: str) -> list[dict[str, Any]]:
        if not self.on_sqlite:
            return self._server.execute(statement.encode()).fetchall()
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute(statement)]
        connection.close()
        return rows

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await a_moment()
        except TimeoutError as error:
            error.add_note(f"the end of its log:\n{self.log[-3000:]}")
            raise

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until all enqueued work has ended, except what is due later."""
        later = "'expired', 'invitation_reminder', 'import_give_up', 'people_look'"  # due only days from now
        now = f"SELECT state FROM outbox WHERE kind NOT IN ({later})"
        await self.until(lambda: {row["state"] for row in self.rows(now)} <= FINAL, seconds)

    async def name_hiring_manager(self) -> None:
        maria = self.demo.person("Maria Garcia")
        await settle(maria, "People and rights", {"Hiring managers": ["Jordan Lee"]})
        await maria.close()

    async def invite(self, name: str, email: str) -> bool:
        """Invite a person. Returns whether the form was acknowledged."""
        await self.jordan.command("/invite-contact", f"{name} {email}")
        if self.jordan.modal is None:
            return False
        return (await self.jordan.submit()).ok and self.jordan.modal is None

    def cards(self, name: str) -> list[Seen]:
        seen = [each for each in self.jordan.messages("app") if each.blocks]
        return [each for each in seen if each.blocks[0]["type"] == "header" and name in each.words]


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


@asynccontextmanager
async def outside(folder: Path, module: str = "bot", **changes: str) -> AsyncIterator[Outside]:
    """Run the product with Jordan Lee as a hiring manager. It is ended in any case."""
    async with not_started(folder, module, time.time, **changes) as product:
        await product.start()
        await product.name_hiring_manager()
        yield product


@asynccontextmanager
async def not_started(
    folder: Path, module: str, now: Callable[[], float], **changes: str
) -> AsyncIterator[Outside]:
    """Make what the product needs, and end it in any case. `now` is Slack's clock."""
    port = free_port()
    demo = DemoServer(
        MANIFEST,
        f"http://127.0.0.1:{port}/slack/events",
        signing_secret=SIGNING_SECRET,
        now=now,
        ack_timeout=PATIENCE,
        trigger_seconds=PATIENCE,
    )
    async with demo, MisbehavingSmtp() as relay:
        product = Outside(demo, relay, folder, port, changes)
        product.module = module
        try:
            yield product
        finally:
            if product.process:
                product.kill()
            product.leave()


@pytest.fixture
async def product(migrated: Path, tmp_path: Path) -> AsyncIterator[Outside]:
    """Run the product outside; no work in its outbox may end with a fault of ours."""
    async with outside(tmp_path) as product:
        yield product
    assert "outbox_turn_failed" not in product.log
    assert "outbox_send_failed" not in product.log
