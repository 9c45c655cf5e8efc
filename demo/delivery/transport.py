"""Payloads to the app and its replies, in one form for every transport."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

from demo.world.model import Json

What = Literal["command", "interactive", "options", "event"]
Trouble = Literal["timeout", "connection_failed", "http_error"]


@dataclass(frozen=True)
class Reply:
    """The app's reply. `error` is set if Slack would count the delivery as failed."""

    status: int = 0
    body: Any = None  # an object, a text, or None if empty
    error: Trouble | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def answer(self) -> Json:
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True)
class Parcel:
    """One payload to deliver, with the exact bytes to send over HTTP."""

    what: What
    payload: Json
    body: bytes
    headers: dict[str, str]
    retry: int = 0
    retry_reason: str = ""


@dataclass(frozen=True)
class Dispatch:
    kind: What
    payload: Json
    reply: Reply
    headers: dict[str, str]
    body: bytes


class Transport(Protocol):
    async def send(self, parcel: Parcel, timeout: float) -> Reply: ...  # noqa: ASYNC109


def body_of(what: What, payload: Json) -> tuple[bytes, str]:
    """Encode a payload as Slack posts it. Return the bytes and their content type."""
    if what == "event":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if what == "command" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def read_body(text: str) -> Any:
    """Parse the app's answer: an object if it is JSON of one, None if empty, otherwise the text itself."""
    if not text.strip():
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, dict) else text
