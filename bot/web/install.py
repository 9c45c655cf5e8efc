"""GET /slack/install, a page with `Add to Slack`, and GET /slack/oauth_redirect, where Slack returns."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from slack_sdk.errors import SlackApiError
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.security.keyring import Keyring
from bot.services.workspace.installation import Granted, install
from bot.slack import directory
from bot.slack import errors as slack_errors
from bot.slack.oauth import GOOD_FOR, INSTALL, REDIRECT, BadState, NotTakenOver, OAuth, States
from bot.web import words
from bot.web.pages import Pages
from storage.uow import UnitOfWork

log = structlog.get_logger()

COOKIE = "trusted-contacts-install"
_USED_UP = {"invalid_code", "code_already_used", "code_expired"}
_PASSING = {"", "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class Stopped(Exception):
    """A failed installation. `text` is shown in the browser."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


@dataclass(frozen=True, slots=True)
class Installer:
    """What installing needs: OAuth, keys and the database."""

    oauth: OAuth
    keyring: Keyring
    new_uow: Callable[..., UnitOfWork]

    @property
    def states(self) -> States:
        return States(self.keyring)


def routes(pages: Pages, installer: Installer) -> list[Route]:
    def stopped(error: Stopped) -> HTMLResponse:
        return pages.page("install_stopped.html", status=error.status, text=error.text, again=INSTALL)

    async def show(request: Request) -> Response:
        """Show the install page.

        Nothing is stored: the state is signed and bound to a secret in the browser's cookie.
        """
        browser = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        state = installer.states.new(browser, installer.new_uow().scope.now())
        page = pages.page("install.html", url=installer.oauth.authorize_url(state))
        _give(page, browser, https=installer.oauth.redirect_uri.startswith("https://"))
        return page

    async def take_back(request: Request) -> Response:
        if request.method == "HEAD":  # a check whether the page exists
            return Response()
        try:
            granted, token = await _exchanged(request, installer)
        except Stopped as error:
            return stopped(error)
        return await _installed(pages, installer, granted, token)

    return [Route(INSTALL, show), Route(REDIRECT, take_back)]


def _give(page: HTMLResponse, browser: str, *, https: bool) -> None:
    seconds = int(GOOD_FOR.total_seconds())
    page.set_cookie(COOKIE, browser, seconds, path="/slack", secure=https, httponly=True, samesite="lax")


async def _exchanged(request: Request, installer: Installer) -> tuple[Granted, str]:
    """Exchange the code for a token, after checking that this browser asked for it. Raises Stopped."""
    query = request.query_params
    await _spend(query.get("state", ""), request.cookies.get(COOKIE, ""), installer)
    if query.get("error") or not query.get("code"):
        raise Stopped(400, words.NOT_ALLOWED_IN_SLACK)
    try:
        return await installer.oauth.exchange(query["code"])
    except SlackApiError as error:
        raise _said_no(slack_errors.error_code(error)) from error
    except (NotTakenOver, KeyError) as error:
        log.error("install_not_taken_over", detail=str(error))
        raise Stopped(502, words.SLACK_UNEXPECTED) from error
    except slack_errors.FAILURES as error:
        raise Stopped(503, words.SLACK_AWAY) from error


async def _spend(state: str, browser: str, installer: Installer) -> None:
    async with installer.new_uow() as uow:
        try:
            first = await uow.used_nonces.spend(installer.states.nonce(state, browser, uow.now), uow.now)
        except BadState:
            first = False
    if not first:
        raise Stopped(400, words.STALE_INSTALL)


def _said_no(code: str) -> Stopped:
    if code in _USED_UP:
        return Stopped(400, words.CODE_USED_UP)
    if code in _PASSING:
        return Stopped(503, words.SLACK_AWAY)
    log.error("install_refused", code=code)
    return Stopped(502, words.SLACK_REFUSED)


async def _installed(pages: Pages, installer: Installer, granted: Granted, token: str) -> Response:
    async with installer.new_uow(actor=granted.installed_by, origin="web") as uow:
        workspace = await install(uow, granted, installer.keyring.seal(token.encode()))
    log.info("installed", workspace=granted.slack_id)
    page = pages.page("installed.html", team=granted.team_name)
    page.background = BackgroundTask(_meet(installer, granted, token, workspace.id))
    return page


def _meet(
    installer: Installer, granted: Granted, token: str, workspace_id: int
) -> Callable[[], Awaitable[None]]:
    """Make a task that looks up the administrators, so that people have someone to ask for access."""

    async def learn() -> None:
        uow = installer.new_uow(workspace_id=workspace_id)
        ours = directory.HomeOrganisation(granted.slack_id, granted.enterprise_id)
        await directory.learn_admins(installer.oauth.client, token, uow, ours)

    return learn
