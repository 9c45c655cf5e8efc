"""Builds an email's bytes from content and delivery. Pure: equal input gives equal bytes."""

import re
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from urllib.parse import urlsplit

from bot.mail import headers
from bot.mail.content import Content, Delivery, Face, Look, Mailbox
from bot.mail.rendering import render
from bot.mail.skeleton import skeleton

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LINK = re.compile(r"https?://[!#-;=?-~]{1,900}")  # printable ASCII that needs no escape between < and >
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PROGRAM = "trustedcontacts"
LIST = "trusted-contacts"  # List-Unsubscribe needs a list's name (RFC 2919), below the sender's domain

__all__ = ["Content", "Delivery", "Email", "Face", "Look", "Mailbox", "build", "from_name"]


@dataclass(frozen=True, slots=True)
class Email:
    envelope_from: str
    envelope_to: str
    data: bytes
    smtputf8: bool


def build(content: Content, delivery: Delivery) -> Email:
    """Build an email.

    Raises InvalidAddress for an unusable recipient, ValueError for errors in our own data.
    """
    _check(content, delivery)
    recipient = headers.address(delivery.to_email)
    smtputf8 = not recipient.isascii()
    values = _header_values(delivery, recipient, content.subject, smtputf8)
    text, html = render(content, delivery)
    data = skeleton(tuple(values)).fill(values, _quoted_printable(text), _quoted_printable(html))
    return Email(_ascii_address(delivery.envelope_from), recipient, data, smtputf8)


def _header_values(delivery: Delivery, recipient: str, subject: str, smtputf8: bool) -> dict[bytes, bytes]:
    to_name = "" if headers.looks_like_an_address(delivery.to_name) else delivery.to_name
    values = {
        b"From": headers.mailbox("From", _from_name(delivery), _sender_address(delivery)),
        b"To": headers.mailbox("To", to_name, recipient),
        b"Subject": headers.subject(subject),
        b"Date": format_datetime(delivery.date.astimezone(UTC)).encode(),
        b"Message-ID": delivery.message_id.encode(),
        b"List-Id": f"<{LIST}.{delivery.sender.domain}>".encode(),
        b"List-Unsubscribe": b"<" + delivery.stop_url.encode() + b">",
        b"Feedback-ID": f"{delivery.kind}:{PROGRAM}".encode(),
    }
    if reply_to := _reply_to(delivery, smtputf8):
        values[b"Reply-To"] = reply_to
    if delivery.references:
        values[b"In-Reply-To"] = delivery.references[-1].encode()
        values[b"References"] = "\r\n ".join(delivery.references).encode()
    return values


def _from_name(delivery: Delivery) -> str:
    company = headers.name(delivery.sender_name or delivery.company)
    if "@" in company or "://" in company or not company:
        company = delivery.sender.name
    return from_name(delivery.via, company)


def from_name(via: str | None, company: str) -> str:
    """Write the name in From: "Jordan Lee via Acme", or the company's alone."""
    via = headers.name(via or "", 50)
    if not via or headers.looks_like_an_address(via):
        return company
    return f"{via} via {company}"


def _sender_address(delivery: Delivery) -> str:
    return _ascii_address(delivery.sender.email)


def _ascii_address(own: str) -> str:
    email = headers.address(own)
    if not email.isascii():
        raise ValueError("our own address must be ASCII before the @")
    return email


def _reply_to(delivery: Delivery, smtputf8: bool) -> bytes | None:
    """Encode Reply-To.

    None without one, or if only the inviter's address would make the email need SMTPUTF8.
    """
    if delivery.reply_to is None:
        return None
    email = headers.address(delivery.reply_to.email)
    if not email.isascii() and not smtputf8:
        return None
    name = "" if headers.looks_like_an_address(delivery.reply_to.name) else delivery.reply_to.name
    return headers.mailbox("Reply-To", name, email)


def _check(content: Content, delivery: Delivery) -> None:
    for message_id in (delivery.message_id, *delivery.references):
        if not _MESSAGE_ID.fullmatch(message_id):
            raise ValueError("a Message-ID must look like <id@domain>")
    if not _TOKEN.fullmatch(delivery.kind):
        raise ValueError("kind must be letters, digits, - or _")
    hosts = {_link_host(delivery.stop_url)}
    for _, link in (*([content.button] if content.button else []), *content.choices):
        hosts.add(_link_host(link))
    if len(hosts) > 1:
        raise ValueError("all links of a mail must lead to the same host")


def _link_host(link: str) -> str:
    if not _LINK.fullmatch(link):
        raise ValueError("a link must be an absolute https address in ASCII")
    parts = urlsplit(link)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise ValueError("a link must be https, unless it leads to this very machine")
    return parts.netloc


def _quoted_printable(text: str) -> bytes:
    return b2a_qp(text.encode(), istext=True).replace(b"\n", b"\r\n")
