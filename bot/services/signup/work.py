"""Outbox work for sign-ups: emails, reminders of waiting applicants, and a link's warning."""

from dataclasses import dataclass

from storage.engine.base import Json
from storage.outbox.work import MailWork, ReplyWork, SlackWork


@dataclass(frozen=True)
class SignupMail(MailWork):
    """Ask an applicant by email to confirm the address."""

    kind = "signup"
    application: int

    @property
    def key(self) -> str:
        return f"signup:{self.application}"


@dataclass(frozen=True)
class DecisionMail(MailWork):
    """Email a welcome or a polite refusal."""

    kind = "decision"
    application: int

    @property
    def key(self) -> str:
        return decision_key(self.application)


def decision_key(application_id: int) -> str:
    """Make the key of an applicant's decision email, to look up whether one was enqueued."""
    return f"decision:{application_id}"


@dataclass(frozen=True)
class ApplicationReminder(SlackWork):
    """Remind in the card's thread, unless the application was decided."""

    kind = "reminder"
    application: int

    @property
    def key(self) -> str:
        return f"remind:{self.application}"


@dataclass(frozen=True)
class Nudge(SlackWork):
    """Remind the person responsible by direct message, from the second reminder on."""

    kind = "nudge"
    application: int
    number: int

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"number": int(key.rpartition(":")[2])}

    @property
    def key(self) -> str:
        return f"nudge:{self.application}:{self.number}"


@dataclass(frozen=True)
class Digest(SlackWork):
    """Send the daily list of waiting applicants to a person responsible for at least one."""

    kind = "digest"
    to: str

    @property
    def key(self) -> str:
        return f"digest:{self.to}"


@dataclass(frozen=True)
class LinkAlarm(SlackWork):
    """Warn that a link was paused after too many sign-ups at once.

    `at` is in seconds since 1970.
    """

    kind = "link_alarm"
    link: int
    at: int

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"at": int(key.rpartition(":")[2])}

    @property
    def key(self) -> str:
        return f"alarm:{self.link}:{self.at}"


@dataclass(frozen=True)
class LinkAlarmOver(ReplyWork):
    """Replace a link's warning with what was done about it."""

    kind = "link_alarm_over"
    link: int
    rotated: bool = False
    blocked: int = 0


@dataclass(frozen=True)
class LinkModal(SlackWork):
    """Draw a link's modal that somebody has open."""

    kind = "link_modal"
    view: str
    link: int

    @property
    def key(self) -> str:
        return f"link_modal:{self.view}"
