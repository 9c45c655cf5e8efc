"""Commands about one person or one of their emails."""

import sys
from typing import Annotated

import typer

from bot import bounce as bounces
from bot.commands.start import run_loop, settings
from bot.erase import erase_address
from bot.log import set_up_logging
from bot.mail.bounce import LONGEST
from bot.settings import how_to_log
from bot.trouble import REFUSED, tell
from storage.engine.faults import DatabaseFault

app = typer.Typer()


@app.command()
def bounce() -> None:
    """Read one message from standard input, which may report a failed delivery, as from a mail server's pipe.

    The exit status is 0 if it was understood or ignored, 75 if it should be tried again.
    """
    raw = sys.stdin.buffer.read(LONGEST)
    set_up_logging(*how_to_log())
    try:
        ours = run_loop(bounces.take_in(settings(), raw))
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
    known = run_loop(erase_address(settings(), email, workspace))
    typer.echo(f"Erased from {known} workspace(s)." if known else "Nobody with this address is known.")
