"""Outbox work for contacts: exports, failed delivery, new addresses, and modals drawn later."""

from dataclasses import dataclass

from storage.engine.base import Json
from storage.outbox.work import MailWork, QuietWork, Repeat, SlackWork


@dataclass(frozen=True)
class ContactsExport(SlackWork):
    """One file of an export, for the person who asked.

    It begins at `place`; None is the beginning. `criteria`, `sort` and `place` are those of
    storage.overview.listing.
    """

    kind = "export"
    repeat = Repeat.ONCE
    to: str
    criteria: Json
    sort: str
    day: str
    place: Json | None
    part: int
    request: str

    @classmethod
    def from_key(cls, key: str) -> Json:
        return {"request": key.split(":", 1)[1].rpartition(":")[0]}

    @property
    def key(self) -> str:
        return f"export:{self.request}:{self.part}"


@dataclass(frozen=True)
class BulkStep(QuietWork):
    """One step of a bulk action on a whole list, for the person (`by`) who asked.

    It begins at `place`; None is the beginning. `asked_at` is when it was asked for: who was added later is
    left out. `done` and `left` count the contacts of the steps before.
    """

    kind = "bulk_step"
    repeat = Repeat.ONCE
    by: str
    act: str
    tags: list[str]
    criteria: Json
    place: Json | None
    asked_at: str
    done: int
    left: int
    step: int
    request: str

    @property
    def key(self) -> str:
        return f"bulk:{self.request}:{self.step}"


@dataclass(frozen=True)
class BulkDone(SlackWork):
    """Tell who asked for a bulk action on a whole list what became of it."""

    kind = "bulk_done"
    repeat = Repeat.ONCE
    to: str
    act: str
    done: int
    left: int
    request: str

    @property
    def key(self) -> str:
        return f"bulk_done:{self.request}"


@dataclass(frozen=True)
class ContactShare(SlackWork):
    """Post a contact's card in a channel, for the member who shared it. `request` names the form."""

    kind = "contact_share"
    repeat = Repeat.ONCE
    channel: str
    by: str
    request: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.request}:{self.contact_id}"


@dataclass(frozen=True)
class ContactsShare(SlackWork):
    """Post one message about several contacts in a channel, for the member who shared them."""

    kind = "contacts_share"
    repeat = Repeat.ONCE
    channel: str
    by: str
    request: str
    contacts: list[int]

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.request}"


@dataclass(frozen=True)
class ListNews(SlackWork):
    """Tell a list's channel that somebody new is on it."""

    kind = "list_news"
    list: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.list}"


@dataclass(frozen=True)
class BounceReport(QuietWork):
    """Record a report of failed delivery about an email.

    `how` is hard, soft or refused, and `fault` whose that is (bot.mail.verdict). `reason` is the sentence for
    people, `reply` the server's words.
    """

    kind = "bounce"
    mail: int
    how: str
    fault: str
    reason: str
    reply: str

    @property
    def key(self) -> str:
        return f"bounce:{self.mail}"


@dataclass(frozen=True)
class AddressMail(MailWork):
    """Ask an active contact to confirm a new address, once per `mark`. `generation` is the address's."""

    kind = "address"
    contact: int
    generation: int
    mark: str

    @property
    def key(self) -> str:
        return f"address:{self.contact}:{self.generation}:{self.mark}"


@dataclass(frozen=True)
class ContactModal(SlackWork):
    """Draw a contact's modal that somebody (`user`) has open."""

    kind = "contact_modal"
    view: str
    user: str

    @property
    def key(self) -> str:
        return f"contact_modal:{self.view}"


@dataclass(frozen=True)
class TagsModal(SlackWork):
    """Draw the list of tags that somebody has open."""

    kind = "tags_modal"
    view: str

    @property
    def key(self) -> str:
        return f"tags_modal:{self.view}"
