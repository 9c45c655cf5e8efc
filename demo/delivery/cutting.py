"""Cuts a connection without an answer, which ASGI alone cannot do."""

from typing import Any

from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_KEY = "demo.hang_up"


class CuttableProtocol(HttpToolsProtocol):
    def on_message_begin(self) -> None:
        super().on_message_begin()
        scope: Any = self.scope
        scope.setdefault("extensions", {})[_KEY] = self.transport.abort


def hang_up(request: Request) -> None:
    request.scope["extensions"][_KEY]()
