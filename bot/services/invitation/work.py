"""Outbox work for invitations: emails, news for the inviter, and connection requests."""

from dataclasses import dataclass, field

from storage.engine.base import Json
from storage.outbox.work import MailWork, Priority, QuietWork, Repeat, SlackWork, stored_as


@dataclass(frozen=True)
class NthMail(MailWork):
    """The nth email of its kind.

    Each is sent once per generation, that is, for each link an invitation has had.
    """

    invitation: int
    generation: int
    number: int = field(metadata=stored_as("mail"))

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"generation": int(key.rpartition(":")[2].partition(".")[0])}

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.invitation}:{self.generation}.{self.number}"


@dataclass(frozen=True)
class InvitationMail(NthMail):
    """An invitation. `bulk` is 1 if a bulk action sent it, a number because imports write payloads in SQL."""

    kind = "invitation"
    bulk: int = field(default=0, kw_only=True)

    @property
    def priority(self) -> Priority:
        """Let single invitations go before those of an import or a bulk action."""
        return Priority.BULK if self.import_id or self.bulk else Priority.PERSONAL


@dataclass(frozen=True)
class InvitationReminder(NthMail):
    """Remind a contact of an invitation.

    It can be revived: a contact whose emails were cancelled with an import may be invited again.
    """

    kind = "invitation_reminder"
    repeat = Repeat.REVIVE

    @property
    def priority(self) -> Priority:
        return Priority.REMINDER


@dataclass(frozen=True)
class CardExpiry(SlackWork):
    """Show on a card that the invitation has expired without a reply."""

    kind = "expired"
    card: int

    @property
    def key(self) -> str:
        return f"expired:{self.card}"


@dataclass(frozen=True)
class InvitationAnswered(SlackWork):
    """Tell the inviter the contact's answer."""

    kind = "answered"
    invitation: int

    @property
    def key(self) -> str:
        return f"answered:{self.invitation}"


@dataclass(frozen=True)
class InvitationReopened(SlackWork):
    """Tell the inviter that the contact takes back a no.

    `at` is in seconds since 1970: they may do so again.
    """

    kind = "reopened"
    invitation: int
    at: int

    @property
    def key(self) -> str:
        return f"reopened:{self.invitation}:{self.at}"


@dataclass(frozen=True)
class NewLinkAsked(SlackWork):
    """Tell the inviter that the contact asks for a new link. `at` is in seconds since 1970."""

    kind = "new_link_asked"
    invitation: int
    at: int

    @property
    def key(self) -> str:
        return f"new_link_asked:{self.invitation}:{self.at}"


@dataclass(frozen=True)
class InvitationUndelivered(SlackWork):
    """Tell the inviter that an email could not be delivered."""

    kind = "undelivered"
    contact: int
    to: str
    reason: str | None
    mail: int
    # the Fault of a refusal; the inviter should check the address only if it is "person"
    fault: str | None = None

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"mail": int(key.rpartition(":")[2])}

    @property
    def key(self) -> str:
        return f"undelivered:{self.mail}"


@dataclass(frozen=True)
class RequestsOver(QuietWork):
    """Do what is due when a contact's connection request expires."""

    kind = "requests_over"
    contact: int

    @property
    def key(self) -> str:
        return f"requests_over:{self.contact}"


@dataclass(frozen=True)
class RequestSeek(SlackWork):
    """Find out whether the invited person is a member of another workspace with the app.

    Once per generation of the invitation, since a corrected address makes a new one.
    """

    kind = "seek"
    repeat = Repeat.ONCE
    asked_by: int
    invitation: int
    generation: int

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"generation": int(key.rpartition(":")[2])}

    @property
    def key(self) -> str:
        return f"seek:{self.invitation}:{self.generation}"

    @property
    def priority(self) -> Priority:
        return Priority.BULK


@dataclass(frozen=True)
class RequestMessage(SlackWork):
    """Show a connection request, in its current state, to the person it is for."""

    kind = "request"
    request: int

    @property
    def key(self) -> str:
        return f"request:{self.request}"
