"""Outbox work for jobs: emails, messages and cards, and what happens on a job's days."""

from dataclasses import dataclass, field

from storage.engine.base import Json
from storage.outbox.work import MailWork, QuietWork, Repeat, SlackWork, stored_as


@dataclass(frozen=True)
class HireMail(MailWork):
    """Enqueue an email about a job, once per `mark`. Its text is written when it is sent."""

    hire: int
    mark: str

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"mark": key.split(":", 2)[2]}

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.hire}:{self.mark}"


@dataclass(frozen=True)
class OfferMail(HireMail):
    """Email a job offer to the contact."""

    kind = "offer"


@dataclass(frozen=True)
class CancelledMail(HireMail):
    """Email that an offer or an agreed job was cancelled."""

    kind = "offer_cancelled"


@dataclass(frozen=True)
class ExtendedMail(HireMail):
    """Email an agreed job's new last day. `mark` is that day, and when it was chosen."""

    kind = "hire_extended"


@dataclass(frozen=True)
class EndedMail(HireMail):
    """Email that the hirer has ended a job."""

    kind = "job_ended"


@dataclass(frozen=True)
class HireMessage(SlackWork):
    hire: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.hire}"


@dataclass(frozen=True)
class OfferSeek(HireMessage):
    """Find out whether the contact is a member of this workspace."""

    kind = "offer_seek"


@dataclass(frozen=True)
class OfferAsk(HireMessage):
    """Show the offer, in its current state, to the contact by direct message."""

    kind = "offer_ask"


@dataclass(frozen=True)
class OfferAnswered(HireMessage):
    """Tell the hirer the contact's answer.

    It is a message of its own, since Slack notifies nobody of an edited card.
    """

    kind = "offer_answered"


@dataclass(frozen=True)
class HireEnded(HireMessage):
    """Tell the hirer that a job has ended. Only earlier versions enqueued it; now a card says so."""

    kind = "hire_ended"


@dataclass(frozen=True)
class OfferUndelivered(SlackWork):
    """Tell the hirer that an email about a job could not be delivered."""

    kind = "offer_undelivered"
    hire: int
    reason: str | None
    mail: int

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"mail": int(key.rpartition(":")[2])}

    @property
    def key(self) -> str:
        return f"offer_undelivered:{self.mail}"


@dataclass(frozen=True)
class HiresExport(SlackWork):
    """Send the agreed jobs as a file to the person who asked."""

    kind = "export_hires"
    repeat = Repeat.ONCE
    to: str
    day: str
    request: str

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"request": key.split(":", 1)[1]}

    @property
    def key(self) -> str:
        return f"export_hires:{self.request}"


@dataclass(frozen=True)
class HireDay(QuietWork):
    """Something that happens on a certain day of a job."""

    hire: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.hire}"


@dataclass(frozen=True)
class HireStarts(HireDay):
    """Do what is due on a job's first day."""

    kind = "hire_starts"


@dataclass(frozen=True)
class HireEndsSoon(HireDay):
    """Do what is due shortly before a job's last day."""

    kind = "hire_ends_soon"


@dataclass(frozen=True)
class HireOver(HireDay):
    """End a job on the day after its last day.

    The last day is stored: if the job was extended meanwhile, it goes on.
    """

    kind = "hire_over"
    last_day: str = field(metadata=stored_as("end"))
