"""Socket Mode over two connections, so that Slack's hourly reconnects leave no gap."""

import asyncio
import logging

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.tracing import Tracing
from storage.engine.request import begin_request

CONNECTIONS = 2  # Slack allows ten, and sends each envelope to one of them


class _Handler(AsyncSocketModeHandler):
    """A handler that begins a request with each envelope."""

    def __init__(self, app: AsyncApp, app_token: str, logger: logging.Logger, tracing: Tracing) -> None:
        super().__init__(app, app_token, logger)
        self._tracing = tracing

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        begin_request()
        with self._tracing.span(f"socket {req.type}"):
            await super().handle(client, req)


class SocketMode:
    """The Socket Mode connections, from `connect` to `close`. They reconnect by themselves."""

    def __init__(self, app: AsyncApp, app_token: str, tracing: Tracing) -> None:
        quiet = logging.getLogger(__name__)  # the SDK logs whole payloads at debug level
        quiet.setLevel(logging.WARNING)
        self._handlers = [_Handler(app, app_token, quiet, tracing) for _ in range(CONNECTIONS)]

    async def connect(self) -> None:
        """Open both connections. Keeps trying while Slack is unreachable."""
        await asyncio.gather(*(handler.connect_async() for handler in self._handlers))  # type: ignore[no-untyped-call]

    async def connected(self) -> bool:
        """Tell whether at least one connection is open."""
        return any([await handler.client.is_connected() for handler in self._handlers])

    async def close(self) -> None:
        await asyncio.gather(*(handler.close_async() for handler in self._handlers))  # type: ignore[no-untyped-call]
