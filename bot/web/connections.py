"""Limits on clients' connections: how long a request may take to arrive, and how many may be open.

uvicorn limits neither. A few hundred connections that send a byte now and then would use up all file
descriptors, and calls to Slack, the relay and the database would fail.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

try:
    import resource
except ImportError:  # Windows has neither this module nor such a limit
    resource = None  # type: ignore[assignment]

RESERVED_DESCRIPTORS = 128  # kept for the database, Slack, the relay, files and Python itself
MOST_CONNECTIONS = 2_000
FEWEST_CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Seconds in which a request's head and body must arrive, and the maximum of open connections."""

    head_seconds: float = 10.0
    body_seconds: float = 20.0
    most: int = MOST_CONNECTIONS

    @classmethod
    def of_this_process(cls) -> "ConnectionLimits":
        """Take the defaults, and as many connections as the limit on open files allows."""
        if resource is None:
            return cls()
        open_files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if open_files == resource.RLIM_INFINITY:
            return cls()
        return cls(most=max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, open_files - RESERVED_DESCRIPTORS)))


class BoundedProtocol(HttpToolsProtocol):
    """HTTP with one client. When there are too many, an idle or slow client makes room for a new one."""

    limits = ConnectionLimits()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.limits.most:
            self._make_room()
        self._expect(self.limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect(None)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:  # another request on the same connection
            self._expect(self.limits.head_seconds)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._expect(self.limits.body_seconds)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._expect(None)

    @property
    def _receiving(self) -> bool:
        return self._deadline is not None

    @property
    def _idle(self) -> bool:
        return not self._receiving and (self.cycle is None or self.cycle.response_complete)

    def _expect(self, seconds: float | None) -> None:
        """Set the time by which the next part must arrive. None: nothing is expected."""
        if self._deadline:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        self._deadline = None
        self.transport.close()

    def _make_room(self) -> None:
        others: list[Any] = [other for other in self.connections if other is not self]
        idle = next((other for other in others if other._idle), None)
        slowest = min((other for other in others if other._receiving), key=_deadline_of, default=None)
        (idle or slowest or self)._give_up()


def _deadline_of(connection: BoundedProtocol) -> float:
    return connection._deadline.when() if connection._deadline else 0.0


def bounded_by(limits: ConnectionLimits) -> type[BoundedProtocol]:
    """Make the protocol class for a server with these limits. uvicorn creates its instances."""
    return type("BoundedProtocol", (BoundedProtocol,), {"limits": limits})
