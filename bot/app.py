"""Builds the Bolt app: authorization, access checks, the features' listeners, and the error listener."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners import (
    access,
    approval,
    away,
    contact,
    contacts,
    emptying,
    export,
    hire,
    home,
    imports,
    installation,
    invitation,
    leaving,
    link,
    lists,
    many,
    message,
    numbers,
    people,
    person,
    profile,
    request,
    restored,
    settings,
    share,
    tags,
)
from bot.security.tokens import Links
from bot.slack import directory, refusals
from bot.slack import errors as slack_errors
from bot.slack.access import Role, authorize, nobody_may, rights_of, role_of
from bot.slack.after import After
from bot.slack.again import watch
from bot.slack.client import SlackClient
from bot.slack.door import Door
from bot.slack.installation import Installation, Installations, Whence
from bot.slack.payloads import actor_of, is_from_elsewhere, once_of
from storage.engine.database import Database
from storage.engine.failpoints import LISTENER
from storage.entities.errors import NotAllowed
from storage.entities.installation import NotConnected, NotInstalled
from storage.entities.right import Right
from storage.tables.admission import look_up
from storage.uow import UnitOfWork

FEATURES = (
    invitation,
    imports,
    message,
    link,
    approval,
    home,
    contact,
    hire,
    many,
    lists,
    tags,
    export,
    numbers,
    settings,
    access,
    leaving,
    away,
    people,
    installation,
    request,
    restored,
    person,
    profile,
    share,
    emptying,
    contacts,
)

WAIT_SECONDS = 2.2  # for the database: Slack waits three for the answer, which then takes its time


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts the app is built from.

    `admins`, `import_grace` and `foot_address`, the postal address in the foot of emails of companies that
    have set none, come from the environment.
    """

    database: Database
    installations: Installations
    new_uow: Callable[..., UnitOfWork]
    client: SlackClient
    links: Links
    admins: Sequence[str]
    import_grace: timedelta
    foot_address: str = ""


def build_app(parts: Parts) -> AsyncApp:
    """Build the app for `async_dispatch`. Requests must be verified before."""
    app = AsyncApp(
        name="trusted-contacts",  # without a name, Bolt searches the source of all its callers for one
        client=parts.client,
        authorize=_authorization(parts.installations),
        # The answer is sent when the listener returns. The other mode polls for it every 10 ms, and loses an
        # ack if the listener raises right after it (slack-bolt 1.30).
        process_before_response=True,
        # bot/web/slack.py does it, answering garbage with 401 instead of 500
        request_verification_enabled=False,
        ssl_check_enabled=False,
    )
    door = Door()
    register_features(door)
    app.use(_Admission(parts, door))
    app.use(door)
    app.error(refusals.answer)
    return app


def register_features(door: Door) -> None:
    """Register every listener of the program, with the rights it needs."""
    for feature in FEATURES:
        feature.register(door)
    door.close()


def _authorization(installations: Installations) -> Callable[..., Awaitable[Any]]:
    async def authorize_request(context: AsyncBoltContext) -> AuthorizeResult:
        """Authorize a request for Bolt, without calling Slack."""
        context["home"] = found = await _home_of(installations, context)
        return found.authorized

    return authorize_request


async def _home_of(installations: Installations, context: AsyncBoltContext) -> Installation:
    whence = Whence(context.enterprise_id, context.team_id, bool(context.is_enterprise_install))
    try:
        found = await installations.find(whence)
    except slack_errors.FAILURES as error:
        raise NotConnected from error
    if found is None:
        raise NotInstalled
    return found


class _Admission(AsyncMiddleware):
    """Gives each listener its unit of work, and refuses people without the right to use it."""

    def __init__(self, parts: Parts, door: Door) -> None:
        self._parts, self._door = parts, door

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 (Bolt gives it by this name)
    ) -> BoltResponse:
        parts, body, context, acted = self._parts, req.body, req.context, watch()
        client = parts.client.for_request(context.client.token, context.team_id, acted.note)
        # Bolt does not authorize events that report the end of a token.
        home = context.get("home") or await _home_of(parts.installations, context)
        scope = {"workspace_id": home.workspace_id, "actor": actor_of(body), "once": once_of(body)}
        scope["no_later"] = monotonic() + WAIT_SECONDS
        uow = parts.new_uow(origin="slack", committed=acted.commit, passes=LISTENER, **scope)
        context["client"], context["uow"], context["links"] = client, uow, parts.links
        context["grace"], context["foot_address"] = parts.import_grace, parts.foot_address
        context["role_now"] = role_now = partial(_role, parts, uow, client, home)
        context["role"] = role = await _role_in(body, home, role_now)
        context["rights"] = rights = rights_of(role)
        context["after"] = After(client, body, uow, rights)
        await _admit(self._door.needs_of(body), uow, role)
        return await next()


def _admins(parts: Parts, home: Installation) -> tuple[str, ...]:
    """List the administrators by configuration, whatever their role in Slack."""
    return (*parts.admins, *([home.installed_by] if home.installed_by else []))


async def _role_in(
    body: dict[str, Any], home: Installation, role_now: Callable[[str], Awaitable[Role]]
) -> Role:
    """Find the role of the acting person. An event that names no one is Slack's own."""
    actor = actor_of(body)
    if not actor and body.get("type") == "event_callback":
        return Role.SLACK
    return Role.STRANGER if is_from_elsewhere(body, home.slack_id) else await role_now(actor)


async def _role(
    parts: Parts, uow: UnitOfWork, client: AsyncWebClient, home: Installation, user_id: str
) -> Role:
    """Find a person's role. Slack is asked if their cached profile is missing or old."""
    found = await look_up(parts.database, home.workspace_id, user_id)
    member = found.member
    if member is None or directory.is_old(member, uow.scope.now()):
        ours = directory.HomeOrganisation(home.slack_id, home.enterprise_id)
        member = await directory.refresh(uow, client, user_id, ours, member)
    return role_of(member, _admins(parts, home), found.settings, by_group=found.by_group)


async def _admit(needs: Sequence[Right] | None, uow: UnitOfWork, role: Role) -> None:
    if needs is None:
        raise nobody_may()
    try:
        authorize(needs, role)
    except NotAllowed as refused:
        async with uow.read():
            refused.admins = tuple(await uow.colleagues.administrators())
        raise
