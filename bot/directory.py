"""Slack's people: asked of Slack at most every ten minutes, so that a click costs no call."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import slack_errors
from storage.bookkeeping import Member
from storage.uow import UnitOfWork

log = structlog.get_logger()

KNOWN_SECONDS = 0.8
FRESH_FOR = timedelta(minutes=10)
DAY_SECONDS = 24 * 60 * 60
PEOPLE_A_PAGE = 1_000
_NOT_OF_US = {"user_not_found", "user_not_visible", "users_not_found"}


@dataclass(frozen=True, slots=True)
class Ours:
    """Whose people are no strangers: those of the workspace, and of the organisation it belongs to."""

    slack_id: str
    enterprise_id: str | None = None

    def has(self, user: dict[str, Any]) -> bool:
        organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
        same = organisation is not None and organisation in {self.slack_id, self.enterprise_id}
        return same or user.get("team_id") in {None, self.slack_id}


def is_old(known: Member, now: datetime) -> bool:
    return now - known.fetched_at >= FRESH_FOR


async def refresh(
    uow: UnitOfWork, client: AsyncWebClient, user_id: str, ours: Ours, known: Member | None
) -> Member:
    """Asks Slack and remembers; what was known before serves while Slack cannot be asked."""
    try:
        # Slack waits three seconds for us, and a modal may have to be opened yet.
        async with asyncio.timeout(KNOWN_SECONDS if known else None):
            fetched = await _fetch(client, user_id, ours)
    except slack_errors.FAILURES:
        if known:
            return known
        raise
    uow = uow.of(once=None)
    async with uow:
        fetched.fetched_at = uow.now
        await uow.members.remember(fetched)
    return fetched


async def _fetch(client: AsyncWebClient, user_id: str, ours: Ours) -> Member:
    try:
        answer = await client.users_info(user=user_id)
    except SlackApiError as error:
        if slack_errors.error_code(error) in _NOT_OF_US:
            return _stranger(user_id)
        raise
    return member_of(answer["user"], ours)


def _stranger(user_id: str) -> Member:
    return Member(user_id=user_id, name="Somebody", email=None, **_flags(stranger=True))


def member_of(user: dict[str, Any], ours: Ours) -> Member:
    """A user object of Slack's as we remember it."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or "Somebody"
    flags = _flags(
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        bot=bool(user.get("is_bot")),
        deleted=bool(user.get("deleted")),
        stranger=bool(user.get("is_stranger")) or not ours.has(user),
    )
    offset = user.get("tz_offset")
    member = Member(user_id=user["id"], name=name, email=profile.get("email"), **flags)
    member.tz_offset = offset if isinstance(offset, int) and abs(offset) < DAY_SECONDS else None
    return member


def _flags(**given: bool) -> dict[str, bool]:
    return dict.fromkeys(("admin", "guest", "bot", "deleted", "stranger"), False) | given


async def learn_admins(client: AsyncWebClient, token: str, uow: UnitOfWork, ours: Ours) -> None:
    """Remembers the workspace's administrators, so that there is somebody to ask for access."""
    try:
        pages = await client.users_list(token=token, limit=PEOPLE_A_PAGE)
        people = pages["members"]
    except slack_errors.FAILURES as error:
        log.warning("admins_not_learned", error=type(error).__name__)
        return
    async with uow:
        for user in people:
            known = member_of(user, ours)
            if known.admin and not known.bot:
                known.fetched_at = uow.now
                await uow.members.remember(known)
