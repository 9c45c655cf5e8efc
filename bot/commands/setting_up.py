"""Commands that help to set up and check an installation."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.commands.start import run_loop, settings
from bot.doctor import examine
from bot.doctor.finding import in_json, in_lines, is_well, problem
from bot.log import set_up_logging
from bot.mail.preview import write_previews
from bot.settings import SettingsWrong
from bot.slack.manifest import manifest_for
from bot.trouble import REFUSED, WRONG_USE

DNS_PORT = 53

app = typer.Typer()


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
        findings = run_loop(examine(settings(), server))
    except SettingsWrong as wrong:
        if not as_json:
            raise
        typer.echo(in_json([problem("Settings", text) for text in wrong.problems]))
        raise typer.Exit(WRONG_USE) from wrong
    typer.echo(in_json(findings) if as_json else "\n".join(in_lines(findings)))
    if not is_well(findings):
        raise typer.Exit(REFUSED)


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
def manifest(
    url: Annotated[str, typer.Option(help="The https address that leads to the program.")],
    socket_mode: Annotated[bool, typer.Option("--socket-mode", help="For Socket Mode.")] = False,
) -> None:
    """Print the manifest for "Create New App, From a manifest" in Slack, with your address in it."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc:
        raise typer.BadParameter("must be an address like https://contacts.acme.example", param_hint="--url")
    typer.echo(manifest_for(url, socket_mode=socket_mode), nl=False)


@app.command()
def mail_preview(folder: Annotated[Path, typer.Argument(help="Where to write them.")]) -> None:
    """Write every mail the product sends as .eml and .html, to look at."""
    for path in write_previews(folder):
        typer.echo(path)
