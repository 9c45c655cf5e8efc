"""The commands of `python -m bot`, which is `trusted-contacts` where the wheel is installed.

Each is loaded when it is asked for: the product needs no time and memory for what only other commands do.
"""

import gc
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot import __version__

_DATABASE, _SETTING_UP, _PEOPLE = "bot.commands.database", "bot.commands.setting_up", "bot.commands.people"
# command → module with an `app` that holds it
COMMANDS = {
    "run": "bot.commands.run",
    "migrate": _DATABASE,
    "upgrade": _DATABASE,
    "rotate-keys": _DATABASE,
    "backup": _DATABASE,
    "restore": _DATABASE,
    "move": _DATABASE,
    "doctor": _SETTING_UP,
    "manifest": _SETTING_UP,
    "mail-preview": _SETTING_UP,
    "bounce": _PEOPLE,
    "erase": _PEOPLE,
    "demo": "bot.showcase.command",
    "words": "bot.showcase.words",
}
_NO_SHOWCASE = "This command comes with the source code alone. Get that, and type there: make {command}"
_NO_DEMO = "The demo needs packages of its own. Install them: scripts/setup requirements-demo.lock"


class Commands(TyperGroup):
    """The commands that what is installed can run."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [each for each in COMMANDS if not _lacking(each)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if lacking := _lacking(cmd_name):
            raise SystemExit(lacking)
        return typer.main.get_group(import_module(COMMANDS[cmd_name]).app).get_command(ctx, cmd_name)


def _lacking(command: str) -> str | None:
    """Say what a command needs and is not installed."""
    if not COMMANDS[command].startswith("bot.showcase"):
        return None
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
    if not gc.isenabled():  # The command is loaded now: see bot/__main__.py.
        gc.freeze()
        gc.enable()


def main() -> None:
    """Problems that a person can mend are told without a traceback."""
    try:
        app()
    except Exception as error:
        # Loaded here alone: it knows the problems of every command.
        sys.exit(import_module("bot.trouble").tell(error))
