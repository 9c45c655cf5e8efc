"""Outbox work about a person: what is removed from Slack, emails they asked for, and asking them."""

from dataclasses import dataclass, field
from typing import ClassVar

from storage.outbox.work import FileWork, MailWork, Priority, QuietWork, Repeat, SlackWork, column


@dataclass(frozen=True)
class MessageRemoval(SlackWork):
    """Delete one of our messages that names somebody who was erased."""

    kind = "message_removal"
    repeat = Repeat.ONCE
    channel: str
    ts: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.channel}:{self.ts}"


@dataclass(frozen=True)
class FileRemoval(SlackWork):
    """Delete one of our files that may name somebody who was erased."""

    kind = "file_removal"
    repeat = Repeat.ONCE
    file: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.file}"


@dataclass(frozen=True)
class JobErased(SlackWork):
    """Tell the hirer that a job ended, because the person had their data erased. It does not name them."""

    kind = "job_erased"
    to: str
    title: str
    start: str  # ISO date
    end: str
    hire: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.hire}"


@dataclass(frozen=True)
class ContactLeft(SlackWork):
    """Tell whoever invited a contact, or is responsible for them, that they left."""

    kind = "contact_left"
    contact: int
    to: str
    mark: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.contact}:{self.to}:{self.mark}"


@dataclass(frozen=True)
class AddressErasure(QuietWork):
    """Erase an address, as a command has left it. Doing it empties the row, which names the address."""

    kind = "address_erasure"
    email_key: str
    everywhere: bool
    recipient: str = field(kw_only=True, metadata=column())

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.recipient}"


@dataclass(frozen=True)
class DataExport(SlackWork):
    """Send an administrator everything stored about a contact, in one of two forms."""

    kind = "data_export"
    repeat = Repeat.ONCE
    to: str
    contact: int
    ending: str  # json or csv
    day: str
    request: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.request}:{self.ending}"


@dataclass(frozen=True)
class Erasure(FileWork):
    """Finish an erasure: empty the rows of imports, and overwrite what SQLite still holds of deleted rows.

    `person` is the keyed hash of the address.
    """

    kind = "erasure"
    person: str
    everywhere: bool

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.person}"


@dataclass(frozen=True)
class FarewellCard(SlackWork):
    """Show the card about contacts who will be removed, in its current state."""

    kind = "farewell"
    farewell: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.farewell}"


@dataclass(frozen=True)
class FarewellMail(MailWork):
    """Ask a contact who will be removed whether they want to stay."""

    kind: ClassVar[str] = "farewell_mail"
    contact: int
    farewell: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.farewell}:{self.contact}"


@dataclass(frozen=True)
class FarewellDue(QuietWork):
    """Remove the contacts who are still on a card, some at each step."""

    kind = "farewell_due"
    farewell: int
    step: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.farewell}:{self.step}"


@dataclass(frozen=True)
class PersonLink(MailWork):
    """Email somebody a fresh link to their page: of one company, or of all that have them."""

    kind: ClassVar[str] = "person_link"
    contact: int
    everywhere: bool
    mark: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.contact}:{'all' if self.everywhere else 'one'}:{self.mark}"


@dataclass(frozen=True)
class AddressConfirm(MailWork):
    """Ask the owner of another address to confirm that it is theirs too."""

    kind: ClassVar[str] = "address_confirm"
    claim: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.claim}"


@dataclass(frozen=True)
class AvailabilityDue(QuietWork):
    """Ask a contact when they are free, or let an old word fade: whichever comes first."""

    kind = "availability_due"
    contact: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.contact}"


@dataclass(frozen=True)
class AvailabilityMail(MailWork):
    """Ask a contact when they are free. `mark` is the day."""

    kind: ClassVar[str] = "availability"
    contact: int
    mark: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.contact}:{self.mark}"

    @property
    def priority(self) -> Priority:
        return Priority.REMINDER


@dataclass(frozen=True)
class AvailabilityReview(QuietWork):
    """Reckon anew when contacts are asked, some at each step: those whose ids are above `after`."""

    kind = "availability_review"
    after: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.after}"
