"""Turns errors that stop a command into one sentence for the operator: what, why, and what to do."""

import traceback

import structlog
import typer

from bot.log import redact, set_up_logging
from bot.migrating import SchemaOutdated
from bot.move import WrongAddresses
from bot.security.keyring import KeyLost
from bot.server import CannotListen
from bot.settings import SettingsWrong, how_to_log
from bot.upgrade import UpgradeRefused
from storage.engine.backup import BackupRefused
from storage.engine.engines import WrongEncoding
from storage.engine.faults import in_words, said_by
from storage.engine.journal import JournalRefused
from storage.engine.library import SqliteUnfit
from storage.engine.move import MoveRefused
from storage.engine.schema import SchemaUnknown
from storage.entities.errors import Refused

REFUSED, WRONG_USE = 1, 2
# Errors whose text is that sentence already.
_SENTENCES = (
    SettingsWrong,
    SchemaOutdated,
    SchemaUnknown,
    KeyLost,
    CannotListen,
    BackupRefused,
    UpgradeRefused,
    MoveRefused,
    JournalRefused,
    SqliteUnfit,
    WrongEncoding,
    Refused,
)
_WRONG_USE = (SettingsWrong, SchemaOutdated, KeyLost, WrongAddresses, Refused)


def tell(error: Exception) -> int:
    """Print the sentence, as a line of JSON if LOG_FORMAT is json. Returns the exit status.

    With LOG_LEVEL=debug the traceback follows, unless the sentence says it all.
    """
    level, form = how_to_log()
    where = error if level == "debug" and not isinstance(error, _SENTENCES) else None
    if form == "json":
        set_up_logging(level, form)
        structlog.get_logger().error("cannot_go_on", detail=sentence(error), exc_info=where)
    else:
        typer.echo(sentence(error), err=True)
        if where:
            typer.echo(redact("".join(traceback.format_exception(where))), err=True)
    return WRONG_USE if isinstance(error, _WRONG_USE) else REFUSED


def sentence(error: Exception) -> str:
    """Describe an error for the operator, without passwords or people's addresses."""
    if isinstance(error, _SENTENCES):
        return str(error)
    if said := in_words(error):
        return redact(said)
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return f"That didn't work: {error.strerror}{where}."
    said = redact(said_by(error))
    return f"Something went wrong: {type(error).__name__}: {said}. Set LOG_LEVEL=debug to see where."
