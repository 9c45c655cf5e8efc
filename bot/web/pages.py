"""Pages from templates, refusals as pages, and the headers every answer carries."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.links import BadToken, Links, Purpose, Token
from storage.errors import LinkGone, LinkPaused, NotFound, Refused

log = structlog.get_logger()

FOLDER = Path(__file__).parent
PAUSED_SECONDS = 600  # somebody has to decide in Slack
BUSY_SECONDS = 5
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    # With no-referrer Chromium sends `Origin: null` from our own form, and such a POST is refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


class Pages:
    """Draws pages, reads the tokens in their addresses, and says kindly what does not work."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined
        )

    def page(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(template).render(values), status)

    def note(self, heading: str, text: str, *, status: int = 200) -> HTMLResponse:
        """A page that only says something."""
        return self.page("note.html", heading=heading, text=text, status=status)

    def token(self, request: Request, purpose: Purpose) -> Token:
        """What the link says; a link that is not ours looks like a page that does not exist."""
        try:
            return self._links.read(purpose, request.path_params["token"])
        except BadToken:
            raise HTTPException(404) from None

    async def refused(self, _request: Request, error: Exception) -> HTMLResponse:
        """For Starlette: a refusal becomes a page."""
        assert isinstance(error, Refused)
        if isinstance(error, LinkGone):
            return self.note("This link no longer works", error.text, status=410)
        if isinstance(error, NotFound):
            return self.missing()
        if isinstance(error, LinkPaused):
            return self._later("Not just now", error.text, PAUSED_SECONDS)
        return self.note("That is not possible", error.text, status=409)

    async def http_error(self, _request: Request, error: Exception) -> HTMLResponse:
        """For Starlette: a status becomes a page."""
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return self.missing()
        heading, text = _ERRORS.get(error.status_code, _ERRORS[400])
        page = self.note(heading, text, status=error.status_code)
        page.headers.update(error.headers or {})
        return page

    async def busy(self, _request: Request, error: Exception) -> HTMLResponse:
        """For Starlette: the database had no turn for us."""
        log.warning("page_waited_too_long", error=type(error).__name__)
        return self._later(*_ERRORS[503], BUSY_SECONDS)

    def _later(self, heading: str, text: str, seconds: int) -> HTMLResponse:
        page = self.note(heading, text, status=503)
        page.headers["Retry-After"] = str(seconds)
        return page

    async def broken(self, request: Request, error: Exception) -> HTMLResponse:
        """For Starlette: our own fault."""
        log.error("page_failed", method=request.method, path=request.url.path, exc_info=error)
        return self.note(
            "Something went wrong", "This is our fault. Please try again in a moment.", status=500
        )

    def missing(self) -> HTMLResponse:
        text = "Please check that the whole link was copied, or open it from the mail again."
        return self.note("There is nothing here", text, status=404)


_ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("That did not work", "Your browser sent something we cannot read. Please try again."),
    403: ("That did not come from our page", "Please open the link again and press the button there."),
    405: ("That did not work", "Please open the link again and press a button there."),
    413: ("That is too much", "Your browser sent more than this page takes."),
    415: ("That did not work", "Your browser sent something this page does not take."),
    429: (
        "A little slower, please",
        "Much has been sent from where you are. Please wait a minute, go back and try again.",
    ),
    503: ("Not just now", "A lot is going on here. Please go back and try again in a moment."),
}


def from_our_page(request: Request, base_url: str) -> None:
    """Refuses a POST that another site made; clients that send no Origin are no browsers."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    own = urlsplit(base_url)
    same_host = urlsplit(origin).netloc == request.headers.get("host")
    if origin != f"{own.scheme}://{own.netloc}" and not same_host:
        raise HTTPException(403)


class SecurityHeaders:
    """Puts the headers on every answer, errors included."""

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
