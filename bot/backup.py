"""Commands for operators: take a backup while the program runs, and restore one while it does not."""

from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock, system_clock
from bot.journal import journal_of
from bot.security.keyring import KeyLost, Keyring
from bot.settings import Settings
from storage.engine import backup, schema
from storage.engine.backup import BackupRefused, Contents
from storage.engine.failpoints import Step, reach
from storage.engine.journal import Journal


def back_up(settings: Settings, target: Path, clock: Clock = system_clock) -> str:
    """Write a backup and return the sentence for the operator. Raises BackupRefused."""
    backup.back_up(settings.database_url, target, clock())
    return (
        f"Backed up to {target} ({target.stat().st_size:,} bytes). Keep SECRET_KEY too, apart from it:"
        " without the key a backup cannot be restored."
    )


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore, with the path where the former database is kept, if there was one."""

    source: Path
    former: Path | None

    def __str__(self) -> str:
        kept = f" The database that was there is kept as {self.former}." if self.former else ""
        return (
            f"Restored from {self.source}.{kept} At the next start, emails and messages that were waiting are"
            " held until an administrator decides in Slack. People who stopped email or were blocked after"
            " the backup stay that way."
        )


def restore(settings: Settings, source: Path, clock: Clock = system_clock) -> Restored:
    """Replace the database with a backup. Raises BackupRefused before anything has changed."""
    contents = backup.look_into(settings.database_url, source)
    _must_be_known(contents)
    _must_open(settings, contents)
    journal = journal_of(settings)
    database = _must_be_ours(journal, contents)
    former = backup.put_back(settings.database_url, source, clock())
    reach(Step.RESTORED)
    if journal:
        # The journal now knows of more starts than the database. So the next start detects the restore.
        journal.started(database, journal.read().starts + 1)
    return Restored(source, former)


def _must_be_known(contents: Contents) -> None:
    if contents.revision is None:
        raise BackupRefused("The backup holds no database of Trusted Contacts.")
    if not schema.knows(contents.revision):
        raise BackupRefused(
            f"The backup was made by a newer version of Trusted Contacts ({contents.revision})."
            " Restore it with that version."
        )


def _must_open(settings: Settings, contents: Contents) -> None:
    if contents.pepper is None:
        return  # no key has been used, since the program has never been started on it
    keyring = Keyring([key.get_secret_value() for key in settings.secret_key])
    try:
        keyring.unseal(contents.pepper)
    except KeyLost:
        raise BackupRefused(
            "SECRET_KEY does not open this backup. Set the key it was made with; a newer one goes before it,"
            " with a comma between."
        ) from None


def _must_be_ours(journal: Journal | None, contents: Contents) -> str | None:
    known = journal.read().database if journal else None
    if journal and known and contents.database and known != contents.database:
        raise BackupRefused(
            f"This is a backup of another database than the one {journal.path} belongs to. Name that one's"
            " journal in JOURNAL_FILE, or move this journal away if the database moves in here for good."
        )
    return known or contents.database
