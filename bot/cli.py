"""The commands of `python -m bot`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.doctor import examine
from bot.keyring import KeyLost
from bot.log import set_up_logging
from bot.mail.preview import write_previews
from bot.rotation import rotate_keys as seal_all_anew
from bot.run import SchemaOutdated, run_until_signalled
from bot.settings import SettingsWrong, read_settings
from bot.showcase import running
from storage import migrate as migrations

if sys.platform == "win32":
    from asyncio import run as run_loop
else:
    from uvloop import run as run_loop

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Trusted Contacts for Slack.")


@app.command()
def run() -> None:
    """Run the product until it is told to stop."""
    settings = read_settings()
    set_up_logging(settings.log_level, settings.log_format)
    run_loop(run_until_signalled(settings))


@app.command()
def demo(
    port: Annotated[
        int | None,
        typer.Option(help="Where the demo workspace's page is served; else 4000, or the next free one."),
    ] = None,
    socket_mode: Annotated[bool, typer.Option(help="Speak Socket Mode instead of HTTP.")] = False,
    tour: Annotated[bool, typer.Option(help="Play a story; without a browser, tell it in words.")] = False,
    browser: Annotated[bool, typer.Option(help="Whether the tour may open a browser.")] = True,
    workspace_only: Annotated[bool, typer.Option(help="Only the workspace, for another Bolt app.")] = False,
    manifest: Annotated[Path, typer.Option(help="The other app's manifest.")] = running.MANIFEST,
    request_url: Annotated[
        str | None, typer.Option(help="Where it takes requests; else Socket Mode.")
    ] = None,
    ci: Annotated[str, typer.Option(envvar="CI", hidden=True)] = "",
) -> None:
    """Run everything on this machine: a workspace in the browser, the product and a mailbox."""
    set_up_logging("error" if tour else "warning", "console")
    if workspace_only:
        run_loop(running.run_workspace_only(_tell, port=port, manifest=manifest, request_url=request_url))
    elif not tour:
        run_loop(running.run_showcase(_tell, port=port, over_socket=socket_mode))
    elif browser and not ci and sys.stdout.isatty() and running.browser_opens():
        run_loop(running.run_tour(_tell, port=port, over_socket=socket_mode))
    else:
        run_loop(running.print_tour(_tell, over_socket=socket_mode))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    migrations.upgrade(read_settings().database_url)
    typer.echo(f"The database is at {migrations.newest()}.")


@app.command()
def rotate_keys() -> None:
    """Encrypt every secret in the database with the newest key of SECRET_KEY."""
    changed = run_loop(seal_all_anew(read_settings()))
    typer.echo(f"Encrypted anew: {changed}. The newest key of SECRET_KEY opens everything in the database.")


@app.command()
def doctor() -> None:
    """Look at everything the product needs; the exit status is 1 if something keeps it from running."""
    findings = run_loop(examine(read_settings()))
    for finding in findings:
        mark = "ok  " if finding.fine else "note" if finding.warning else "WRONG"
        typer.echo(f"{mark:5} {finding.about}: {finding.text}")
    if not all(finding.fine or finding.warning for finding in findings):
        raise typer.Exit(1)


@app.command()
def mail_preview(folder: Annotated[Path, typer.Argument(help="Where to write them.")]) -> None:
    """Write every mail the product sends as .eml and .html, to look at."""
    for path in write_previews(folder):
        typer.echo(path)


def _tell(line: str) -> None:
    """At once, also when the output goes to a file or a pipe."""
    typer.echo(line)
    sys.stdout.flush()


def main() -> None:
    """Problems that a person can mend are told without a traceback."""
    try:
        app()
    except (SettingsWrong, SchemaOutdated, KeyLost, running.PortTaken, running.StoryBroken) as problem:
        typer.echo(problem, err=True)
        sys.exit(2)
