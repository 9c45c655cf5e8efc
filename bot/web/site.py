"""The Starlette app with all routes of the program."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.security.tokens import Links
from bot.web import (
    availability,
    health,
    install,
    invitation,
    new_address,
    offer,
    opt_out,
    person,
    request,
    signup,
    stay,
)
from bot.web.pages import FOLDER, Pages, SecurityHeaders
from bot.web.requests import Requests
from storage.engine.conflicts import is_conflict, run_again
from storage.engine.faults import DatabaseFault, PoolTimeout
from storage.engine.journal import JournalRefused
from storage.entities.errors import Refused
from storage.uow import UnitOfWork

Handler = Callable[[Request], Awaitable[Response]]


def build_site(
    links: Links,
    new_uow: Callable[..., UnitOfWork],
    watched: health.Watched,
    desk: signup.SignupLimits,
    slack: Handler | None,
    installer: install.Installer | None = None,
) -> ASGIApp:
    """Build the web app.

    `slack` is None in Socket Mode, where no request of Slack comes over HTTP. `installer` is set with OAuth.
    """
    pages = Pages(links, new_uow)

    async def home(_request: Request) -> Response:
        """Show a home page for people who shorten a link to see whose site it is.

        It reveals no personal data.
        """
        return pages.page("home.html")

    of_people = [
        *request.routes(pages, links, new_uow),
        *invitation.routes(pages, links, new_uow),
        *offer.routes(pages, links, new_uow),
        *new_address.routes(pages, links, new_uow),
        *opt_out.routes(pages, links, new_uow),
        *availability.routes(pages, links, new_uow),
        *person.routes(pages, links, new_uow),
        *stay.routes(pages, links, new_uow),
        *signup.routes(pages, links, new_uow, desk),
    ]
    # Routes are tried in this order, and nobody waits as impatiently as Slack.
    routes = [Route("/slack/events", slack, methods=["POST"])] if slack else []
    routes += [
        *health.routes(watched, new_uow),
        *(_again(route, pages) for route in of_people),
        Route("/", home),
        Route("/style.css", _file("style.css")),
        Route("/favicon.svg", _file("favicon.svg")),
    ]
    if installer:
        routes += install.routes(pages, installer)
    handlers = {
        Refused: pages.refused,
        HTTPException: pages.http_error,
        PoolTimeout: pages.busy,
        DatabaseFault: pages.away,
        JournalRefused: pages.away,
        ClientDisconnect: pages.client_gone,
        Exception: pages.broken,
    }
    # Wrapped around Starlette: its own 500 response bypasses any middleware passed to it.
    site = SecurityHeaders(Starlette(routes=routes, exception_handlers=handlers))
    return Requests(site, watched.tracing)


def _file(name: str) -> Handler:
    """Make a handler that serves a static file, cacheable for an hour."""

    async def send(_request: Request) -> Response:
        return FileResponse(FOLDER / "static" / name, headers={"Cache-Control": "public, max-age=3600"})

    return send


def _again(route: Route, pages: Pages) -> Route:
    """Make a route that is run again after a conflict in the database. Pages have no other effects."""

    async def run(request: Request) -> Response:
        try:
            return await run_again(partial(route.endpoint, request))
        except DatabaseFault as error:
            if not is_conflict(error):
                raise
            return await pages.busy(request, error)

    return Route(route.path, run, methods=list(route.methods or ()))
