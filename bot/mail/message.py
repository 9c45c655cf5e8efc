"""From what a mail says and whom it goes to, to finished bytes. Pure: the same mail gives the same bytes."""

import re
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from urllib.parse import urlsplit

from bot.mail import headers
from bot.mail.content import Content, Delivery, Mailbox
from bot.mail.drawing import draw
from bot.mail.skeleton import skeleton

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LINK = re.compile(r"https?://[!#-;=?-~]{1,900}")  # printable ASCII that needs no escape between < and >
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PROGRAM = "trustedcontacts"

__all__ = ["Content", "Delivery", "Mailbox", "Message", "build"]


@dataclass(frozen=True, slots=True)
class Message:
    envelope_from: str
    envelope_to: str
    data: bytes
    smtputf8: bool


def build(content: Content, delivery: Delivery) -> Message:
    """InvalidAddress when the recipient cannot stand in a header; ValueError for a fault of ours."""
    _check(content, delivery)
    recipient = headers.address(delivery.to_email)
    smtputf8 = not recipient.isascii()
    values = _header_values(delivery, recipient, content.subject, smtputf8)
    text, html = draw(content, delivery.company, delivery.stop_url, delivery.postal_address)
    data = skeleton(tuple(values)).fill(values, _quoted_printable(text), _quoted_printable(html))
    return Message(_bounce_address(delivery), recipient, data, smtputf8)


def _header_values(delivery: Delivery, recipient: str, subject: str, smtputf8: bool) -> dict[bytes, bytes]:
    to_name = "" if headers.looks_like_an_address(delivery.to_name) else delivery.to_name
    values = {
        b"From": headers.mailbox("From", _from_name(delivery), _sender_address(delivery)),
        b"To": headers.mailbox("To", to_name, recipient),
        b"Subject": headers.subject(subject),
        b"Date": format_datetime(delivery.date.astimezone(UTC)).encode(),
        b"Message-ID": delivery.message_id.encode(),
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
    company = headers.name(delivery.company)
    if "@" in company or "://" in company or not company:
        company = delivery.sender.name
    via = headers.name(delivery.via or "", 50)
    if not via or headers.looks_like_an_address(via):
        return company
    return f"{via} via {company}"


def _sender_address(delivery: Delivery) -> str:
    email = headers.address(delivery.sender.email)
    if not email.isascii():
        raise ValueError("the sender's address must be ASCII before the @")
    return email


def _bounce_address(delivery: Delivery) -> str:
    return f"bounce+{delivery.bounce_id}@{delivery.sender.domain}"


def _reply_to(delivery: Delivery, smtputf8: bool) -> bytes | None:
    """None also for an inviter whose own address would make the whole mail need SMTPUTF8."""
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
    if not _TOKEN.fullmatch(delivery.bounce_id) or not _TOKEN.fullmatch(delivery.kind):
        raise ValueError("bounce_id and kind must be letters, digits, - or _")
    hosts = {_link_host(delivery.stop_url)}
    if content.button:
        hosts.add(_link_host(content.button[1]))
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
