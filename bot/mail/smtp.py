"""The mail server's settings, and how a connection to it is opened."""

import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Self
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTPHeloError

from bot.mail import headers
from bot.mail.errors import (
    AuthenticationRefused,
    DeliveryError,
    InvalidAddress,
    PermanentRefusal,
    Refusal,
    SenderRefused,
    SmtpUtf8Missing,
    TemporaryRefusal,
    Unreachable,
    WrongSettings,
)
from bot.mail.lane import RelayConnection

__all__ = [
    "AuthenticationRefused",
    "DeliveryError",
    "InvalidAddress",
    "PermanentRefusal",
    "Refusal",
    "RelayConnection",
    "SenderRefused",
    "Smtp",
    "SmtpUtf8Missing",
    "TemporaryRefusal",
    "Unreachable",
    "WrongSettings",
]

_DEFAULT_PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server's settings. Holds no connection: each lane has its own."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    implicit_tls: bool = False
    starttls: bool = True
    timeout: float = 30.0
    hostname: str = "localhost"
    # None means the machine's trusted certificates
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        timeout: float = 30.0,
        hostname: str = "localhost",
        tls: ssl.SSLContext | None = None,
    ) -> Self:
        """Parse `smtp://user:password@host:587` (requires STARTTLS), `smtps://host:465` or `?starttls=never`.

        `timeout` is in seconds, for all steps of one email. `hostname` is the name used in the greeting; the
        machine's own would show in every email's Received header. A ValueError never repeats the URL.
        """
        parts, port = _split(url)
        smtp = cls(
            host=parts.hostname or "",
            port=port,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            implicit_tls=parts.scheme == "smtps",
            starttls=parts.scheme == "smtp" and not _plain(parts.query),
            timeout=timeout,
            hostname=headers.host(hostname),
            tls=tls,
        )
        if smtp.password and not (smtp.starttls or smtp.implicit_tls or smtp.host in _LOOPBACK):
            raise ValueError("SMTP_URL: with starttls=never the password would travel in clear")
        return smtp

    def lane(self) -> RelayConnection:
        """Make a connection of its own, opened with the first email. It sends one email at a time."""
        return RelayConnection(self._open, self.timeout)

    async def check_login(self) -> None:
        """Connect, log in and disconnect. Raises DeliveryError."""
        async with self.lane() as lane:
            await lane.open()

    async def check_sender(self, sender: str, recipient: str) -> None:
        """Ask the server whether it takes email from `sender`, without sending any. Raises DeliveryError."""
        async with self.lane() as lane:
            await lane.rehearse(sender, recipient)

    def _tls_context(self) -> ssl.SSLContext | None:
        encrypted = self.implicit_tls or self.starttls
        return self.tls or (_what_this_machine_trusts() if encrypted else None)

    async def _open(self) -> aiosmtplib.SMTP:
        client = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            local_hostname=self.hostname,
            timeout=None,  # the lane limits the time of all steps together
            use_tls=self.implicit_tls,
            start_tls=self.starttls,
            tls_context=self._tls_context(),
        )
        try:
            await client.connect()
            await _greet(client)
        except BaseException:
            client.close()
            raise
        return client


@cache
def _what_this_machine_trusts() -> ssl.SSLContext:
    """Load the machine's trusted certificates once, when first needed: it takes about 40 ms."""
    return ssl.create_default_context()


async def _greet(client: aiosmtplib.SMTP) -> None:
    """Send EHLO if needed. After STARTTLS or without login, the server has not listed its extensions yet."""
    if client.is_ehlo_or_helo_needed:
        with suppress(SMTPHeloError):  # aiosmtplib then falls back to HELO before the first MAIL
            await client.ehlo()


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        raise ValueError("SMTP_URL: not an address of the form smtp://user:password@host:587") from None
    if not parts.hostname or not port or parts.path.strip("/") or parts.fragment:
        raise ValueError("SMTP_URL: not an address of the form smtp://user:password@host:587")
    return parts, port


def _plain(query: str) -> bool:
    options = parse_qs(query, keep_blank_values=True)
    if options.keys() - {"starttls"} or options.get("starttls", ["always"])[-1] not in ("always", "never"):
        raise ValueError("SMTP_URL: the only option is starttls=never")
    return options.get("starttls") == ["never"]
