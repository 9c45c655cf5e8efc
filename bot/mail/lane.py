"""One reused SMTP connection that sends one mail at a time, and the meaning of what the server answers."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Self

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from bot.mail.errors import (
    AuthenticationRefused,
    DeliveryError,
    PermanentRefusal,
    Refusal,
    SenderRefused,
    SmtpUtf8Missing,
    TemporaryRefusal,
    Unreachable,
)
from bot.mail.message import Message

MAILS_PER_CONNECTION = 100  # relays commonly end a connection after about that many
IDLE_SECONDS = 20.0  # shorter than the patience of common servers
GOODBYE_SECONDS = 2.0
_IDLE, _CONNECT, _MAIL, _RCPT, _DATA = "idle", "connect", "MAIL", "RCPT", "DATA"
_OK = (250, 251)
_SERVICE_CLOSING = 421
_LOGIN_WANTED = (530, 534, 535, 538)


class Lane:
    """Opens its connection with the first mail and again when it is worn, was idle for long, or is gone."""

    def __init__(
        self, connect: Callable[[], Awaitable[SMTP]], timeout: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self.clock = clock
        self._connect = connect
        self._timeout = timeout
        self._client: SMTP | None = None
        self._sent = 0
        self._used_at = 0.0
        self._step = _IDLE  # what the server owes us an answer to
        self._busy = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Connects and logs in, for those who only want to know whether that works."""
        async with self._busy:
            await self._bounded(self._connected(), self._timeout)

    async def send(self, message: Message, *, within: float | None = None) -> None:
        """Returns when the server has accepted the mail; DeliveryError otherwise, both `within` seconds."""
        async with self._busy:
            await self._bounded(self._deliver(message), within or self._timeout)

    async def close(self) -> None:
        """Says goodbye, but waits for no answer longer than `GOODBYE_SECONDS`."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(SMTPException, OSError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await client.quit()
        client.close()

    async def _bounded(self, work: Awaitable[object], seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await work
        except (SMTPException, OSError) as error:  # the latter includes TimeoutError
            raise _meaning(self._step, error) from error
        finally:
            if self._step != _IDLE:
                self._drop()  # in the middle of something: nobody knows which answer would come next

    async def _deliver(self, message: Message) -> None:
        reused = await self._connected()
        try:
            await self._transaction(message)
        except (SMTPException, OSError, TemporaryRefusal) as error:
            if not (reused and self._step == _MAIL and _is_goodbye(error)):
                raise
            # The server had given up an idle connection and not heard of this mail: once more on a new one.
            self._drop()
            await self._connected()
            await self._transaction(message)

    async def _connected(self) -> bool:
        """Whether the connection has carried mails before."""
        if self._client is not None and self._is_worn():
            await self.close()
        if self._client is not None:
            return True
        self._step, self._sent = _CONNECT, 0
        self._client = await self._connect()
        self._step, self._used_at = _IDLE, self.clock()
        return False

    def _is_worn(self) -> bool:
        gone = self._client is None or not self._client.is_connected
        return gone or self._sent >= MAILS_PER_CONNECTION or self.clock() - self._used_at > IDLE_SECONDS

    async def _transaction(self, message: Message) -> None:
        assert self._client is not None
        options = _mail_options(self._client, message)
        try:
            await self._command(_MAIL, b"FROM:<%s>" % message.envelope_from.encode(), *options)
            await self._command(_RCPT, b"TO:<%s>" % message.envelope_to.encode())
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
        self._step = _DATA
        try:
            await self._client.data(data)
        except SMTPResponseException as error:
            raise _refusal(_DATA, error.code, error.message) from error

    async def _reset(self) -> None:
        """Keeps the connection for the next mail, if the server is still in its senses."""
        assert self._client is not None
        with suppress(SMTPException, OSError):
            await self._client.rset()
            self._step = _IDLE

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client, self._step = None, _IDLE


def _mail_options(client: SMTP, message: Message) -> list[bytes]:
    if not message.smtputf8:
        return []
    if not client.supports_extension("smtputf8"):
        raise SmtpUtf8Missing
    return [b"SMTPUTF8", b"BODY=8BITMIME"]  # the one requires the other (RFC 6531)


def _is_goodbye(error: Exception) -> bool:
    return (
        not isinstance(error, TimeoutError) and getattr(error, "code", _SERVICE_CLOSING) == _SERVICE_CLOSING
    )


def _meaning(step: str, error: Exception) -> DeliveryError:
    if isinstance(error, SMTPResponseException):
        return _refusal(step, error.code, error.message)
    if isinstance(error, TimeoutError):
        return Unreachable(f"no answer to {step} in time", maybe_accepted=step == _DATA)
    return Unreachable(f"{step}: {error}", maybe_accepted=step == _DATA)


def _refusal(step: str, code: int, text: str) -> DeliveryError:
    """What an answer other than yes means: it depends on how far the mail had come."""
    if code in _LOGIN_WANTED:
        return AuthenticationRefused(code, text)
    if 400 <= code < 500:
        return TemporaryRefusal(code, text)
    if 500 <= code < 600:
        if step in (_RCPT, _DATA):
            return PermanentRefusal(code, text, recipient=step == _RCPT)
        return SenderRefused(code, text)
    return Unreachable(f"{step}: unexpected answer {code} {text}", maybe_accepted=step == _DATA)
