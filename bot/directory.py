"""Slack's people: asked of Slack at most every ten minutes, so that a click costs no call."""

import asyncio
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
PEOPLE_A_PAGE = 1_000
_NOT_OF_US = {"user_not_found", "user_not_visible", "users_not_found"}


def is_old(known: Member, now: datetime) -> bool:
    return now - known.fetched_at >= FRESH_FOR


async def refresh(
    uow: UnitOfWork, client: AsyncWebClient, user_id: str, slack_id: str, known: Member | None
) -> Member:
    """Asks Slack and remembers; what was known before serves while Slack cannot be asked."""
    try:
        # Slack waits three seconds for us, and a modal may have to be opened yet.
        async with asyncio.timeout(KNOWN_SECONDS if known else None):
            fetched = await _fetch(client, user_id, slack_id)
    except slack_errors.FAILURES:
        if known:
            return known
        raise
    uow = uow.of(once=None)
    async with uow:
        fetched.fetched_at = uow.now
        await uow.members.remember(fetched)
    return fetched


async def _fetch(client: AsyncWebClient, user_id: str, slack_id: str) -> Member:
    try:
        answer = await client.users_info(user=user_id)
    except SlackApiError as error:
        if slack_errors.error_code(error) in _NOT_OF_US:
            return _stranger(user_id)
        raise
    return member_of(answer["user"], slack_id)


def _stranger(user_id: str) -> Member:
    return Member(user_id=user_id, name="Somebody", email=None, **_flags(stranger=True))


def member_of(user: dict[str, Any], slack_id: str) -> Member:
    """A user object of Slack's as we remember it."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or "Somebody"
    elsewhere = user.get("team_id") not in {None, slack_id} and not user.get("enterprise_user")
    flags = _flags(
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        bot=bool(user.get("is_bot")),
        deleted=bool(user.get("deleted")),
        stranger=bool(user.get("is_stranger")) or elsewhere,
    )
    return Member(user_id=user["id"], name=name, email=profile.get("email"), **flags)


def _flags(**given: bool) -> dict[str, bool]:
    return dict.fromkeys(("admin", "guest", "bot", "deleted", "stranger"), False) | given


async def learn_admins(client: AsyncWebClient, token: str, uow: UnitOfWork, slack_id: str) -> None:
    """Remembers the workspace's administrators, so that there is somebody to ask for access."""
    try:
        pages = await client.users_list(token=token, limit=PEOPLE_A_PAGE)
        people = pages["members"]
    except slack_errors.FAILURES as error:
        log.warning("admins_not_learned", error=type(error).__name__)
        return
    async with uow:
        for user in people:
            known = member_of(user, slack_id)
            if known.admin and not known.bot:
                known.fetched_at = uow.now
                await uow.members.remember(known)
