"""Listeners for Slack's reports that the app was uninstalled or its token revoked."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck

from bot.services.workspace.installation import take_out
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork

_TIMES = range(2**33)  # seconds since 1970 that fit a datetime


def register(on: Door) -> None:
    on.event("app_uninstalled", Right.REPORT)(hear_uninstalled)
    on.event("tokens_revoked", Right.REPORT)(hear_revoked)


async def hear_uninstalled(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await take_out(uow, told_at(body))
    await ack()


async def hear_revoked(ack: AsyncAck, body: dict[str, Any], event: dict[str, Any], uow: UnitOfWork) -> None:
    """Handle revoked tokens. Only the bot's own matters: the app has no tokens of people."""
    if (event.get("tokens") or {}).get("bot"):
        async with uow:
            await take_out(uow, told_at(body))
    await ack()


def told_at(body: dict[str, Any]) -> datetime | None:
    """Return the event's time, if Slack gives one."""
    seconds = body.get("event_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds in _TIMES else None
