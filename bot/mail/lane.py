"""One reused SMTP connection that sends one email at a time, and the errors its replies stand for."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Self

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from bot.mail.awake import awake_timeout
from bot.mail.errors import (
    AuthenticationRefused,
    DeliveryError,
    PermanentRefusal,
    Refusal,
    SenderRefused,
    SmtpUtf8Missing,
    TemporaryRefusal,
    Unreachable,
    WrongSettings,
    to_be_judged,
)
from bot.mail.message import Email
from bot.mail.verdict import CONNECT, DATA, LOGIN_WANTED, MAIL, RCPT, Fault, Topic, verdict

MAILS_PER_CONNECTION = 100  # relays commonly close a connection after about this many
IDLE_SECONDS = 20.0  # shorter than the idle timeout of common servers
GOODBYE_SECONDS = 2.0
_IDLE = "idle"
_OK = (250, 251)
_SERVICE_CLOSING = 421


class RelayConnection:
    """A reused SMTP connection for one email at a time.

    It opens with the first email, and again after MAILS_PER_CONNECTION emails, IDLE_SECONDS without one, or a
    broken connection.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[SMTP]], timeout: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self.clock = clock
        self._connect = connect
        self._timeout = timeout
        self._client: SMTP | None = None
        self._sent = 0
        self._used_at = 0.0
        self._step = _IDLE  # the command whose reply is pending
        self._busy = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Connect and log in without sending. Raises DeliveryError."""
        async with self._busy:
            await self._bounded(self._connected(), self._timeout)

    async def send(self, message: Email, *, within: float | None = None) -> None:
        """Send an email; returns once the server has accepted it.

        Raises DeliveryError, at the latest after `within` seconds (by default the connection's timeout).
        """
        async with self._busy:
            await self._bounded(self._deliver(message), within or self._timeout)

    async def rehearse(self, sender: str, recipient: str) -> None:
        """Connect and name sender and recipient, but send nothing. Raises DeliveryError."""
        async with self._busy:
            await self._bounded(self._rehearsal(sender, recipient), self._timeout)

    async def _rehearsal(self, sender: str, recipient: str) -> None:
        await self._connected()
        try:
            await self._command(MAIL, b"FROM:<%s>" % sender.encode())
            await self._command(RCPT, b"TO:<%s>" % recipient.encode())
        finally:
            await self._reset()

    async def close(self) -> None:
        """Close the connection. QUIT is sent, but its reply awaited for at most GOODBYE_SECONDS."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(SMTPException, OSError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await client.quit()
        client.close()

    async def _bounded(self, work: Awaitable[object], seconds: float) -> None:
        try:
            async with awake_timeout(seconds):
                await work
        except (SMTPException, OSError) as error:  # OSError includes TimeoutError
            raise _meaning(self._step, error) from error
        finally:
            if self._step != _IDLE:
                self._drop()  # a command is unfinished, so the next reply could belong to it

    async def _deliver(self, message: Email) -> None:
        reused = await self._connected()
        try:
            await self._transaction(message)
        except (SMTPException, OSError, TemporaryRefusal) as error:
            if not (reused and self._step == MAIL and _is_goodbye(error)):
                raise
            # The server closed the idle connection before it saw this email. Try once more on a new one.
            self._drop()
            await self._connected()
            await self._transaction(message)

    async def _connected(self) -> bool:
        """Connect if needed. Return True if an open connection is reused."""
        if self._client is not None and self._is_worn():
            await self.close()
        if self._client is not None:
            return True
        self._step, self._sent = CONNECT, 0
        self._client = await self._connect()
        self._step, self._used_at = _IDLE, self.clock()
        return False

    def _is_worn(self) -> bool:
        gone = self._client is None or not self._client.is_connected
        return gone or self._sent >= MAILS_PER_CONNECTION or self.clock() - self._used_at > IDLE_SECONDS

    async def _transaction(self, message: Email) -> None:
        assert self._client is not None
        options = _mail_options(self._client, message)
        try:
            await self._command(MAIL, b"FROM:<%s>" % message.envelope_from.encode(), *options)
            await self._command(RCPT, b"TO:<%s>" % message.envelope_to.encode())
            await self._content(message.data)
        except Refusal as refusal:
            if refusal.code != _SERVICE_CLOSING:
                await self._reset()
            raise
        self._step, self._used_at = _IDLE, self.clock()
        self._sent += 1

    async def _command(self, verb: str, *arguments: bytes) -> None:
        assert self._client is not None
        self._step = verb
        code, text = await self._client.execute_command(verb.encode(), *arguments)
        if code not in _OK:
            raise _refusal(verb, code, text)

    async def _content(self, data: bytes) -> None:
        assert self._client is not None
        self._step = DATA
        try:
            await self._client.data(data)
        except SMTPResponseException as error:
            raise _refusal(DATA, error.code, error.message) from error

    async def _reset(self) -> None:
        """Reset the SMTP transaction after a refusal, so that the next email can use this connection."""
        assert self._client is not None
        with suppress(SMTPException, OSError):
            await self._client.rset()
            self._step = _IDLE

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client, self._step = None, _IDLE


def _mail_options(client: SMTP, message: Email) -> list[bytes]:
    if not message.smtputf8:
        return []
    if not client.supports_extension("smtputf8"):
        raise SmtpUtf8Missing
    return [b"SMTPUTF8", b"BODY=8BITMIME"]  # SMTPUTF8 requires 8BITMIME (RFC 6531)


def _is_goodbye(error: Exception) -> bool:
    return (
        not isinstance(error, TimeoutError) and getattr(error, "code", _SERVICE_CLOSING) == _SERVICE_CLOSING
    )


def _meaning(step: str, error: Exception) -> DeliveryError:
    if isinstance(error, SMTPResponseException):
        return _refusal(step, error.code, error.message)
    if isinstance(error, TimeoutError):
        return Unreachable(f"no answer to {step} in time", maybe_accepted=step == DATA)
    if step == CONNECT and (wrong := _wrong_settings(error)):
        return wrong
    return Unreachable(f"{step}: {error}", maybe_accepted=step == DATA)


def _wrong_settings(error: Exception) -> WrongSettings | None:
    """Recognise failures that no retry can repair: no TLS or login of the kind SMTP_URL asks for."""
    causes = (error, error.__cause__)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return WrongSettings(f"The relay's certificate is not trusted: {error}", Topic.ENCRYPTION)
    if any(isinstance(cause, ssl.SSLError) and "WRONG_VERSION" in str(cause) for cause in causes):
        return WrongSettings(f"The relay does not speak TLS on this port: {error}", Topic.ENCRYPTION)
    text = str(error)
    if "STARTTLS extension not supported" in text:
        return WrongSettings("The relay does not offer STARTTLS.", Topic.ENCRYPTION)
    if "AUTH extension" in text or "authentication method" in text:
        return WrongSettings("The relay offers no login of a kind we know.", Topic.LOGIN)
    return None


def _refusal(step: str, code: int, text: str) -> DeliveryError:
    """Turn an SMTP error code into an exception that says whose fault it is."""
    if not 400 <= code < 600:
        return Unreachable(f"{step}: unexpected answer {code} {text}", maybe_accepted=step == DATA)
    judged = verdict(step, code, to_be_judged(text))
    if code in LOGIN_WANTED:
        return AuthenticationRefused(code, text, judged)
    return _KINDS[judged.fault](code, text, judged)


_KINDS: dict[Fault, type[Refusal]] = {
    Fault.LATER: TemporaryRefusal,
    Fault.PERSON: PermanentRefusal,
    Fault.MESSAGE: PermanentRefusal,
    Fault.US: SenderRefused,
}
