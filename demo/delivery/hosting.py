"""A web server on loopback, in the running event loop. It refuses requests that came by another host name."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from demo.delivery.cutting import CuttableProtocol

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Quiet(uvicorn.Server):
    """A uvicorn server that leaves signals to its program and sets `ready` once it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self._leave = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._leave.wait()

    def leave(self) -> None:
        self._leave.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop at once. Event streams would never end by themselves, and no client needs its answer."""
        for each in [*self.servers, *(sockets or ())]:
            each.close()
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.gather(*tasks, return_exceptions=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class HttpHost:
    def __init__(self, host: str, port: int) -> None:
        if host not in LOOPBACK:
            raise ValueError(f"The demo listens on loopback only, not on {host}.")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Name TCP: asyncio turns Nagle's algorithm off only on such sockets. Otherwise each answer takes 40
        # ms longer.
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, port))
        # Listen at once: until then a second process may bind the same port, and uvloop hides that failure.
        self._socket.listen(2048)
        self.port: int = self._socket.getsockname()[1]
        self.address = f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"
        self._server: _Quiet | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, app: ASGIApp) -> None:
        config = uvicorn.Config(
            OnlyLoopback(app),
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            http=CuttableProtocol,
            ws="websockets-sansio",
            timeout_graceful_shutdown=1,
            # longer than clients keep a connection, so that none sends on one just closed
            timeout_keep_alive=75,
        )
        self._server = _Quiet(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        await self._server.ready.wait()

    async def stop(self) -> None:
        if self._server and self._task:
            self._server.leave()
            await self._task
        self._socket.close()


class OnlyLoopback:
    """A guard against other web pages: refuses a foreign Origin, and a foreign Host (DNS rebinding)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        host = urlsplit(f"//{headers.get(b'host', '')}").hostname
        origin = headers.get(b"origin")
        if host not in LOOPBACK or (origin and urlsplit(origin).netloc != headers.get(b"host")):
            await _forbidden(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _forbidden(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
        return
    await PlainTextResponse("Only for this machine.", 403)(scope, receive, send)
