"""Commands that change or copy the whole database."""

from pathlib import Path
from typing import Annotated

import typer

from bot.backup import back_up
from bot.backup import restore as put_back
from bot.commands.start import run_loop, settings
from bot.move import move as move_everything
from bot.security.rotation import rotate_keys as seal_all_anew
from bot.upgrade import upgrade as back_up_and_migrate
from storage.engine import migrate as migrations
from storage.engine import schema

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    migrations.upgrade(settings().database_url)
    typer.echo(f"The database is at {schema.newest()}.")


@app.command()
def upgrade() -> None:
    """Take a backup, bring the database's schema up to date, and say what changed."""
    for sentence in back_up_and_migrate(settings()):
        typer.echo(sentence)


@app.command()
def rotate_keys() -> None:
    """Encrypt every secret in the database with the newest key of SECRET_KEY."""
    changed = run_loop(seal_all_anew(settings()))
    typer.echo(f"Encrypted anew: {changed}. The newest key of SECRET_KEY opens everything in the database.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Write a backup of the database into a new file; the product may be running."""
    typer.echo(back_up(settings(), file))


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="A backup.")]) -> None:
    """Put a backup in the database's place; the product must not be running."""
    typer.echo(put_back(settings(), file))


@app.command()
def move(
    source: Annotated[str, typer.Argument(metavar="FROM", help="sqlite:///FILE")],
    target: Annotated[str, typer.Argument(metavar="TO", help="postgresql://user:password@host/database")],
) -> None:
    """Move everything from SQLite to an empty PostgreSQL database; the product must not be running."""
    typer.echo(move_everything(settings(), source, target, typer.echo))
