"""Failpoints: named steps at which a test has the process die, as it would by a crash at the worst moment.

Off unless FAILPOINT names one. Then the process kills itself with SIGKILL there: nothing is cleaned up.
"""

import os
import signal
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

REACHED = "failpoint reached: "


class Step(StrEnum):
    """Where a death could break a promise. Each is reached by a test, which starts the program again."""

    # A person's click in Slack or press on a page: the commit, and then the answer.
    LISTENER_COMMITS = "listener-commits"
    LISTENER_COMMITTED = "listener-committed"
    PAGE_COMMITS = "page-commits"
    PAGE_COMMITTED = "page-committed"
    JOURNAL_WRITTEN = "journal-written"  # what must survive a restore, before its commit

    # The outbox, per lane: rows claimed, results about to be recorded, results recorded.
    MAIL_CLAIMED = "mail-claimed"
    MAIL_RENDERED = "mail-rendered"  # and not yet handed to the relay
    MAIL_ACCEPTED = "mail-accepted"  # the relay has answered DATA, and there is no receipt
    MAIL_RECORDING = "mail-recording"
    MAIL_RECORDED = "mail-recorded"
    SLACK_CLAIMED = "slack-claimed"
    SLACK_SHOWN = "slack-shown"  # Slack has taken it, and nobody has written it down
    SLACK_RECORDING = "slack-recording"
    SLACK_RECORDED = "slack-recorded"
    QUIET_CLAIMED = "quiet-claimed"
    QUIET_RECORDING = "quiet-recording"
    QUIET_RECORDED = "quiet-recorded"
    IMPORT_CLAIMED = "import-claimed"
    IMPORT_RECORDING = "import-recording"
    IMPORT_RECORDED = "import-recorded"

    # An import.
    FILE_KEPT = "file-kept"
    ROWS_KEPT = "rows-kept"  # a part of the file's
    IMPORT_STEP_COMMITS = "import-step-commits"
    IMPORT_STEP_COMMITTED = "import-step-committed"
    FAILED_FILE_UPLOADED = "failed-file-uploaded"

    # The bounce mailbox: a report is recorded, and not yet marked as read.
    BOUNCE_RECORDED = "bounce-recorded"

    # The start: counted in the database, and then in the journal beside it.
    START_COMMITS = "start-commits"
    START_COMMITTED = "start-committed"
    MIGRATION_COMMITS = "migration-commits"

    # Commands.
    BACKUP_WRITTEN = "backup-written"  # aside, and not yet under its name
    RESTORE_REPLACES = "restore-replaces"  # the database, by a backup that is ready beside it
    RESTORED = "restored"  # and the journal does not know it yet


class Commit(NamedTuple):
    """The steps around a unit of work's commit."""

    before: Step
    after: Step


LISTENER = Commit(Step.LISTENER_COMMITS, Step.LISTENER_COMMITTED)
PAGE = Commit(Step.PAGE_COMMITS, Step.PAGE_COMMITTED)
START = Commit(Step.START_COMMITS, Step.START_COMMITTED)
IMPORT_STEP = Commit(Step.IMPORT_STEP_COMMITS, Step.IMPORT_STEP_COMMITTED)


class LaneSteps(NamedTuple):
    """The steps of one lane's turn."""

    claimed: Step
    recording: Step
    recorded: Step

    @classmethod
    def of(cls, lane: str) -> "LaneSteps":
        return cls(*(Step(f"{lane}-{turn}") for turn in cls._fields))


@dataclass(slots=True)
class _Armed:
    step: Step | None = None
    passings: int = 0  # until the one that kills


_armed = _Armed()


def parse(text: str) -> tuple[Step, int]:
    """Read "step" or "step:N", for the Nth time it is reached. Raises ValueError."""
    name, _, times = text.partition(":")
    try:
        step, number = Step(name), int(times or "1")
    except ValueError:
        number = 0
    if number < 1:
        raise ValueError(f"must be one of these, or one with :N for the Nth time: {', '.join(Step)}")
    return step, number


def arm(text: str) -> None:
    """Die at this step from now on. Empty: at none."""
    _armed.step, _armed.passings = parse(text) if text else (None, 0)


def reach(step: Step) -> None:
    """Die if this is the step. Off, it is one comparison."""
    if step is _armed.step:
        _armed.passings -= 1
        if not _armed.passings:
            os.write(2, f"{REACHED}{step}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)
