"""Socket Mode: two connections at once, so that Slack's hourly reconnects leave no gap."""

import asyncio
import logging

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

CONNECTIONS = 2  # Slack takes up to ten, and sends each envelope to one of them


class SocketMode:
    """Connected from `connect` to `close`; each connection comes back by itself when Slack drops it."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        quiet = logging.getLogger(__name__)  # the SDK logs whole payloads at debug level
        quiet.setLevel(logging.WARNING)
        self._handlers = [AsyncSocketModeHandler(app, app_token, quiet) for _ in range(CONNECTIONS)]

    async def connect(self) -> None:
        """Returns when both are connected; keeps trying while Slack is away."""
        await asyncio.gather(*(handler.connect_async() for handler in self._handlers))  # type: ignore[no-untyped-call]

    async def connected(self) -> bool:
        """Whether anything of Slack's can reach us."""
        return any([await handler.client.is_connected() for handler in self._handlers])

    async def close(self) -> None:
        await asyncio.gather(*(handler.close_async() for handler in self._handlers))  # type: ignore[no-untyped-call]
