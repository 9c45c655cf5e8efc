"""The input of an email: its content, and its sender and recipient."""

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
        """Parse `Acme Talent <talent@acme.example>` or a bare address. Raises InvalidAddress."""
        found = _NAMED_MAILBOX.fullmatch(text)
        box = cls(found["name"].strip('" '), found["email"]) if found else cls("", text.strip())
        headers.address(box.email)
        return box

    @property
    def domain(self) -> str:
        """The domain in ASCII, for Message-IDs and for the SMTP greeting."""
        return headers.address(self.email).rpartition("@")[2]


_GREEN = "#1d6b4f"


@dataclass(frozen=True, slots=True)
class Look:
    """How a company's emails look: `logo` is the https address of a picture, `colour` one like #1d6b4f."""

    logo: str = ""
    colour: str = ""

    @property
    def button(self) -> str:
        return self.colour or _GREEN

    @property
    def ink(self) -> str:
        """Return white or black, whichever is easier to read on the button: the contrast is at least 4.5."""
        return "#ffffff" if _luminance(self.button) < _EQUALLY_FAR else "#000000"


_EQUALLY_FAR = 0.1791  # the luminance that has the same contrast to white and to black (WCAG 2)


def _luminance(colour: str) -> float:
    """Compute the relative luminance of #rrggbb (WCAG 2)."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    linear: float = ((part + 0.055) / 1.055) ** 2.4
    return part / 12.92 if part <= 0.04045 else linear


@dataclass(frozen=True, slots=True)
class Face:
    """The person in whose name an email is written, as it shows them: their photo, or else initials.

    `title` is what they do. `photo` is an https address; the email reads the same without it.
    """

    name: str
    title: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The words of one email, all plain text. One pair of templates renders them as text and HTML."""

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    greeting: str = ""
    note: str | None = None  # quoted exactly as written, without making links
    note_by: str | None = None
    note_leads: bool = False  # it stands above the paragraphs: they read first what a person wrote to them
    choices: tuple[tuple[str, str], ...] = ()  # further links below the button, each with its label
    details: tuple[tuple[str, str], ...] = ()
    button: tuple[str, str] | None = None  # label and link
    limit: str = ""  # how long the button's link can be used
    fine_print: tuple[str, ...] = ()  # why they get this email, how long data is kept, their rights


@dataclass(frozen=True, slots=True)
class Delivery:
    """The sender and recipient of an email. `message_id` and `date` stay the same when it is retried."""

    message_id: str
    date: datetime
    to_name: str
    to_email: str
    sender: Mailbox
    via: str | None  # the person who writes: "Jordan Lee" makes "Jordan Lee via Acme"
    company: str
    reply_to: Mailbox | None
    envelope_from: str  # address for reports of failed delivery
    stop_url: str  # page to stop further email, and target of the one-click POST (RFC 8058)
    page_url: str | None = None  # the recipient's own page, where they see and change what is stored
    postal_address: str = ""
    sender_name: str = ""  # stands in From instead of the company's name
    look: Look = Look()
    face: Face | None = None
    references: tuple[str, ...] = ()
    kind: str = "mail"
