"""Delivery over Socket Mode: websockets that the app opened with its app-level token."""

import asyncio
import itertools
import json
import uuid
from contextlib import suppress
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from demo.delivery.transport import Parcel, Reply, What, read_body
from demo.world.changes import Changes
from demo.world.model import Json

_ENVELOPES: dict[What, str] = {
    "command": "slash_commands",
    "interactive": "interactive",
    "options": "interactive",
    "event": "events_api",
}
MOST_CONNECTIONS = 10
Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


class Sockets:
    """The app's open connections. Each payload goes over one of them."""

    def __init__(self, changes: Changes, app_id: str) -> None:
        self._changes = changes
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._waiting: dict[str, tuple[WebSocket, asyncio.Future[Reply]]] = {}
        self._turn = itertools.count()

    @property
    def count(self) -> int:
        return len(self._open)

    def ticket(self) -> str:
        """Make a ticket that opens one connection."""
        made = uuid.uuid4().hex
        self._tickets.add(made)
        return made

    async def serve(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4401)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._open) >= MOST_CONNECTIONS:
            await _frame(socket, _disconnect("too_many_websockets"))
            await socket.close()
            return
        await self._serve(socket)

    async def _serve(self, socket: WebSocket) -> None:
        self._open.append(socket)
        self._changes.bump("sockets")
        try:
            await _frame(socket, self._hello())
            while True:
                self._acked(json.loads(await socket.receive_text()))
        except (WebSocketDisconnect, RuntimeError, ValueError):
            return
        finally:
            self._forget(socket)

    def _hello(self) -> Json:
        debug = {"host": "demo", "started": "", "build_number": 1, "approximate_connection_time": 3600}
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._app_id},
            "debug_info": debug,
        }

    def _forget(self, socket: WebSocket) -> None:
        """Drop a closed connection.

        Payloads it did not acknowledge fail, so that the sender can retry them.
        """
        if socket in self._open:
            self._open.remove(socket)
            self._changes.bump("sockets")
        for where, future in self._waiting.values():
            if where is socket and not future.done():
                future.set_result(Reply(error="connection_failed"))

    def _acked(self, frame: Json) -> None:
        _, future = self._waiting.pop(str(frame.get("envelope_id")), (None, None))
        if future is None or future.done():
            return
        payload = frame.get("payload")
        body = payload if payload else None
        if isinstance(body, dict) and set(body) == {"text"}:
            body = read_body(body["text"])
        future.set_result(Reply(200, body))

    async def send(self, parcel: Parcel, timeout: float) -> Reply:  # noqa: ASYNC109
        if not self._open:
            return Reply(error="connection_failed")
        socket = self._open[next(self._turn) % len(self._open)]
        envelope_id = str(uuid.uuid4())
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, future)
        try:
            await _frame(socket, _envelope(envelope_id, parcel))
            return await asyncio.wait_for(future, timeout)
        except TimeoutError:
            return Reply(error="timeout")
        except (WebSocketDisconnect, RuntimeError):
            self._forget(socket)
            return Reply(error="connection_failed")
        finally:
            self._waiting.pop(envelope_id, None)

    async def disconnect(self, reason: Reason, most: int = MOST_CONNECTIONS) -> None:
        """Ask connections to close. A warning leaves them open, as Slack does for some seconds."""
        for socket in self._open[:most]:
            await _frame(socket, _disconnect(reason))
            if reason != "warning":
                # nothing new is sent on it, but pending payloads may still be acknowledged
                self._open.remove(socket)

    async def close(self) -> None:
        for socket in list(self._open):
            self._forget(socket)
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.close()


async def _frame(socket: WebSocket, frame: Json) -> None:
    await socket.send_text(json.dumps(frame))


def _disconnect(reason: Reason) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "demo"}}


def _envelope(envelope_id: str, parcel: Parcel) -> Json:
    made: Json = {
        "envelope_id": envelope_id,
        "type": _ENVELOPES[parcel.what],
        "accepts_response_payload": parcel.what != "event",
        "payload": parcel.payload,
    }
    if parcel.what == "event":
        made |= {"retry_attempt": parcel.retry, "retry_reason": parcel.retry_reason.removeprefix("http_")}
    return made
