"""An SMTP server that keeps every email and delivers none."""

import asyncio
import email
import html
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from demo.world.changes import Changes

_HTML_LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
_TEXT_LINK = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass
class Mail:
    id: str
    at: float
    envelope_from: str
    to: list[str]
    raw: bytes
    message: EmailMessage
    seen: bool = False

    @property
    def subject(self) -> str:
        return str(self.message.get("subject", ""))

    @property
    def sender(self) -> str:
        return str(self.message.get("from", ""))

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    def header(self, name: str) -> str:
        return str(self.message.get(name, ""))

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""

    @property
    def links(self) -> list[str]:
        """Every link in the email, once each, those in the HTML first."""
        pressed = [html.unescape(address) for address in _HTML_LINK.findall(self.html)]
        return list(dict.fromkeys([*pressed, *_TEXT_LINK.findall(self.text)]))


@dataclass
class DemoMailbox:
    """The mailbox and its SMTP server.

    `answers` plants refusals: a recipient (or `*`) mapped to an SMTP reply such as `550 5.1.1 no such user`.
    """

    now: Callable[[], float]
    changes: Changes
    mails: list[Mail] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    host: str = "127.0.0.1"
    _socket: socket.socket | None = None
    _server: asyncio.Server | None = None

    def __post_init__(self) -> None:
        self._bind()

    def _bind(self) -> socket.socket:
        """Reserve the port before the server listens, so that its address is known and stays the same."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((self.host, self.port))
        self.port = made.getsockname()[1]
        self._socket = made
        return made

    @property
    def smtp_url(self) -> str:
        return f"smtp://{self.host}:{self.port}?starttls=never"

    def to(self, address: str) -> list[Mail]:
        """List the emails to this address, oldest first."""
        wanted = address.casefold()
        return [mail for mail in self.mails if wanted in (each.casefold() for each in mail.to)]

    def read_all(self) -> None:
        for mail in self.mails:
            mail.seen = True
        self.changes.bump("mail")

    def clear(self) -> None:
        self.mails.clear()
        self.changes.bump("mail")

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, sock=self._socket or self._bind())

    def _protocol(self) -> SMTP:
        loop = asyncio.get_running_loop()
        return SMTP(self, enable_SMTPUTF8=True, hostname="demo.mailbox", loop=loop)

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = self._socket = None

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        planted = self.answers.get(address) or self.answers.get("*")
        if planted:
            return planted
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        planted = self.answers.get("DATA")
        if planted:
            return planted
        raw = envelope.original_content or b""
        message = email.message_from_bytes(raw, EmailMessage, policy=default)
        number = str(len(self.mails) + 1)
        recipients = [str(each) for each in envelope.rcpt_tos]
        self.mails.append(Mail(number, self.now(), str(envelope.mail_from or ""), recipients, raw, message))
        self.changes.bump("mail")
        return f"250 OK kept as {number}"
