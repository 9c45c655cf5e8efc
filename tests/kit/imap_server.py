"""A small IMAP server on loopback with one mailbox, for clients that read new messages and mark them."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tests.kit.certificate import server_tls


@dataclass(slots=True)
class Kept:
    """A message in the mailbox."""

    data: bytes
    seen: bool = False


@dataclass(slots=True)
class SmallImap:
    user: str = "bounces"
    password: str = "s3cret"
    messages: list[Kept] = field(default_factory=list)
    logins: int = 0
    host: str = "127.0.0.1"
    port: int = 0
    tls: bool = False
    _server: asyncio.Server | None = None
    _sessions: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        kind = "imaps" if self.tls else "imap"
        return f"{kind}://{self.user}:{self.password}@{self.host}:{self.port}/INBOX"

    @property
    def unread(self) -> int:
        return sum(not each.seen for each in self.messages)

    def deliver(self, data: bytes) -> None:
        self.messages.append(Kept(data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")))

    async def listen(self) -> None:
        """Listen, on the same port as before if there was one."""
        tls = server_tls() if self.tls else None
        self._server = await asyncio.start_server(
            self._talk, self.host, self.port, reuse_address=True, ssl=tls
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        if self._server is not None:
            self._server.close()
        for session in list(self._sessions):
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.refuse()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        with suppress(ConnectionError, asyncio.CancelledError):
            writer.write(b"* OK small IMAP4rev1\r\n")
            while line := await reader.readline():
                tag, _, command = line.decode().strip().partition(" ")
                for part in self._answers(tag, command):
                    writer.write(part)
                await writer.drain()
                if command == "LOGOUT":
                    break
        self._sessions.discard(task)
        writer.close()

    def _answers(self, tag: str, command: str) -> list[bytes]:
        words = command.upper().removeprefix("UID ")
        ok = f"{tag} OK done\r\n".encode()
        match words.split(" ")[0]:
            case "CAPABILITY":
                return [b"* CAPABILITY IMAP4rev1\r\n", ok]
            case "LOGIN":
                return [ok if self._log_in(command) else f"{tag} NO wrong password\r\n".encode()]
            case "SELECT":
                return [f"* {len(self.messages)} EXISTS\r\n".encode(), ok]
            case "SEARCH":
                unread = [str(number) for number, each in enumerate(self.messages, 1) if not each.seen]
                return [f"* SEARCH {' '.join(unread)}\r\n".encode(), ok]
            case "FETCH":
                return [*self._fetched(words), ok]
            case "STORE":
                self.messages[_number(words) - 1].seen |= r"\SEEN" in words
                return [ok]
            case "LOGOUT":
                return [b"* BYE\r\n", ok]
        return [f"{tag} BAD {command}\r\n".encode()]

    def _log_in(self, command: str) -> bool:
        self.logins += 1
        return command == f'LOGIN {self.user} "{self.password}"'

    def _fetched(self, words: str) -> list[bytes]:
        number = _number(words)
        data = self.messages[number - 1].data
        return [f"* {number} FETCH (UID {number} BODY[] {{{len(data)}}}\r\n".encode(), data, b")\r\n"]


def _number(words: str) -> int:
    found = re.search(r"\d+", words)
    assert found
    return int(found[0])
