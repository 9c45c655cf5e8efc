"""The product under test: the whole program in this process, with a stand-in for Slack and a mailbox."""

import asyncio
import contextlib
import copy
import random
import shutil
import socket
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import httpx
import yaml
from sqlalchemy import Select, and_, bindparam, exists, func, or_, select, text

from bot.run import Program
from bot.security.tokens import ROWS, Purpose, Token
from demo import DemoServer
from demo.person.person import Person
from demo.world.seed import WorkspaceSeed
from storage.engine import migrate
from storage.entities.outbox import Outbox
from storage.entities.relay import RelayTrouble
from storage.entities.status import Outcome
from storage.outbox.work import Lane
from tests.kit.given import SIGNING_SECRET as SIGNING_SECRET
from tests.kit.given import settings_for as settings_for
from tests.kit.patience import PATIENCE
from tests.kit.soundness import assert_sound, every_workspace_named, faults_shown

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text("utf-8"))
COMPANY = "Acme"
DATABASE = "contacts.db"


# A Wednesday morning, far from a change of the clocks or the turn of the year, so that a test behaves the
# same on every day and at every hour. The clock goes on from there, also from one program to the next.
SINCE_THAT_MORNING = datetime(2026, 6, 10, 10, tzinfo=UTC) - datetime.now(UTC)


def _unfinished() -> Select[Any]:
    """Find the states of work that is waiting or being done, and when the first of each is due.

    An email is not due before the relay's next probe.
    """
    row, trouble = Outbox.__table__.c, RelayTrouble.__table__.c
    pause = exists().where(trouble.paused_at.is_not(None), trouble.probe_at > bindparam("now"))
    waiting = and_(row.state == Outcome.QUEUED, ~and_(row.lane == Lane.MAIL, pause))
    query = select(row.state, func.min(row.due_at)).group_by(row.state)
    query = query.where(or_(waiting, row.state == Outcome.SENDING))
    return query.execution_options(every_workspace=True)


UNFINISHED = _unfinished()  # built once, since it is asked many times in each test


class MovableClock:
    """A clock that tests move forward, so that they never sleep."""

    def __init__(self, **delta: float) -> None:
        """Begin on that morning, or so long after it."""
        self._moved = SINCE_THAT_MORNING + timedelta(**delta)
        self._stopped: datetime | None = None

    def __call__(self) -> datetime:
        return (self._stopped or datetime.now(UTC)) + self._moved

    def stop(self) -> None:
        """Stop the clock. From now on only the test moves it, however slow the machine is."""
        self._stopped = datetime.now(UTC)

    def seconds(self) -> float:
        return self().timestamp()

    def forward(self, **delta: float) -> None:
        self._moved += timedelta(**delta)


async def settle(person: Person, group: str, fields: Mapping[str, Any]) -> None:
    """Open Settings, fill in a group's form and save it.

    The list stays open, and after a refusal also the form.
    """
    await person.command("/contacts", "settings")
    await person.click("Change", near=group)
    await person.fill(fields)
    await person.submit()


class House:
    """One workspace with the product installed, and its people by name."""

    def __init__(self, demo: DemoServer, program: Program, clock: MovableClock) -> None:
        self.demo, self.program, self.clock = demo, program, clock
        # verify=False, because loading the trusted certificates takes longer than many a test.
        # Limits() limits nothing: a crowd may need more than the hundred connections that are usual.
        self.web = httpx.AsyncClient(
            base_url=program.settings.public_url, verify=False, timeout=PATIENCE, limits=httpx.Limits()
        )

    async def ready(self) -> None:
        """Wait until the program is ready and reports it. It is not asked for the report before."""
        async with asyncio.timeout(PATIENCE):
            while not all((await self.program.ready()).values()):
                await self.something_happens()
            while (await self.web.get("/readyz")).status_code != 200:
                await self.something_happens()

    def person(self, name: str) -> Person:
        return self.demo.person(name)

    async def name_hiring_manager(self, name: str) -> None:
        await self.name_hiring_managers(name)

    async def name_hiring_managers(self, *names: str) -> None:
        """Name hiring managers in Settings, as an administrator."""
        await settle(self.person("Maria Garcia"), "People and rights", {"Hiring managers": list(names)})
        await self.person("Maria Garcia").close()

    async def invite(self, by: str = "Jordan Lee", /, **fields: Any) -> Person:
        """Fill in the invitation form and submit it. Returns the person."""
        inviter = self.person(by)
        await inviter.command("/invite-contact")
        await inviter.fill(fields)
        await inviter.submit()
        return inviter

    async def link(self, email: str) -> str:
        """Return the personal link in the newest email to this address."""
        await self.settled()
        links = self.demo.mailbox.to(email)[-1].links
        return next(link for link in links if "/i/" in link or "/o/" in link)

    async def post(self, url: str, fields: Mapping[str, str] | None = None) -> httpx.Response:
        """POST to a page, with the Origin of our own site."""
        headers = {"Origin": self.program.settings.public_url}
        return await self.web.post(url, data=fields, headers=headers)

    async def stop_link(self, contact_id: int, workspace_id: int = 1) -> str:
        """Make the link to stop email that an email to this contact would contain."""
        return await self.page(Purpose.STOP, contact_id, workspace_id=workspace_id)

    async def page(self, purpose: Purpose, row_id: int, generation: int = 0, *, workspace_id: int = 1) -> str:
        """Make a signed link to a row with its salt. The row need not belong to this workspace."""
        salts: list[dict[str, Any]] = []
        if purpose in ROWS:
            salt = f"SELECT salt FROM {ROWS[purpose].__tablename__} WHERE id = :id"
            salts = await self.rows(salt, id=row_id)
        token = Token(workspace_id, row_id, generation, salts[0]["salt"] if salts else None)
        return self.program.links.url_of(purpose, token)

    async def press_in_mail(self, email: str, button: str) -> httpx.Response:
        """Open the link in the newest email, and press one of the page's buttons."""
        return await self.press(await self.link(email), button)

    async def press(self, url: str, button: str, *, ticking: str | None = None) -> httpx.Response:
        """Open a page and press a button, as a browser does. `ticking` names the box ticked in its form."""
        page = html5lib.parse((await self.web.get(url)).text)
        fields = {ticking: value_in(page, button, ticking)} if ticking else None
        return await self.post(form_of(page, button), fields)

    def forward(self, **delta: float) -> None:
        """Move the clock forward, and wake the workers."""
        self.clock.forward(**delta)
        self.program.database.outbox_wake_up.ring()

    async def rows(self, statement: str, **values: object) -> list[dict[str, Any]]:
        """Query the database directly."""
        async with self.program.database.reader.connect() as connection:
            found = await connection.execute(text(statement), values)
            return [dict(row) for row in found.mappings()]

    async def plant(self, statement: str, **values: object) -> None:
        """Change the database directly, to plant a fault or what a later feature would do."""
        async with self.program.database.writer.begin() as connection:
            await connection.execute(text(statement), values)

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until no outbox row is due or being sent."""
        async with asyncio.timeout(seconds):
            while await self._something_due():
                await self.something_happens()

    async def something_happens(self) -> None:
        """Wait until Slack or the mailbox changes, or for a moment."""
        version = self.demo.world.changes.version
        with contextlib.suppress(TimeoutError):
            await self.demo.until(lambda: self.demo.world.changes.version != version, timeout=0.05)

    async def _something_due(self) -> bool:
        """Tell whether work is due or being done.

        It is one statement: between two, a row could end and enqueue another. The clock is read after it:
        a row that ended in between may have enqueued another.
        """
        async with self.program.database.reader.connect() as connection:
            rows = (await connection.execute(UNFINISHED, {"now": self.clock()})).all()
        now = self.clock()
        return any(state == Outcome.SENDING or first <= now for state, first in rows)


def form_of(page: Any, button: str) -> str:
    """Find the target of the form with this button."""
    form = _with_button(page, button)
    assert form.get("method") == "post"
    return str(form.get("action"))


def value_in(page: Any, button: str, name: str) -> str:
    """Find the value of a field in the form with this button."""
    fields = _with_button(page, button).iter("{http://www.w3.org/1999/xhtml}input")
    return next(str(each.get("value")) for each in fields if each.get("name") == name)


def _with_button(page: Any, button: str) -> Any:
    for form in page.iter("{http://www.w3.org/1999/xhtml}form"):
        if button in " ".join("".join(form.itertext()).split()):
            return form
    raise AssertionError(f"no button {button!r} on the page: {' '.join(''.join(page.itertext()).split())}")


@asynccontextmanager
async def running(
    database_url: str,
    *,
    over_socket: bool = False,
    by_oauth: bool = False,
    lacking: Collection[str] = (),
    seed: WorkspaceSeed | None = None,
    clock: MovableClock | None = None,
    slack_seconds: float = PATIENCE,
    **changes: Any,
) -> AsyncIterator[House]:
    """Run the program with its Slack. Fails if Slack had to refuse a call.

    Its listeners wait for Slack as long as a slow machine needs, unless `slack_seconds` says otherwise.

    `by_oauth` leaves the app uninstalled, so that any number of workspaces can install it. `lacking` are
    scopes of the manifest that are not granted. `seed` describes another workspace than Acme's.
    """
    clock, port = clock or MovableClock(), free_port()
    demo = DemoServer(
        manifest=manifest_without(lacking),
        signing_secret=SIGNING_SECRET,
        now=clock.seconds,
        request_url=None if over_socket else f"http://127.0.0.1:{port}/slack/events",
        seed=seed,
        installed=not by_oauth,
        ack_timeout=PATIENCE,
        trigger_seconds=PATIENCE,
    )
    if by_oauth:
        secrets_of_the_app = {"slack_client_id": demo.client_id, "slack_client_secret": demo.client_secret}
        changes |= secrets_of_the_app | {"slack_bot_token": None}
    if over_socket:
        changes["slack_app_token"] = demo.app_token
    settings = settings_for(demo, database_url, port, **changes)
    async with demo, Program(settings, clock, slack_seconds) as program:
        house = House(demo, program, clock)
        with every_workspace_named(program.database.writer, program.database.reader) as unnamed:
            async with house.web:
                await house.ready()
                yield house
        assert demo.problems == [], demo.problems
        assert unnamed == [], "\n\n".join(unnamed)
        assert (faults := faults_shown(demo)) == [], "\n".join(faults)
        await assert_sound(house.rows, program.database.sqlite)


def manifest_without(scopes: Collection[str]) -> Any:
    manifest = copy.deepcopy(MANIFEST)
    granted = manifest["oauth_config"]["scopes"]["bot"]
    manifest["oauth_config"]["scopes"]["bot"] = [scope for scope in granted if scope not in scopes]
    return manifest


def free_port() -> int:
    """Find a free port, because links name it before the program starts.

    It is below the range for outgoing connections, so that none of them takes it, nor another test's program.
    """
    while True:
        port = random.randrange(10_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def migrated_sqlite(folder: Path) -> Path:
    """Make a migrated SQLite file to copy from."""
    path = folder / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


def fresh_sqlite(migrated: Path, folder: Path) -> str:
    shutil.copy(migrated, folder / DATABASE)
    return sqlite_url(folder)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / DATABASE}"
