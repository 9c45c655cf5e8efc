"""Slack tells that the app was taken out of a workspace, or its token revoked: nobody is asked, none told."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services.installation import take_out
from storage.uow import UnitOfWork

_TIMES = range(2**33)  # seconds since 1970 that a datetime can hold


def register(app: AsyncApp) -> None:
    app.event("app_uninstalled")(hear_uninstalled)
    app.event("tokens_revoked")(hear_revoked)


async def hear_uninstalled(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await take_out(uow, told_at(body))
    await ack()


async def hear_revoked(ack: AsyncAck, body: dict[str, Any], event: dict[str, Any], uow: UnitOfWork) -> None:
    """Names the people whose tokens ended, of whom the app's own is the only one we have."""
    if (event.get("tokens") or {}).get("bot"):
        async with uow:
            await take_out(uow, told_at(body))
    await ack()


def told_at(body: dict[str, Any]) -> datetime | None:
    """When it happened, if Slack says so."""
    seconds = body.get("event_time")
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and seconds in _TIMES else None
