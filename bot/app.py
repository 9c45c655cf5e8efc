"""Builds the Bolt app: who it is, who may do what, the features, and the answer when something is refused."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import directory, refusals, slack_errors
from bot.access import Role, authorize, role_of
from bot.installation import Installation, Installations, Whence
from bot.links import Links
from bot.listeners import (
    access,
    approval,
    contact,
    contacts,
    export,
    hiring,
    home,
    imports,
    installation,
    invitation,
    link,
    many,
    message,
    request,
    settings,
    tags,
)
from bot.requests import actor_of, is_from_elsewhere, listener_of, once_of
from storage.admission import look_up
from storage.database import Database
from storage.errors import NotAllowed, NotConnected, NotInstalled
from storage.uow import UnitOfWork

# contacts last: it takes every word of /contacts
FEATURES = (
    invitation,
    imports,
    message,
    link,
    approval,
    home,
    contact,
    hiring,
    many,
    tags,
    export,
    settings,
    access,
    installation,
    request,
    contacts,
)

Next = Callable[[], Awaitable[BoltResponse]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the app is built from; made by the composition root.

    `admins` and `import_grace` are those of the environment.
    """

    database: Database
    installations: Installations
    new_uow: Callable[..., UnitOfWork]
    client: AsyncWebClient
    links: Links
    admins: Sequence[str]
    import_grace: timedelta


def build_app(parts: Parts) -> AsyncApp:
    """The app, ready for `async_dispatch`; requests are verified before they get here."""
    app = AsyncApp(
        name="trusted-contacts",  # without one it looks through the source of all its callers for it
        client=parts.client,
        authorize=_authorization(parts.installations),
        # The answer leaves when the listener returns. The other mode polls for it every 10 ms, and loses an
        # ack if the listener raises right after it (slack-bolt 1.30).
        process_before_response=True,
        request_verification_enabled=False,  # bot/web/slack.py does, where garbage is a 401 and not a 500
        ssl_check_enabled=False,
    )
    app.use(_admission(parts))
    app.error(refusals.answer)
    for feature in FEATURES:
        feature.register(app)
    return app


def _authorization(installations: Installations) -> Callable[..., Awaitable[Any]]:
    async def authorize_request(context: AsyncBoltContext) -> AuthorizeResult:
        """Bolt's question for each request, answered without Slack."""
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


def _admission(parts: Parts) -> Callable[..., Awaitable[BoltResponse]]:
    async def admit(
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        next: Next,  # noqa: A002 (Bolt gives it by this name)
    ) -> BoltResponse:
        """Gives each listener its unit of work and lets nobody through who may not use it."""
        # Bolt does not ask whose an event is that tells of the token's end.
        home = context.get("home") or await _home_of(parts.installations, context)
        scope = {"workspace_id": home.workspace_id, "actor": actor_of(body), "once": once_of(body)}
        uow = parts.new_uow(origin="slack", **scope)
        context["uow"], context["links"] = uow, parts.links
        context["grace"] = parts.import_grace
        context["admins"] = admins = _admins(parts, home)
        context["role_now"] = role_now = partial(_role, parts, uow, client, home)
        context["role"] = await _role_in(body, home, role_now)
        await _admit(admins, listener_of(body), uow, context["role"])
        return await next()

    return admit


def _admins(parts: Parts, home: Installation) -> tuple[str, ...]:
    """Administrators whatever Slack says of them."""
    return (*parts.admins, *([home.installed_by] if home.installed_by else []))


async def _role_in(
    body: dict[str, Any], home: Installation, role_now: Callable[[str], Awaitable[Role]]
) -> Role:
    """Who acts in this payload. An event that names nobody is Slack's own."""
    actor = actor_of(body)
    if not actor and body.get("type") == "event_callback":
        return Role.SLACK
    return Role.STRANGER if is_from_elsewhere(body, home.slack_id) else await role_now(actor)


async def _role(
    parts: Parts, uow: UnitOfWork, client: AsyncWebClient, home: Installation, user_id: str
) -> Role:
    """What this person is to the workspace; asks Slack when that was not known or is old."""
    found = await look_up(parts.database, home.workspace_id, user_id)
    member = found.member
    if member is None or directory.is_old(member, uow.scope.now()):
        ours = directory.Ours(home.slack_id, home.enterprise_id)
        member = await directory.refresh(uow, client, user_id, ours, member)
    return role_of(member, _admins(parts, home), found.settings)


async def _admit(admins: Sequence[str], listener: str, uow: UnitOfWork, role: Role) -> None:
    try:
        authorize(listener, role)
    except NotAllowed as refused:
        async with uow.read():
            refused.admins = (*admins, *await uow.members.known_admins())
        raise
