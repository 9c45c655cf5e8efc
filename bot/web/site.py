"""The Starlette app: every route of the program in one list."""

from collections.abc import Awaitable, Callable

from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.links import Links
from bot.web import health, install, invitation, offer, opt_out, request, signup
from bot.web.pages import FOLDER, Pages, SecurityHeaders
from storage.errors import Refused
from storage.uow import UnitOfWork

Handler = Callable[[Request], Awaitable[Response]]


def build_site(
    links: Links,
    new_uow: Callable[..., UnitOfWork],
    checks: health.Checks,
    desk: signup.Desk,
    slack: Handler | None,
    installer: install.Installer | None = None,
) -> ASGIApp:
    """`slack` is None in Socket Mode: nothing of Slack's comes in by HTTP then. `installer`: by OAuth."""
    pages = Pages(links)

    async def home(_request: Request) -> Response:
        """For whoever shortens a link to see who is behind it; it tells nothing of anybody."""
        return pages.page("home.html")

    routes = [
        *health.routes(checks, new_uow),
        *request.routes(pages, links, new_uow),
        *invitation.routes(pages, links, new_uow),
        *offer.routes(pages, links, new_uow),
        *opt_out.routes(pages, links, new_uow),
        *signup.routes(pages, links, new_uow, desk),
        Route("/", home),
        Route("/style.css", _file("style.css")),
        Route("/favicon.svg", _file("favicon.svg")),
    ]
    if slack:
        routes.append(Route("/slack/events", slack, methods=["POST"]))
    if installer:
        routes += install.routes(pages, installer)
    handlers = {
        Refused: pages.refused,
        HTTPException: pages.http_error,
        PoolTimeout: pages.busy,
        Exception: pages.broken,
    }
    # Around Starlette and not within: its answer to a failure of ours passes by every middleware it is given.
    return SecurityHeaders(Starlette(routes=routes, exception_handlers=handlers))


def _file(name: str) -> Handler:
    """A file of the pages, which browsers may keep for an hour."""

    async def send(_request: Request) -> Response:
        return FileResponse(FOLDER / "static" / name, headers={"Cache-Control": "public, max-age=3600"})

    return send
