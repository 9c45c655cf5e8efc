"""A small web server on loopback that gives fixed answers, as something that is not the program or Slack."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple


class Answer(NamedTuple):
    body: bytes = b""
    status: int = 200
    kind: str = "text/html"
    date: str = ""


@asynccontextmanager
async def answering(answers: Mapping[str, Answer]) -> AsyncIterator[str]:
    """Serve these answers by path, and 404 elsewhere. Gives the server's address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        answer = answers.get(head.split(" ")[1], Answer(b"nothing here", 404))
        lines = [
            f"HTTP/1.1 {answer.status} said",
            f"Content-Type: {answer.kind}",
            f"Content-Length: {len(answer.body)}",
            *([f"Date: {answer.date}"] if answer.date else []),
            "Connection: close",
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + answer.body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
