"""The two halves of a mail: what it says, and who it goes from and to."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.mail import headers

_NAMED_MAILBOX = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<email>[^<>\s]+)>\s*")


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    email: str

    @classmethod
    def parse(cls, text: str) -> "Mailbox":
        """`Acme Talent <talent@acme.example>` or a bare address; InvalidAddress for anything else."""
        found = _NAMED_MAILBOX.fullmatch(text)
        box = cls(found["name"].strip('" '), found["email"]) if found else cls("", text.strip())
        headers.address(box.email)
        return box

    @property
    def domain(self) -> str:
        """In ASCII: for a Message-ID, and to greet the mail server with."""
        return headers.address(self.email).rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Content:
    """What one mail says, in plain text throughout; one template draws it as text and as HTML."""

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    note: str | None = None  # quoted as it was written; no links are made of it
    note_by: str | None = None
    button: tuple[str, str] | None = None  # label, link
    details: tuple[tuple[str, str], ...] = ()
    fine_print: tuple[str, ...] = ()  # why you get this, how long it is kept, your rights


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who a mail goes from and to. `message_id` and `date` stay the same over retries."""

    message_id: str
    date: datetime
    to_name: str
    to_email: str
    sender: Mailbox
    via: str | None  # the person on whose behalf: "Jordan Lee" gives "Jordan Lee via Acme"
    company: str
    reply_to: Mailbox | None
    bounce_id: str
    stop_url: str  # page to stop further mail, and target of the one-click POST of RFC 8058
    postal_address: str = ""
    references: tuple[str, ...] = ()
    kind: str = "mail"
