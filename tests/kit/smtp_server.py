"""A real SMTP server on loopback that misbehaves by script and keeps the emails it accepted.

Faults are written ACTION or ACTION-STEP. Actions: a three-digit code (that answer), `hang` (no answer),
`drop` and `reset` (the connection ends; at the step content, in the middle of it), `slow` (answers byte by
byte, for the whole email), `lost-250` (accepts the email and ends the connection before saying so),
`greylist` (451-rcpt), `ok`. Steps: connect, mail, rcpt, data (the command), content, kept (accepted, but not
yet answered).
"""

import asyncio
import base64
import email
import email.policy
import re
import socket
import ssl
import struct
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import TracebackType
from typing import NamedTuple, Self

from tests.kit.certificate import certificate, server_tls

USUAL_STEP = {"421": "mail", "552": "content", "554": "content", "reset": "content", "drop": "content"}
SLOWNESS = 0.002  # seconds between two bytes of a slow answer
TEXTS = {
    "250": "ok",
    "451": "4.7.1 greylisted, try again later",
    "550": "5.1.1 no such user",
    "421": "4.3.2 closing",
}


class Fault(NamedTuple):
    action: str
    step: str

    @classmethod
    def parse(cls, text: str) -> Self:
        if text == "lost-250":
            return cls("lost", "content")
        if text == "greylist":
            return cls("451", "rcpt")
        action, _, step = text.partition("-")
        return cls(action, step or USUAL_STEP.get(action, "rcpt"))


@dataclass(frozen=True, slots=True)
class Accepted:
    mail_from: str
    rcpt_to: str
    options: str  # what followed the address in MAIL
    data: bytes
    encrypted: bool

    @property
    def message(self) -> EmailMessage:
        parsed = email.message_from_bytes(self.data, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass(slots=True)
class MisbehavingSmtp:
    smtputf8: bool = True
    tls: str = ""  # empty, "starttls" or "implicit"
    login: tuple[str, str] | None = None
    mechanisms: str = "PLAIN LOGIN"
    always: tuple[str, str] | None = None  # (step, reply with {sender} and {rcpt}) for every email
    dead: dict[str, str] = field(default_factory=dict)  # {recipient: reply to RCPT}
    tries: list[str] = field(default_factory=list)  # recipients of all transactions so far
    accepted: list[Accepted] = field(default_factory=list)
    connections: int = 0
    commands: list[str] = field(default_factory=list)
    port: int = 0
    _kept: socket.socket | None = None
    _plan: deque[Fault] = field(default_factory=deque)
    _plan_for: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    _plan_connections: deque[Fault] = field(default_factory=deque)
    _server: asyncio.Server | None = None
    _sessions: set[asyncio.Task[None]] = field(default_factory=set)

    def plan(self, *faults: str) -> None:
        """Plan one fault for each of the next emails, to any recipient."""
        self._plan.extend(map(Fault.parse, faults))

    def plan_for(self, recipient: str, *faults: str) -> None:
        """Plan one fault for each of the next attempts to reach this recipient (from the step rcpt on)."""
        self._plan_for[recipient].extend(map(Fault.parse, faults))

    def plan_connections(self, *faults: str) -> None:
        """Plan one fault for each of the next connections.

        They are `421-connect`, `hang-connect`, `drop-connect` and `ok`.
        """
        self._plan_connections.extend(map(Fault.parse, faults))

    @property
    def url(self) -> str:
        scheme = "smtps" if self.tls == "implicit" else "smtp"
        who = f"{self.login[0]}:{self.login[1]}@" if self.login else ""
        return f"{scheme}://{who}127.0.0.1:{self.port}" + ("" if self.tls else "?starttls=never")

    @property
    def client_tls(self) -> ssl.SSLContext:
        """Make a TLS context that trusts this server's certificate."""
        return ssl.create_default_context(cafile=str(certificate()))

    @property
    def recipients(self) -> list[str]:
        return [mail.rcpt_to for mail in self.accepted]

    async def listen(self) -> None:
        """Listen, on the same port as before if there was one."""
        if self._kept:
            self._kept.close()
            self._kept = None
        context = server_tls() if self.tls == "implicit" else None
        self._server = await asyncio.start_server(
            self._talk, "127.0.0.1", self.port, ssl=context, limit=2**24, reuse_address=True
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Refuse new connections and end existing ones. Nobody else gets the port, and with it our emails."""
        if self._server is not None:
            self._server.close()
            self._kept = self._kept or _bound_to(self.port)
        await self.hang_up()

    async def hang_up(self) -> None:
        """End existing connections, but accept new ones."""
        sessions = list(self._sessions)
        for session in sessions:
            session.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.refuse()
        if self._kept:
            self._kept.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        try:
            await _Session(self, reader, writer).run()
        except (_Over, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            self._sessions.discard(task)
            writer.transport.abort()

    def next_connection(self) -> Fault | None:
        return self._plan_connections.popleft() if self._plan_connections else None

    def next_mail(self) -> Fault | None:
        return self._plan.popleft() if self._plan else None

    def next_for(self, recipient: str) -> Fault | None:
        plan = self._plan_for[recipient]
        return plan.popleft() if plan else None


class _Over(Exception):
    """The server ends this connection."""


class _Session:
    def __init__(
        self, server: MisbehavingSmtp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.encrypted = server.tls == "implicit"
        self.logged_in = server.login is None
        self.fault: Fault | None = None
        self.sender = self.recipient = self.options = ""

    async def run(self) -> None:
        self.fault = self.server.next_connection()
        if not await self.misbehaves("connect"):
            await self.say("220 misbehaving.test ESMTP")
        self.fault = None
        while line := await self.reader.readline():
            text = line.decode().rstrip("\r\n")
            verb = text.partition(" ")[0].upper()
            self.server.commands.append(text if verb != "AUTH" else verb)
            await self.obey(verb, text)

    async def obey(self, verb: str, text: str) -> None:
        match verb:
            case "EHLO" | "HELO":
                await self.greet()
            case "STARTTLS":
                await self.encrypt()
            case "AUTH":
                await self.log_in(text)
            case "MAIL":
                await self.mail(text)
            case "RCPT":
                await self.rcpt(text)
            case "DATA":
                await self.data()
            case "RSET" | "NOOP":
                await self.say("250 ok")
            case "QUIT":
                await self.say("221 bye")
                raise _Over
            case _:
                await self.say("502 5.5.2 unknown")

    async def greet(self) -> None:
        offers = ["misbehaving.test", "8BITMIME", "ENHANCEDSTATUSCODES"]
        offers += ["SMTPUTF8"] if self.server.smtputf8 else []
        offers += ["STARTTLS"] if self.server.tls == "starttls" and not self.encrypted else []
        offers += [f"AUTH {self.server.mechanisms}"] if self.server.login else []
        for offer in offers[:-1]:
            await self.say(f"250-{offer}")
        await self.say(f"250 {offers[-1]}")

    async def encrypt(self) -> None:
        await self.say("220 go ahead")
        await self.writer.start_tls(server_tls())
        self.encrypted = True

    async def log_in(self, text: str) -> None:
        given = base64.b64decode(text.split(" ")[2]).decode().split("\0")[1:] if " PLAIN " in text else []
        self.logged_in = tuple(given) == self.server.login
        await self.say("235 2.7.0 welcome" if self.logged_in else "535 5.7.8 wrong user or password")

    async def mail(self, text: str) -> None:
        if not self.logged_in:
            await self.say("530 5.7.0 authentication required")
            return
        self.fault = self.server.next_mail()
        self.sender, self.options = _path(text)
        if not await self.misbehaves("mail"):
            await self.say("250 ok")

    async def rcpt(self, text: str) -> None:
        self.recipient, _ = _path(text)
        self.server.tries.append(self.recipient)
        if self.recipient in self.server.dead:
            await self.say(self.filled_in(self.server.dead[self.recipient]))
            return
        self.fault = self.server.next_for(self.recipient) or self.fault
        if not await self.misbehaves("rcpt"):
            await self.say("250 ok")

    async def data(self) -> None:
        if await self.misbehaves("data"):
            return
        await self.say("354 go ahead")
        if self.fault and self.fault.step == "content" and self.fault.action in ("drop", "reset"):
            await self.reader.readline()
            await self.misbehaves("content")
        content = await self.content()
        if self.fault and self.fault.action == "lost":
            self.keep(content)
        if not await self.misbehaves("content"):
            self.keep(content)
            await self.misbehaves("kept")
            await self.say("250 2.0.0 kept")

    async def content(self) -> bytes:
        raw = await self.reader.readuntil(b"\r\n.\r\n")
        return re.sub(rb"(?m)^\.\.", b".", raw[: -len(b".\r\n")])

    def keep(self, content: bytes) -> None:
        self.server.accepted.append(
            Accepted(self.sender, self.recipient, self.options, content, self.encrypted)
        )

    async def misbehaves(self, step: str) -> bool:
        """Carry out the fault planned for this step. Returns False if there is none."""
        if self.server.always and self.server.always[0] == step:
            await self.say(self.filled_in(self.server.always[1]))
            return True
        if self.fault is None or self.fault.step != step or self.fault.action in ("ok", "slow"):
            return False
        match self.fault.action:
            case "hang":
                await asyncio.Event().wait()
            case "reset":
                _reset(self.writer)
                raise _Over
            case "drop" | "lost":
                raise _Over
            case code:
                await self.say(
                    f"{code} {TEXTS.get(code, 'no')} <{self.recipient or 'nobody@misbehaving.test'}>"
                )
                if code == "421":
                    raise _Over
        return True

    def filled_in(self, reply: str) -> str:
        return reply.format(sender=self.sender, rcpt=self.recipient)

    async def say(self, line: str) -> None:
        raw = line.encode() + b"\r\n"
        step = 1 if self.fault and self.fault.action == "slow" else len(raw)
        for start in range(0, len(raw), step):
            self.writer.write(raw[start : start + step])
            await self.writer.drain()
            if step == 1:
                await _pause(SLOWNESS)


def _bound_to(port: int) -> socket.socket:
    """Keep a port without listening on it."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # in spite of connections just ended
    kept.bind(("127.0.0.1", port))
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    return kept


def _path(text: str) -> tuple[str, str]:
    found = re.search(r"<([^>]*)>\s*(.*)", text)
    assert found, text
    return found[1], found[2]


async def _pause(seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Reset the connection instead of closing it, as a broken middlebox does."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
