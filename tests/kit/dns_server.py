"""A small DNS server on this machine, which knows TXT records only."""

import asyncio
import socket
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class NameServer:
    """Answers by UDP what `published` has, {name: texts}, and that there is no such name for all others.

    `silent`: it gives no answer.
    """

    def __init__(self, published: Mapping[str, Sequence[str]], *, silent: bool = False) -> None:
        self.published, self._silent = published, silent
        self.asked: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._socket.getsockname()
        return str(host), int(port)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: _Protocol(self), sock=self._socket)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def answer(self, question: bytes) -> bytes | None:
        query = dns.message.from_wire(question)
        name = query.question[0].name
        asked = name.to_text(omit_final_dot=True)
        self.asked.append(asked)
        if self._silent:
            return None
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.AA
        texts = self.published.get(asked)
        if texts is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        else:
            quoted = [" ".join(f'"{part}"' for part in _parts(text)) for text in texts]
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *quoted))
        return reply.to_wire()


def _parts(text: str) -> list[str]:
    """Cut a text into the strings of at most 255 bytes of which a record consists."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return [escaped[start : start + 200] for start in range(0, len(escaped), 200)]


class _Protocol(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if reply := self._server.answer(data):
            self._transport.sendto(reply, addr)
