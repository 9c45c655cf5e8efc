"""The whole product on this machine, beside a demo workspace and a mailbox: nothing to sign up for."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.demo import DemoServer
from bot.run import Program, stop_signal
from bot.server import free_port
from bot.services.settings import SettingsForm, save_settings
from bot.settings import Settings
from storage.uow import UnitOfWork

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
HIRING_MANAGERS = ("Jordan Lee", "Sam Rivera")


Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Showcase:
    """What runs: the stand-in for Slack, and the product installed in it."""

    demo: DemoServer
    program: Program


@asynccontextmanager
async def showcase(*, port: int, over_socket: bool = False) -> AsyncIterator[Showcase]:
    """`port` is that of the demo workspace's page; everything is thrown away at the end."""
    own_port, signing_secret = free_port(), secrets.token_hex(16)
    url = f"http://127.0.0.1:{own_port}"
    demo = DemoServer(
        MANIFEST,
        None if over_socket else f"{url}/slack/events",
        signing_secret=signing_secret,
        port=port,
    )
    with tempfile.TemporaryDirectory(prefix="trusted-contacts-") as folder:
        settings = Settings(
            _env_file=None,
            slack_bot_token=demo.bot_token,
            slack_app_token=demo.app_token if over_socket else None,
            slack_signing_secret=signing_secret,
            slack_api_url=demo.api_url,
            database_url=f"sqlite:///{folder}/demo.db",
            smtp_url=demo.mailbox.smtp_url,
            mail_from="Acme Talent <talent@acme.example>",
            postal_address="Acme Ltd, 1 Main Street, Copenhagen",
            secret_key=secrets.token_hex(32),
            public_url=url,
            port=own_port,
        )
        async with demo, Program(settings) as program:
            await demo.until(lambda: program.installations.connected, timeout=20)
            await _settle(demo, program)
            yield Showcase(demo, program)


async def _settle(demo: DemoServer, program: Program) -> None:
    """As an administrator would have left it."""
    managers = tuple(demo.person(name).id for name in HIRING_MANAGERS)
    workspace = await program.installations.connect()
    uow: UnitOfWork = program.new_uow(workspace_id=workspace.workspace_id, actor=demo.person("admin").id)
    async with uow:
        await save_settings(uow, SettingsForm(managers, "Acme"))


async def run_showcase(tell: Tell, *, port: int, over_socket: bool = False) -> None:
    """Until Ctrl-C; `tell` prints the lines people and tests look for."""
    async with showcase(port=port, over_socket=over_socket) as running:
        _tell_addresses(tell, running.demo)
        tell("Ready")
        await stop_signal()


async def run_workspace_only(tell: Tell, *, port: int, manifest: Path, request_url: str | None) -> None:
    """The stand-in alone, for any Bolt app; `tell` prints what such an app must be given."""
    async with DemoServer(manifest, request_url, port=port) as demo:
        _tell_addresses(tell, demo)
        tell(f"Web API (base_url): {demo.api_url}")
        tell(f"SLACK_BOT_TOKEN={demo.bot_token}")
        tell(f"SLACK_APP_TOKEN={demo.app_token}")
        tell(f"SLACK_SIGNING_SECRET={demo.signing_secret}")
        tell("Ready")
        await stop_signal()


def _tell_addresses(tell: Tell, demo: DemoServer) -> None:
    tell(f"Demo workspace: {demo.url}")
    tell(f"Mailbox: {demo.url}/#mail")
