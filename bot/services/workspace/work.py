"""Outbox work for a workspace: the welcome, access, people who leave or are away, restores, relay trouble."""

from dataclasses import dataclass, field

from storage.engine.base import Json
from storage.outbox.work import FileWork, QuietWork, Repeat, ReplyWork, SlackWork, stored_as


@dataclass(frozen=True)
class Installed(SlackWork):
    """Welcome the person who installed the app. `at` is in seconds since 1970."""

    kind = "installed"
    to: str
    at: str

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"at": key.rpartition(":")[2]}

    @property
    def key(self) -> str:
        return f"installed:{self.at}"


@dataclass(frozen=True)
class RestoreNotice(SlackWork):
    """Ask an administrator what to do with the rows on hold. `at` identifies the restore."""

    kind = "restored"
    to: str
    at: str

    @property
    def key(self) -> str:
        return f"restored:{self.at}:{self.to}"


@dataclass(frozen=True)
class RestoreSettled(ReplyWork):
    """Replace the question with the answer: how many were sent or dropped."""

    kind = "restore_settled"
    sent: bool
    count: int


@dataclass(frozen=True)
class AccessAsked(SlackWork):
    """Ask an administrator to give somebody access, once a day."""

    kind = "access_asked"
    repeat = Repeat.ONCE
    asker: str = field(metadata=stored_as("from"))
    to: str
    day: str

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"day": key.rpartition(":")[2]}

    @property
    def key(self) -> str:
        return f"access:{self.asker}:{self.to}:{self.day}"


@dataclass(frozen=True)
class AccessSent(ReplyWork):
    """Confirm to the person who asked that the administrators were asked."""

    kind = "access_sent"


@dataclass(frozen=True)
class AccessGranted(SlackWork):
    """Tell the person who asked that they now have access."""

    kind = "access_granted"
    to: str

    @property
    def key(self) -> str:
        return f"granted:{self.to}"


@dataclass(frozen=True)
class AccessGiven(ReplyWork):
    """Replace the question to the administrator with the answer."""

    kind = "access_given"
    user: str


@dataclass(frozen=True)
class EmptyingNotice(SlackWork):
    """Ask an administrator to confirm that all data are deleted, or tell the only one that they will be."""

    kind = "emptying_notice"
    repeat = Repeat.ONCE
    to: str
    asked_by: str
    mark: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.mark}:{self.to}"


@dataclass(frozen=True)
class EmptyingSettled(ReplyWork):
    """Replace that question with the answer."""

    kind = "emptying_settled"
    stopped: bool


@dataclass(frozen=True)
class WorkspaceEmptying(FileWork):
    """Delete all data of a workspace, one table at a time."""

    kind = "workspace_emptying"
    part: int
    mark: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.mark}:{self.part}"


@dataclass(frozen=True)
class WorkspaceExport(SlackWork):
    """Send an administrator one file with a workspace's data. It begins at a row of a table, by number."""

    kind = "workspace_export"
    repeat = Repeat.ONCE
    to: str
    day: str
    table: int
    offset: int
    part: int
    request: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.request}:{self.part}"


@dataclass(frozen=True)
class MailRefused(SlackWork):
    """Tell an administrator that the relay takes no email. `incident` is the time the pause began."""

    kind = "mail_refused"
    repeat = Repeat.ONCE
    to: str
    incident: int
    words: str
    advice: str

    @property
    def key(self) -> str:
        return f"mail_refused:{self.incident}:{self.to}"


@dataclass(frozen=True)
class MailDelayed(SlackWork):
    """Tell an administrator, who does not run the relay, that email is delayed."""

    kind = "mail_delayed"
    repeat = Repeat.ONCE
    to: str
    incident: int

    @property
    def key(self) -> str:
        return f"mail_delayed:{self.incident}:{self.to}"


@dataclass(frozen=True)
class MailWorksAgain(SlackWork):
    """Tell an administrator that the relay takes email again."""

    kind = "mail_works_again"
    repeat = Repeat.ONCE
    to: str
    incident: int

    @property
    def key(self) -> str:
        return f"mail_works_again:{self.incident}:{self.to}"


@dataclass(frozen=True)
class DepartureCard(SlackWork):
    """Tell an administrator or the heir what somebody left, and keep the message up to date."""

    kind = "departure"
    departure: int
    to: str

    @property
    def key(self) -> str:
        return f"departure:{self.departure}:{self.to}"


@dataclass(frozen=True)
class DeputyNews(SlackWork):
    """Tell a deputy that somebody is away, and what waits. `until` is in seconds since 1970."""

    kind = "deputy"
    away: str
    to: str
    until: int

    @property
    def key(self) -> str:
        return f"deputy:{self.away}:{self.to}:{self.until}"


PEOPLE_LOOK = "people_look"  # the key of a workspace's daily look


@dataclass(frozen=True)
class PeopleLook(QuietWork):
    """Look once a day whether everybody to whom something belongs is still here. `day` is when, in UTC."""

    kind = "people_look"
    day: str

    @property
    def key(self) -> str:
        return PEOPLE_LOOK


@dataclass(frozen=True)
class Presence(SlackWork):
    """Ask Slack whether somebody is still here, in case its event was missed."""

    kind = "presence"
    user: str

    @property
    def key(self) -> str:
        return presence_key(self.user)


def presence_key(user_id: str) -> str:
    """Make the key of the question whether somebody is here, to look up whether an answer is awaited."""
    return f"presence:{user_id}"


@dataclass(frozen=True)
class GroupSync(SlackWork):
    """Ask Slack who is in a user group of hiring managers."""

    kind = "user_group"
    group: str

    @property
    def key(self) -> str:
        return f"user_group:{self.group}"
