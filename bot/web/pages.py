"""Pages from templates, refusals as pages, and security headers on every response."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.security.tokens import ROWS, BadToken, Links, Purpose, Token
from bot.web import words
from bot.web.words import Notice
from language.dates import day_words, moment_words
from language.lists import or_words
from language.names import first_name, initials
from language.plurals import count_words
from storage.engine.conflicts import is_conflict
from storage.engine.faults import Cause, cause_of, said_by
from storage.entities.errors import NotFound, Refused
from storage.entities.link import LinkGone, LinkPaused
from storage.entities.money import CURRENCIES
from storage.entities.status import Per
from storage.uow import UnitOfWork

log = structlog.get_logger()

FOLDER = Path(__file__).parent
PAUSED_SECONDS = 600  # someone must first decide in Slack
BUSY_SECONDS = 5
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    # With no-referrer, Chromium sends `Origin: null` from our own form, and that POST would be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


@cache
def templates() -> Environment:
    """Load the pages' templates and the functions they call. Cached, since each template is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {
        "day": day_words, "moment": moment_words, "or_words": or_words,
        "first_name": first_name, "initials": initials
    }  # fmt: skip
    environment.globals |= {
        "count_words": count_words,
        "currencies": lambda: CURRENCIES,
        "units": lambda: Per,
    }
    return environment


class Pages:
    """Renderer of pages. It also reads tokens in their addresses and turns errors into pages."""

    def __init__(self, links: Links, new_uow: Callable[..., UnitOfWork]) -> None:
        self._links, self._new_uow = links, new_uow
        self._templates = templates()

    def page(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(template).render(values), status)

    def note(self, notice: Notice, *, status: int = 200) -> HTMLResponse:
        """Render a page that has only a heading and text."""
        return self.page("note.html", heading=notice.heading, text=notice.text, status=status)

    async def token(self, request: Request, purpose: Purpose) -> Token:
        """Verify the opened link and return its token."""
        return await self.read(purpose, request.path_params["token"])

    async def read(self, purpose: Purpose, text: str) -> Token:
        """Verify a link's text. A forged link, or one of another row, gets the page for unknown addresses.

        The salt is compared here, so that no page can forget it. Salts never change, so this may use its own
        transaction.
        """
        try:
            token = self._links.read(purpose, text)
        except BadToken:
            raise HTTPException(404) from None
        async with self._new_uow(workspace_id=token.workspace_id).read() as uow:
            if await uow.salts.of(ROWS[purpose], token.row_id) != token.salt:
                raise HTTPException(404)
        return token

    async def refused(self, _request: Request, error: Exception) -> HTMLResponse:
        """Turn a refusal into a page, for Starlette."""
        assert isinstance(error, Refused)
        if isinstance(error, LinkGone):
            return self.note(Notice(words.LINK_GONE, error.text), status=410)
        if isinstance(error, NotFound):
            return self.note(words.MISSING, status=404)
        if isinstance(error, LinkPaused):
            return self._later(Notice(words.LINK_PAUSED, error.text), PAUSED_SECONDS)
        return self.note(Notice(words.NOT_POSSIBLE, error.text), status=409)

    async def http_error(self, _request: Request, error: Exception) -> HTMLResponse:
        """Turn an HTTP error status into a page, for Starlette."""
        assert isinstance(error, HTTPException)
        notice = words.ERRORS.get(error.status_code, words.BAD_REQUEST)
        page = self.note(notice, status=error.status_code)
        page.headers.update(error.headers or {})
        return page

    async def busy(self, _request: Request, error: Exception) -> HTMLResponse:
        """Answer 503 when the database had no connection free in time, for Starlette."""
        if is_conflict(error):
            log.warning("page_gave_way", detail=said_by(error))
        return self._later(words.BUSY, BUSY_SECONDS)

    async def away(self, request: Request, error: Exception) -> HTMLResponse:
        """Answer 503 with the reason while the database cannot be used, for Starlette."""
        match cause_of(error):
            case None:
                return await self.broken(request, error)
            case Cause.BUSY:
                return await self.busy(request, error)
            case Cause.AWAY:
                return self._later(words.DATABASE_AWAY, BUSY_SECONDS)
            case _:
                return self._later(words.CANNOT_SAVE, BUSY_SECONDS)

    def _later(self, notice: Notice, seconds: int) -> HTMLResponse:
        page = self.note(notice, status=503)
        page.headers["Retry-After"] = str(seconds)
        return page

    async def broken(self, request: Request, error: Exception) -> HTMLResponse:
        """Log an unexpected error and show a page, for Starlette."""
        log.error("page_failed", method=request.method, path=request.url.path, exc_info=error)
        return self.note(words.BROKEN, status=500)

    async def client_gone(self, _request: Request, _error: Exception) -> Response:
        """Answer nothing: the client left, or was too slow, before its request was complete."""
        return Response(status_code=400)


def from_our_page(request: Request, base_url: str) -> None:
    """Refuse a POST from another site's page (403). Clients without an Origin header are not browsers."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    own = urlsplit(base_url)
    same_host = urlsplit(origin).netloc == request.headers.get("host")
    if origin != f"{own.scheme}://{own.netloc}" and not same_host:
        raise HTTPException(403)


class SecurityHeaders:
    """Middleware that puts security headers on every response, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
