"""The commands of `python -m bot`, which is `trusted-contacts` where the wheel is installed."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import structlog
import typer
from typer.core import TyperGroup

from bot import __version__
from bot import bounce as bounces
from bot.backup import back_up
from bot.backup import restore as put_back
from bot.doctor import examine
from bot.doctor.finding import in_json, in_lines, is_well, problem
from bot.erase import erase_address
from bot.log import set_up_logging
from bot.mail.bounce import LONGEST
from bot.mail.preview import write_previews
from bot.move import move as move_everything
from bot.run import run_until_signalled
from bot.security.rotation import rotate_keys as seal_all_anew
from bot.settings import Settings, SettingsWrong, how_to_log, misspelt_names, read_settings
from bot.slack.manifest import manifest_for
from bot.trouble import REFUSED, WRONG_USE, tell
from bot.upgrade import upgrade as back_up_and_migrate
from storage.engine import failpoints
from storage.engine import migrate as migrations
from storage.engine.faults import DatabaseFault

if sys.platform == "win32":
    from asyncio import run as run_loop
else:
    from uvloop import run as run_loop

log = structlog.get_logger()

# command → module with an `app` that holds it
LOADED_WHEN_ASKED_FOR = {"demo": "bot.showcase.command", "words": "bot.showcase.words"}
_NO_SHOWCASE = "This command comes with the source code alone. Get that, and type there: make {command}"
_NO_DEMO = "The demo needs packages of its own. Install them: scripts/setup requirements-demo.lock"
DNS_PORT = 53


class Commands(TyperGroup):
    """Leave out of a running product's memory what only some commands need: the stand-in, the samples."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Also those that are loaded later, where what they need is installed."""
        return [*super().list_commands(ctx), *(each for each in LOADED_WHEN_ASKED_FOR if not _lacking(each))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in LOADED_WHEN_ASKED_FOR:
            if lacking := _lacking(cmd_name):
                raise SystemExit(lacking)
            return typer.main.get_command(import_module(LOADED_WHEN_ASKED_FOR[cmd_name]).app)
        return super().get_command(ctx, cmd_name)


def _lacking(command: str) -> str | None:
    """Say what a command that is loaded later needs and is not installed."""
    if not find_spec("bot.showcase"):
        return _NO_SHOWCASE.format(command=command)
    return _NO_DEMO if command == "demo" and not find_spec("aiosmtpd") else None


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"Trusted Contacts {__version__}")
        raise typer.Exit


@app.callback()
def trusted_contacts(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Trusted Contacts for Slack."""


def _settings() -> Settings:
    """Read the settings, and arm the failpoint they name, if they do."""
    settings = read_settings()
    failpoints.arm(settings.failpoint)
    return settings


@app.command()
def run() -> None:
    """Run the product until it is told to stop."""
    settings = _settings()
    set_up_logging(settings.log_level, settings.log_format)
    for each in misspelt_names():
        log.warning("setting_unknown", name=each.name, detail=each.hint)
    run_loop(run_until_signalled(settings))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    migrations.upgrade(_settings().database_url)
    typer.echo(f"The database is at {migrations.newest()}.")


@app.command()
def upgrade() -> None:
    """Take a backup, bring the database's schema up to date, and say what changed."""
    for sentence in back_up_and_migrate(_settings()):
        typer.echo(sentence)


@app.command()
def rotate_keys() -> None:
    """Encrypt every secret in the database with the newest key of SECRET_KEY."""
    changed = run_loop(seal_all_anew(_settings()))
    typer.echo(f"Encrypted anew: {changed}. The newest key of SECRET_KEY opens everything in the database.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write a backup of the database into a new file; the product may be running."""
    typer.echo(back_up(_settings(), file))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A backup.")]) -> None:
    """Put a backup in the database's place; the product must not be running."""
    typer.echo(put_back(_settings(), file))


@app.command()
def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="sqlite:///FILE")],
    target: Annotated[str, typer.Argument(metavar="TO", help="postgresql://user:password@host/database")],
) -> None:
    """Move everything from SQLite to an empty PostgreSQL database; the product must not be running."""
    typer.echo(move_everything(_settings(), source, target, typer.echo))


@app.command()
def doctor(
    dns: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="The DNS server to ask, instead of the machine's.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Look at everything the product needs; the exit status is 1 if something keeps it from running."""
    server = _server(dns) if dns else None
    set_up_logging("error", "console")
    try:
        findings = run_loop(examine(_settings(), server))
    except SettingsWrong as wrong:
        if not as_json:
            raise
        typer.echo(in_json([problem("Settings", text) for text in wrong.problems]))
        raise typer.Exit(WRONG_USE) from wrong
    typer.echo(in_json(findings) if as_json else "\n".join(in_lines(findings)))
    if not is_well(findings):
        raise typer.Exit(REFUSED)


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="The https address that leads to the program.")],
    socket_mode: Annotated[bool, typer.Option("--socket-mode", help="For Socket Mode.")] = False,
) -> None:
    """Print the manifest for "Create New App, From a manifest" in Slack, with your address in it."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc:
        raise typer.BadParameter("must be an address like https://contacts.acme.example", param_hint="--url")
    typer.echo(manifest_for(url, socket_mode=socket_mode), nl=False)


def _server(text: str) -> tuple[str, int]:
    """Parse HOST or HOST:PORT; an IPv6 address with a port stands in brackets."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port or DNS_PORT
    except ValueError:
        host, port = None, 0
    if not host:
        raise typer.BadParameter("must be written like 127.0.0.1:53", param_hint="--dns")
    return host, port


@app.command()
def bounce() -> None:
    """Read one message from standard input, which may report a failed delivery, as from a mail server's pipe.

    The exit status is 0 if it was understood or ignored, 75 if it should be tried again.
    """
    raw = sys.stdin.buffer.read(LONGEST)
    set_up_logging(*how_to_log())
    try:
        ours = run_loop(bounces.take_in(_settings(), raw))
    except (DatabaseFault, OSError) as error:
        tell(error)
        raise typer.Exit(bounces.TRY_AGAIN) from error
    typer.echo("The report is recorded." if ours else "Ignored: not a report about one of our emails.")


@app.command()
def erase(
    email: Annotated[str, typer.Argument(help="The person's address.")],
    workspace: Annotated[str | None, typer.Option(help="Only this workspace, by its Slack id.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a person from all workspaces; the product may be running."""
    if not yes and not (sys.stdin.isatty() and typer.confirm(f"Erase {email} for good?")):
        typer.echo("Nothing was erased. Answer yes on a terminal, or add --yes.", err=True)
        raise typer.Exit(REFUSED)
    known = run_loop(erase_address(_settings(), email, workspace))
    typer.echo(f"Erased from {known} workspace(s)." if known else "Nobody with this address is known.")


@app.command()
def mail_preview(folder: Annotated[Path, typer.Argument(help="Where to write them.")]) -> None:
    """Write every mail the product sends as .eml and .html, to look at."""
    for path in write_previews(folder):
        typer.echo(path)


def main() -> None:
    """Problems that a person can mend are told without a traceback."""
    try:
        app()
    except Exception as error:
        sys.exit(tell(error))
