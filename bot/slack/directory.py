"""Profiles of Slack members, cached for ten minutes, so that most requests need no Web API call."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.workspace.leaving import noticed
from bot.slack import errors as slack_errors
from storage.entities.errors import RoleUnknown
from storage.entities.member import Member
from storage.uow import UnitOfWork

log = structlog.get_logger()

KNOWN_SECONDS = 0.8  # for members whose cached profile serves; for others the client's own limit counts
FRESH_FOR = timedelta(minutes=10)
SERVES_FOR = timedelta(days=1)  # a cached profile, while Slack cannot be asked
DAY_SECONDS = 24 * 60 * 60
PEOPLE_A_PAGE = 200  # Slack recommends no more
MOST_PAGES = 500  # of a list that never ends
_PHOTO = re.compile(r"https://[!#-;=?-~]{1,500}")  # needs no escape in an email
_NOT_OF_US = {"user_not_found", "user_not_visible", "users_not_found"}


@dataclass(frozen=True, slots=True)
class HomeOrganisation:
    """The workspace and its organisation. People of any other are strangers (Slack Connect)."""

    slack_id: str
    enterprise_id: str | None = None

    def is_led_by(self, user: dict[str, Any]) -> bool:
        """Tell whether somebody is an administrator of the organisation for which the app is installed."""
        organisation = user.get("enterprise_user") or {}
        leads = organisation.get("is_admin") or organisation.get("is_owner")
        return bool(leads) and organisation.get("enterprise_id") == self.slack_id

    def has(self, user: dict[str, Any]) -> bool:
        organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
        same = organisation is not None and organisation in {self.slack_id, self.enterprise_id}
        return same or user.get("team_id") in {None, self.slack_id}


def is_old(known: Member, now: datetime) -> bool:
    return now - known.fetched_at >= FRESH_FOR


async def refresh(
    uow: UnitOfWork, client: AsyncWebClient, user_id: str, ours: HomeOrganisation, known: Member | None
) -> Member:
    """Ask Slack about a member and cache the answer.

    If Slack cannot be asked, a cached profile less than a day old is used. An older one might let in somebody
    who has lost the right since: raises RoleUnknown.
    """
    if known and uow.scope.now() - known.fetched_at >= SERVES_FOR:
        known = None
    try:
        # Slack gives us three seconds, and a modal may still have to be opened.
        async with asyncio.timeout(KNOWN_SECONDS if known else None):
            fetched = await fetch(client, user_id, ours)
    except slack_errors.FAILURES as error:
        if known:
            return known
        raise RoleUnknown from error
    uow = uow.of(once=None, committed=None, passes=None)  # the listener itself has not changed anything yet
    async with uow:
        await noticed(uow, fetched)
    return fetched


async def fetch(
    client: AsyncWebClient, user_id: str, ours: HomeOrganisation, token: str | None = None
) -> Member:
    """Ask Slack about a member. Raises a failure of the Web API call.

    `token` is the client's own unless given.
    """
    given: dict[str, Any] = {"token": token} if token else {}
    try:
        answer = await client.users_info(user=user_id, **given)
    except SlackApiError as error:
        if slack_errors.error_code(error) in _NOT_OF_US:
            return _stranger(user_id)
        raise
    return member_of(answer["user"], ours)


def _stranger(user_id: str) -> Member:
    return Member(user_id=user_id, name="", email=None, **_flags(stranger=True))


def member_of(user: dict[str, Any], ours: HomeOrganisation) -> Member:
    """Convert a user object of Slack's into a member."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or "Somebody"
    flags = _flags(
        admin=bool(user.get("is_admin") or user.get("is_owner") or ours.is_led_by(user)),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        bot=bool(user.get("is_bot")),
        deleted=bool(user.get("deleted")),
        stranger=bool(user.get("is_stranger")) or not ours.has(user),
    )
    offset, zone = user.get("tz_offset"), user.get("tz")
    member = Member(user_id=user["id"], name=name, email=profile.get("email"), **flags)
    member.title, member.photo = profile.get("title") or None, _photo(profile)
    member.tz = zone if isinstance(zone, str) else None
    member.tz_offset = offset if isinstance(offset, int) and abs(offset) < DAY_SECONDS else None
    return member


def _photo(profile: dict[str, Any]) -> str | None:
    """Find the address of a picture they uploaded. Slack draws one for everybody else."""
    photo = profile.get("image_192") if profile.get("is_custom_image") else None
    return photo if isinstance(photo, str) and _PHOTO.fullmatch(photo) else None


def _flags(**given: bool) -> dict[str, bool]:
    return dict.fromkeys(("admin", "guest", "bot", "deleted", "stranger"), False) | given


async def learn_admins(client: AsyncWebClient, token: str, uow: UnitOfWork, ours: HomeOrganisation) -> None:
    """Cache the workspace's administrators, so that people have someone to ask for access."""
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        try:
            page = await client.users_list(token=token, limit=PEOPLE_A_PAGE, cursor=cursor)
            people, more = page["members"], page.get("response_metadata") or {}
        except slack_errors.FAILURES as error:
            log.warning("admins_not_learned", error=type(error).__name__)
            return
        await _remember_admins(uow, [member_of(user, ours) for user in people])
        cursor = more.get("next_cursor") or None
        if cursor is None:
            return


async def _remember_admins(uow: UnitOfWork, people: Iterable[Member]) -> None:
    admins = [each for each in people if each.admin and not each.outside]
    if not admins:
        return
    async with uow.of() as page:
        for each in admins:
            each.fetched_at = page.now
            await page.members.remember(each)
