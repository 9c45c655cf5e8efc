"""An outbox with rows and workers on a real database, with fake senders and no other part of the program."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.services.consequences import follow
from bot.workers.engine.results import Result, Sender, Sent
from bot.workers.engine.retry import Failure
from bot.workers.engine.worker import Options, OutboxWorker
from storage.engine import migrate
from storage.engine.database import Database
from storage.entities.outbox import Outbox
from storage.outbox.limits import RateLimit
from storage.outbox.sending import Ending
from storage.outbox.work import Lane, MailWork, Priority, SlackWork
from storage.uow import Scope, UnitOfWork
from tests.kit.patience import PATIENCE
from tests.kit.postgres import Server
from tests.kit.product import MovableClock, fresh_sqlite

LEASE = timedelta(seconds=60)
BUSY = Failure("The other side is busy.")
Rows = list[dict[str, Any]]
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@dataclass(frozen=True)
class NamedMail(MailWork):
    kind = "named_mail"
    name: str
    given: Priority

    @property
    def key(self) -> str:
        return self.name

    @property
    def priority(self) -> Priority:
        return self.given


@dataclass(frozen=True)
class NamedMessage(SlackWork):
    kind = "named_message"
    name: str

    @property
    def key(self) -> str:
        return self.name


class Fake:
    """A sender that only remembers rows. `answers` are the results of its sends; without one, it succeeds."""

    def __init__(self) -> None:
        self.tries: list[str] = []
        self.sent: list[str] = []
        self.answer: Callable[[Outbox], Awaitable[Result]] | None = None

    async def send(self, row: Outbox) -> Result:
        self.tries.append(name_of(row))
        result = await self.answer(row) if self.answer else Sent()
        if isinstance(result, Sent):
            self.sent.append(name_of(row))
        return result

    async def close(self) -> None:
        """Do nothing: no connection is open."""


def name_of(row: Outbox) -> str:
    return row.key.partition(":")[2]


class Outboxes:
    """One workspace in a database, with its outbox."""

    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, MovableClock()
        self.workspace_id = 0
        self.ended: list[tuple[str, str]] = []  # (name, state) of each recorded result
        self.told_in: dict[str, int] = {}  # for each name, the workspace in which its result was told
        self.troubles: list[Exception] = []  # raised when the next results are recorded
        self.unrecordable: set[str] = set()
        self.fake = Fake()

    def uow(self, **scope: Any) -> UnitOfWork:
        known: dict[str, Any] = {"now": self.clock, "hash_recipient": hashed, "follow": follow}
        return UnitOfWork(self.database, Scope(**known | scope))

    async def install(self, team: str, name: str) -> int:
        """Install the app in a workspace. Returns the workspace's id."""
        async with self.uow() as uow:
            known = {"slack_id": team, "team_name": name, "bot_id": "B1", "bot_user_id": "U1"}
            return (await uow.workspaces.install(**known, at=uow.now)).id

    async def enqueue(
        self, *names: str, lane: Lane = Lane.MAIL, priority: Priority = Priority.PERSONAL
    ) -> None:
        async with self.uow(workspace_id=self.workspace_id) as uow:
            for name in names:
                if lane is Lane.SLACK:
                    await uow.outbox.add(NamedMessage(name))
                    continue
                mail = NamedMail(name, priority, contact_id=1, recipient=hashed(name))
                await uow.outbox.add(mail)

    def worker(self, *senders: Sender, lane: Lane = Lane.MAIL, rate: RateLimit | None = None) -> OutboxWorker:
        options = Options(LEASE, rate, jitter=lambda: 0.5)
        wake_up = self.database.outbox_wake_up.listener(lane)
        return OutboxWorker(lane, senders or [self.fake], self.uow, wake_up, options, self._ended)

    async def _ended(self, uow: UnitOfWork, endings: Sequence[Ending]) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        for ending in endings:
            if name_of(ending.row) in self.unrecordable:
                raise RuntimeError("this row cannot be recorded")
        self.ended += [(name_of(ending.row), ending.state) for ending in endings]
        self.told_in |= {name_of(ending.row): uow.outbox.workspace_id for ending in endings}

    async def claim(
        self, most: int = 10, *, rate: RateLimit | None = None, lease: timedelta = LEASE
    ) -> list[str]:
        """Claim rows like a worker that then dies."""
        async with self.uow() as uow:
            return [name_of(row) for row in await uow.sending.claim(Lane.MAIL, most, lease, rate)]

    def forward(self, **delta: float) -> None:
        self.clock.forward(**delta)
        self.database.outbox_wake_up.ring()

    async def states(self) -> dict[str, str]:
        return {row["name"]: row["state"] for row in await self.rows()}

    async def rows(self) -> Rows:
        query = text("SELECT *, substr(key, 3) AS name FROM outbox ORDER BY id")
        async with self.database.reader.connect() as connection:
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                await a_moment()

    async def until_rows(self, condition: Callable[[Rows], object], seconds: float = PATIENCE) -> None:
        """Wait for a condition on the rows, checked every few milliseconds."""
        async with asyncio.timeout(seconds):
            while not condition(await self.rows()):
                await a_moment()

    async def all_are(self, state: str) -> None:
        await self.until_rows(lambda rows: {row["state"] for row in rows} == {state})


def hashed(recipient: str) -> str:
    return hashlib.sha256(recipient.encode()).hexdigest()


async def a_moment() -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()


@asynccontextmanager
async def working(*workers: OutboxWorker) -> AsyncIterator[None]:
    """Run workers, and stop them as at the program's end."""
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE)


@asynccontextmanager
async def outboxes_in(url: str) -> AsyncIterator[Outboxes]:
    database = Database(url)
    try:
        outboxes = Outboxes(database)
        outboxes.workspace_id = await outboxes.install("T1", "Acme")
        yield outboxes
    finally:
        await database.close()


@asynccontextmanager
async def another_process(first: Outboxes, **options: str) -> AsyncIterator[Outboxes]:
    """Make separate engines, wake-up and workers on the same database, with the same clock."""
    database = Database(first.database.url.update_query_dict(options).render_as_string(hide_password=False))
    try:
        second = Outboxes(database)
        second.clock, second.workspace_id = first.clock, first.workspace_id
        yield second
    finally:
        await database.close()


@pytest.fixture(params=BOTH)
async def outboxes(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> AsyncIterator[Outboxes]:
    """Make an outbox on SQLite and on PostgreSQL."""
    with database_of(request.param, request, migrated, tmp_path) as url:
        async with outboxes_in(url) as made:
            yield made


@contextmanager
def database_of(kind: str, request: pytest.FixtureRequest, migrated: Path, folder: Path) -> Iterator[str]:
    """Make a new, migrated database of this kind and yield its URL."""
    if kind == "sqlite":
        yield fresh_sqlite(migrated, folder)
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(server.template("migrated", migrate.upgrade)) as url:
        yield url
