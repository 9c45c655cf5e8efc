"""Runs the whole product on this machine, beside a demo workspace and a mailbox."""

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

from bot.run import Program, stop_signals
from bot.server import free_port, is_free
from bot.services.workspace.changing import change_settings
from bot.settings import Settings
from bot.showcase import imports
from bot.showcase.clock import StoryClock
from bot.showcase.filling import BEGINS, Filling
from bot.showcase.installing import add_to_slack
from bot.showcase.stage import Stage
from bot.showcase.story import STORY, steps
from bot.slack.installation import Whence
from bot.slack.manifest import MANIFEST
from demo import DemoServer, northwind
from demo.page_server.tour import Step
from demo.world.model import Team
from storage.entities.status import Outcome
from storage.outbox.work import Lane
from storage.uow import UnitOfWork

HIRING_MANAGERS = ("Jordan Lee", "Sam Rivera")
USUAL_PORTS = range(4000, 4020)
READY_SECONDS, QUIET_SECONDS = 20.0, 120.0
WELCOME = (
    "You're Jordan Lee, who hires at Acme. Try this: approve Lina Holt, type /invite-contact, or drop a"
    " spreadsheet into #hiring."
)

Tell = Callable[[str], object]


class PortTaken(Exception):
    """Another program listens on the page's port."""


class StoryBroken(Exception):
    """The story ran, but the demo's Slack reported problems."""


@dataclass(frozen=True, slots=True)
class Showcase:
    """What is running: the stand-in for Slack, and the product installed in it."""

    demo: DemoServer
    program: Program
    stage: Stage


@asynccontextmanager
async def showcase(
    *, port: int = 0, over_socket: bool = False, settled: bool = True, filled: bool = False
) -> AsyncIterator[Showcase]:
    """Run the demo and the product until the block ends, then delete everything.

    `port` is for the demo workspace's page. `settled` names hiring managers beforehand. `filled`: they have
    been at work for some weeks, so that nobody begins with an empty Home.
    """
    own_port, signing_secret, clock = free_port(), secrets.token_hex(16), StoryClock()
    if filled:
        clock.skip(-BEGINS)
    url = f"http://127.0.0.1:{own_port}"
    demo = DemoServer(
        MANIFEST,
        None if over_socket else f"{url}/slack/events",
        signing_secret=signing_secret,
        port=port,
        now=clock.seconds,
        samples=[imports.SAMPLE],
        installed=False,
        welcome=WELCOME if filled else "",
        opens_at="home" if filled else "",
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
            if filled:
                await _fill(program, stage)
            yield Showcase(demo, program, stage)


async def _ready(program: Program) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while not all((await program.ready()).values()):  # noqa: ASYNC110  the program has no event for it
            await asyncio.sleep(0.02)


async def _skip(program: Program, clock: StoryClock, time: timedelta) -> None:
    """Move the clock forward while nothing is being sent.

    Otherwise a row's lease would end, and it would be sent twice.
    """
    async with asyncio.timeout(READY_SECONDS):
        while await _is_sending(program):  # noqa: ASYNC110  the outbox rings when something comes, not goes
            await asyncio.sleep(0.02)
    clock.skip(time)
    program.database.outbox_wake_up.ring()


async def _quiet(program: Program) -> None:
    """Wait until nothing is due and nothing is being sent."""
    async with asyncio.timeout(QUIET_SECONDS):
        while await _is_at_work(program):  # noqa: ASYNC110  as above
            await asyncio.sleep(0.05)


async def _is_at_work(program: Program) -> bool:
    """Tell whether a row of the outbox is due, or being sent."""
    async with program.new_uow().read() as uow:
        due = [await uow.sending.next_due(lane) for lane in Lane]
        is_due = any(each is not None and each <= uow.now for each in due)
    return is_due or await _is_sending(program)


async def _fill(program: Program, stage: Stage) -> None:
    home = await program.installations.find(Whence(None, stage.demo.team.id))
    assert home is not None, "it was installed"

    def uow_of(actor: str, origin: str) -> UnitOfWork:
        return program.new_uow(workspace_id=home.workspace_id, actor=actor, origin=origin)

    await Filling(stage, uow_of, program.links, partial(_quiet, program)).fill()


async def _is_sending(program: Program) -> bool:
    async with program.new_uow().read() as uow:
        counts = await uow.monitored.counts()
    return any(count for (_, state), count in counts.items() if state is Outcome.SENDING)


async def _settle(demo: DemoServer, program: Program, team: Team, names: tuple[str, ...]) -> None:
    """Choose hiring managers and the company name as an administrator."""
    managers = sorted(demo.person(name, team.id).id for name in names)
    home = await program.installations.find(Whence(None, team.id))
    assert home is not None, "it was installed"
    admin = demo.person("admin", team.id).id
    uow: UnitOfWork = program.new_uow(workspace_id=home.workspace_id, actor=admin)
    async with uow:
        postal_address = f"{team.name} Ltd, 1 Main Street, Copenhagen"
        company = {"company_name": team.name, "postal_address": postal_address}
        await change_settings(uow, hiring_managers=managers, **company)


async def run_showcase(
    tell: Tell, *, port: int | None = None, over_socket: bool = False, filled: bool = True
) -> None:
    """Run the demo until Ctrl-C. `tell` prints lines that people and tests look for."""
    stop, page_port = stop_signals(), _page_port(tell, port)
    if filled:
        tell("Filling Acme's pool with sample people. This takes a few seconds.")
    async with showcase(port=page_port, over_socket=over_socket, filled=filled) as running:
        _tell_addresses(tell, running.demo)
        tell("Ready")
        await stop.wait()


async def run_tour(tell: Tell, *, port: int | None = None, over_socket: bool = False) -> None:
    """Run the story in a browser, until Ctrl-C."""
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
    """Play the whole story without a browser and print it. Raises StoryBroken for what Slack would refuse."""
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
    """Tell whether a browser window can open. Browsers in the terminal do not count."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    return type(browser).__name__ not in ("GenericBrowser", "Elinks")


def _page_port(tell: Tell, wanted: int | None) -> int:
    """Choose the wanted port or the first usual one that is free.

    Raises PortTaken if the wanted one is taken.
    """
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
    """Run the stand-in alone, for any Bolt app, until Ctrl-C.

    `tell` prints the settings such an app needs.
    """
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
