"""The whole product on this machine, beside a demo workspace and a mailbox: nothing to sign up for."""

import asyncio
import secrets
import tempfile
import textwrap
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.demo import DemoServer, northwind
from bot.demo.model import Team
from bot.demo.tour import Step
from bot.installation import Whence
from bot.run import Program, stop_signals
from bot.server import free_port, is_free
from bot.services.settings import change_settings
from bot.settings import Settings
from bot.showcase import imports
from bot.showcase.clock import StoryClock
from bot.showcase.installing import add_to_slack
from bot.showcase.stage import Stage
from bot.showcase.story import STORY, steps
from storage.status import Outcome
from storage.uow import UnitOfWork

MANIFEST = Path(__file__).parent.parent.parent / "manifest.yml"
HIRING_MANAGERS = ("Jordan Lee", "Sam Rivera")
USUAL_PORTS = range(4000, 4020)
READY_SECONDS = 20.0

Tell = Callable[[str], object]


class PortTaken(Exception):
    """Somebody else listens where the page was to be served."""


class StoryBroken(Exception):
    """The story was played, but Slack would not have taken all of it."""


@dataclass(frozen=True, slots=True)
class Showcase:
    """What runs: the stand-in for Slack, and the product installed in it."""

    demo: DemoServer
    program: Program
    stage: Stage


@asynccontextmanager
async def showcase(
    *, port: int = 0, over_socket: bool = False, settled: bool = True
) -> AsyncIterator[Showcase]:
    """`port` is that of the demo workspace's page; `settled`: hiring managers are named already.

    Everything is thrown away at the end."""
    own_port, signing_secret, clock = free_port(), secrets.token_hex(16), StoryClock()
    url = f"http://127.0.0.1:{own_port}"
    demo = DemoServer(
        MANIFEST,
        None if over_socket else f"{url}/slack/events",
        signing_secret=signing_secret,
        port=port,
        now=clock.seconds,
        samples=[imports.SAMPLE],
        installed=False,
    )
    other = demo.add_workspace(northwind())
    with tempfile.TemporaryDirectory(prefix="trusted-contacts-") as folder:
        settings = Settings(
            _env_file=None,
            slack_client_id=demo.client_id,
            slack_client_secret=demo.client_secret,
            slack_app_token=demo.app_token if over_socket else None,
            slack_signing_secret=signing_secret,
            slack_api_url=demo.api_url,
            slack_file_hosts=demo.file_host,
            database_url=f"sqlite:///{folder}/demo.db",
            smtp_url=demo.mailbox.smtp_url,
            mail_from="Acme Talent <talent@acme.example>",
            postal_address="Acme Ltd, 1 Main Street, Copenhagen",
            secret_key=secrets.token_hex(32),
            public_url=url,
            port=own_port,
        )
        async with demo, Program(settings, clock) as program:
            stage = Stage(demo, other, partial(_skip, program, clock), clock)
            demo.tour.steps = steps(stage)
            await _ready(program)
            for team in (demo.team, other):
                await add_to_slack(demo, url, team.id)
            await _settle(demo, program, other, ("Max Berg",))
            if settled:
                await _settle(demo, program, demo.team, HIRING_MANAGERS)
            yield Showcase(demo, program, stage)


async def _ready(program: Program) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while not all((await program.ready()).values()):  # noqa: ASYNC110  the program has no bell for it
            await asyncio.sleep(0.02)


async def _skip(program: Program, clock: StoryClock, time: timedelta) -> None:
    """Only while nothing is being sent: a lease that ends too early would have it sent twice."""
    async with asyncio.timeout(READY_SECONDS):
        while await _is_sending(program):  # noqa: ASYNC110  the outbox rings when something comes, not goes
            await asyncio.sleep(0.02)
    clock.skip(time)
    program.database.outbox_bell.ring()


async def _is_sending(program: Program) -> bool:
    async with program.new_uow().read() as uow:
        return any(state == Outcome.SENDING for _, state in await uow.sending.counts())


async def _settle(demo: DemoServer, program: Program, team: Team, names: tuple[str, ...]) -> None:
    """As an administrator would have left it."""
    managers = tuple(demo.person(name, team.id).id for name in names)
    home = await program.installations.find(Whence(None, team.id))
    assert home is not None, "it was installed"
    admin = demo.person("admin", team.id).id
    uow: UnitOfWork = program.new_uow(workspace_id=home.workspace_id, actor=admin)
    async with uow:
        await change_settings(uow, hiring_managers=managers, company_name=team.name)


async def run_showcase(tell: Tell, *, port: int | None = None, over_socket: bool = False) -> None:
    """Until Ctrl-C; `tell` prints the lines people and tests look for."""
    stop = stop_signals()
    async with showcase(port=_page_port(tell, port), over_socket=over_socket) as running:
        _tell_addresses(tell, running.demo)
        tell("Ready")
        await stop.wait()


async def run_tour(tell: Tell, *, port: int | None = None, over_socket: bool = False) -> None:
    """The story in the browser, until Ctrl-C."""
    stop = stop_signals()
    async with showcase(port=_page_port(tell, port), over_socket=over_socket, settled=False) as running:
        await running.demo.tour.move("start")
        _tell_addresses(tell, running.demo)
        tell("Ready")
        await asyncio.to_thread(webbrowser.open, _first_scene(running.demo))
        await stop.wait()


def _first_scene(demo: DemoServer) -> str:
    who, where = demo.person(STORY[0].who), demo.channel(STORY[0].where)
    return f"{demo.url}/#/{who.id}/{where.id}"


async def print_tour(tell: Tell, *, over_socket: bool = False) -> None:
    """The same story where no browser can be opened: played to its end, and told in words."""
    async with showcase(over_socket=over_socket, settled=False) as running:
        tour = running.demo.tour
        numbers = iter(range(1, len(tour.steps) + 1))
        await tour.play(lambda step: _narrate(tell, step, next(numbers), len(tour.steps)))
        if running.demo.problems:
            raise StoryBroken("\n".join(f"{each.method}: {each.text}" for each in running.demo.problems))


def _narrate(tell: Tell, step: Step, number: int, of: int) -> None:
    text = textwrap.indent(textwrap.fill(step.text, 84), "   ")
    tell(f"{number} of {of}: {step.title}\n{text}\n")


def browser_opens() -> bool:
    """Whether a window would open; a browser inside the terminal is none."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    return type(browser).__name__ not in ("GenericBrowser", "Elinks")


def _page_port(tell: Tell, wanted: int | None) -> int:
    """The port asked for, or the first free one of the usual ones."""
    if wanted is not None:
        if not is_free(wanted):
            raise PortTaken(f"Port {wanted} is taken. Choose another with --port, or leave --port out.")
        return wanted
    free = next((port for port in USUAL_PORTS if is_free(port)), 0)
    if free != USUAL_PORTS[0]:
        tell(
            f"Port {USUAL_PORTS[0]} is taken, perhaps by another demo. This one takes the next that is free."
        )
    return free


async def run_workspace_only(
    tell: Tell, *, port: int | None, manifest: Path, request_url: str | None
) -> None:
    """The stand-in alone, for any Bolt app; `tell` prints what such an app must be given."""
    stop = stop_signals()
    async with DemoServer(manifest, request_url, port=_page_port(tell, port)) as demo:
        _tell_addresses(tell, demo)
        tell(f"Web API (base_url): {demo.api_url}")
        tell(f"SLACK_BOT_TOKEN={demo.bot_token}")
        tell(f"SLACK_APP_TOKEN={demo.app_token}")
        tell(f"SLACK_SIGNING_SECRET={demo.signing_secret}")
        tell("Ready")
        await stop.wait()


def _tell_addresses(tell: Tell, demo: DemoServer) -> None:
    tell(f"Demo workspace: {demo.url}")
    tell(f"Mailbox: {demo.url}/#mail")
