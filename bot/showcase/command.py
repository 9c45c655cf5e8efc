"""`python -m bot demo`; bot/cli.py loads it when it is asked for."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.log import set_up_logging
from bot.showcase import running
from bot.slack.manifest import MANIFEST

if sys.platform == "win32":
    from asyncio import run as run_loop
else:
    from uvloop import run as run_loop

app = typer.Typer()


@app.command()
def demo(
    port: Annotated[
        int | None,
        typer.Option(help="Where the demo workspace's page is served; else 4000, or the next free one."),
    ] = None,
    socket_mode: Annotated[bool, typer.Option(help="Speak Socket Mode instead of HTTP.")] = False,
    tour: Annotated[bool, typer.Option(help="Play a story; without a browser, tell it in words.")] = False,
    empty: Annotated[bool, typer.Option(help="Begin with an empty pool, as a company that starts.")] = False,
    browser: Annotated[bool, typer.Option(help="Whether the tour may open a browser.")] = True,
    workspace_only: Annotated[bool, typer.Option(help="Only the workspace, for another Bolt app.")] = False,
    manifest: Annotated[Path, typer.Option(help="The other app's manifest.")] = MANIFEST,
    request_url: Annotated[
        str | None, typer.Option(help="Where it takes requests; else Socket Mode.")
    ] = None,
    ci: Annotated[str, typer.Option(envvar="CI", hidden=True)] = "",
) -> None:
    """Run everything on this machine: a workspace in the browser, the product and a mailbox."""
    set_up_logging("error" if tour else "warning", "console")
    try:
        if workspace_only:
            run_loop(running.run_workspace_only(_tell, port=port, manifest=manifest, request_url=request_url))
        elif not tour:
            run_loop(running.run_showcase(_tell, port=port, over_socket=socket_mode, filled=not empty))
        elif browser and not ci and sys.stdout.isatty() and running.browser_opens():
            run_loop(running.run_tour(_tell, port=port, over_socket=socket_mode))
        else:
            run_loop(running.print_tour(_tell, over_socket=socket_mode))
    except (running.PortTaken, running.StoryBroken) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(2) from problem


def _tell(line: str) -> None:
    """Print a line at once, even to a file or a pipe."""
    typer.echo(line)
    sys.stdout.flush()
