"""Slow and many connections: slow requests are cut off, and a new client is always answered."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.server import WebServer
from bot.web.connections import FEWEST_CONNECTIONS, ConnectionLimits
from tests.kit.product import House
from tests.kit.signed import command, post

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
WHOLE = HEAD + b"\r\nhello"


class Client:
    """A connection that sends what and when a test says."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> bytes:
        """Read one response's body. Empty if the connection was closed instead."""
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return await self._reader.readexactly(length)

    async def close(self) -> None:
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()


Connect = Callable[[], Awaitable[Client]]


@asynccontextmanager
async def connecting(port: int) -> AsyncIterator[Connect]:
    """Open connections for a test, and close them at its end."""
    async with AsyncExitStack() as stack:

        async def connect() -> Client:
            client = Client(*await asyncio.open_connection("127.0.0.1", port))
            stack.push_async_callback(client.close)
            return client

        yield connect


@asynccontextmanager
async def serving(limits: ConnectionLimits) -> AsyncIterator[Connect]:
    async def echo(request: Request) -> PlainTextResponse:
        try:
            return PlainTextResponse(await request.body())
        except ClientDisconnect:
            return PlainTextResponse("nobody reads this")

    server = WebServer(Starlette(routes=[Route("/", echo, methods=["POST"])]), "127.0.0.1", 0, limits)
    await server.start()
    try:
        async with connecting(server.port) as connect:
            yield connect
    finally:
        await server.stop()


async def test_a_head_that_does_not_come_in_time_is_not_waited_for() -> None:
    async with serving(ConnectionLimits(head_seconds=0.05)) as connect:
        slow = await connect()
        await slow.send(HEAD)
        assert await slow.answer() == b""


async def test_a_client_that_says_nothing_is_not_waited_for() -> None:
    async with serving(ConnectionLimits(head_seconds=0.05)) as connect:
        silent = await connect()
        assert await silent.answer() == b""


async def test_a_body_that_does_not_come_in_time_is_not_waited_for() -> None:
    async with serving(ConnectionLimits(body_seconds=0.05)) as connect:
        slow = await connect()
        await slow.send(HEAD + b"\r\nhel")
        assert await slow.answer() == b""


async def test_a_connection_serves_one_request_after_the_other() -> None:
    async with serving(ConnectionLimits(head_seconds=60, body_seconds=60)) as connect:
        client = await connect()
        for _ in range(3):
            await client.send(WHOLE)
            assert await client.answer() == b"hello"


async def test_when_there_is_no_room_one_that_is_slow_goes_and_the_new_one_is_served() -> None:
    async with serving(ConnectionLimits(head_seconds=60, body_seconds=60, most=5)) as connect:
        dripping = [await connect() for _ in range(5)]
        for each in dripping:
            await each.send(HEAD)
        new = await connect()
        await new.send(WHOLE)
        assert await new.answer() == b"hello"
        answers = []
        for each in dripping:
            with contextlib.suppress(ConnectionError):
                await each.send(b"\r\nhello")
            answers.append(await each.answer())
        assert sorted(answers) == [b"", *[b"hello"] * 4]


async def test_an_idle_connection_goes_before_one_that_is_sending() -> None:
    async with serving(ConnectionLimits(head_seconds=60, body_seconds=60, most=2)) as connect:
        sending = await connect()
        await sending.send(HEAD)
        idle = await connect()
        await idle.send(WHOLE)
        assert await idle.answer() == b"hello"
        new = await connect()
        await new.send(WHOLE)
        assert await new.answer() == b"hello"
        await sending.send(b"\r\nhello")
        assert await sending.answer() == b"hello"


async def test_hundreds_that_drip_keep_nobody_out(house: House) -> None:
    async with connecting(house.program.server.port) as connect:
        for _ in range(300):
            dripping = await connect()
            await dripping.send(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")
        assert (await house.web.get("/healthz")).status_code == 200
        assert (await post(house, command(house))).status_code == 200


def test_room_is_left_for_our_own_files_and_calls() -> None:
    assert FEWEST_CONNECTIONS <= ConnectionLimits.of_this_process().most <= ConnectionLimits().most
