"""Gives each request its id, by which the log's lines and the work it enqueues belong together."""

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.tracing import Tracing
from storage.engine.request import begin_request


class Requests:
    """Middleware that begins a request. The server runs each in a task of its own."""

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self._app, self._tracing = app, tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begin_request()
        with self._tracing.span(f"{scope.get('method', '')} {_place(scope)}"):
            await self._app(scope, receive, send)


def _place(scope: Scope) -> str:
    """Name the first part of a path: what follows it may be a personal link."""
    return "/" + str(scope.get("path", "")).strip("/").partition("/")[0]
