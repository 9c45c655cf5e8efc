"""The web server: uvicorn on our own socket, without its signal handlers."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.web.connections import ConnectionLimits, bounded_by

STOP_SECONDS = 3  # how long Slack waits for an answer
KEEP_SECONDS = 75  # longer than proxies keep an idle connection, so that none sends on one just closed


class CannotListen(Exception):
    """HOST and PORT cannot be used for listening."""

    def __init__(self, host: str, port: int, error: Exception) -> None:
        why = getattr(error, "strerror", None) or str(error)
        advice = _ADVICE.get(getattr(error, "errno", None) or 0, "Set HOST to an address of this machine.")
        super().__init__(f"HOST={host} PORT={port} can't be listened on: {why}. {advice}")


_ADVICE = {
    errno.EADDRINUSE: "Stop the program that uses the port, or set another PORT.",
    errno.EACCES: "Set a PORT of 1024 or above, behind a proxy: those below belong to the system.",
}


class WebServer:
    """A web server. `stop` finishes the requests in progress."""

    def __init__(self, app: ASGIApp, host: str, port: int, limits: ConnectionLimits | None = None) -> None:
        limits = limits or ConnectionLimits.of_this_process()
        config = uvicorn.Config(
            app,
            http=bounded_by(limits),
            host=host,
            port=port,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_keep_alive=KEEP_SECONDS,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        try:
            self._socket = _bound(host, port)
        except (OSError, OverflowError) as error:
            raise CannotListen(host, port, error) from error
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The bound port, even if 0 was asked for."""
        port: int = self._socket.getsockname()[1]
        return port

    async def start(self) -> None:
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def stop(self) -> None:
        self._server.leave()
        if self._task:
            await self._task
        self._socket.close()


class _Server(uvicorn.Server):
    """A uvicorn server that stops at once when it serves nobody.

    uvicorn itself only looks ten times a second whether it should stop.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Stop listening and finish the requests under way."""
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        """Renew the Date header every second until `leave` is called."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close idle connections at once, and give requests in progress the rest of the time."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0)  # idle connections close in the loop's next turn
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the composition root."""
        yield


def free_port() -> int:
    """Find a port that is free now, for links that name it before the server starts."""
    with _bound("127.0.0.1", 0) as probe:
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Tell whether no one listens on a port now."""
    try:
        _bound("127.0.0.1", port).close()
    except OSError:
        return False
    return True


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only for sockets that name their protocol. Otherwise an answer in
    # two writes waits 40 ms for the client's delayed acknowledgement.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((host, port))
    bound.listen(2048)
    return bound
