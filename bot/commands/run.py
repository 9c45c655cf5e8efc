"""`python -m bot run`."""

import structlog
import typer

from bot.commands.start import run_loop, settings
from bot.log import set_up_logging
from bot.run import run_until_signalled
from bot.settings import misspelt_names

log = structlog.get_logger()

app = typer.Typer()


@app.command()
def run() -> None:
    """Run the product until it is told to stop."""
    given = settings()
    set_up_logging(given.log_level, given.log_format)
    for each in misspelt_names():
        log.warning("setting_unknown", name=each.name, detail=each.hint)
    run_loop(run_until_signalled(given))
