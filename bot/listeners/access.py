"""Listeners for asking for access and granting it."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from blocks.home.view import closed_home
from blocks.workspace.refusal import AccessId, access_sent_message, access_sent_modal
from blocks.workspace.words import ACCESS_ASKED
from bot.services.workspace.access import ask_for_access, grant_access
from bot.slack.after import After
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(AccessId.ASK, Right.ASK)(press_ask)
    on.action(AccessId.GRANT, Right.SETTLE)(press_grant)


async def press_ask(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        await ask_for_access(uow, reply_to=body.get("response_url"))
    view = body.get("view") or {}
    if view.get("type") == "home":
        await after.publish(closed_home(ACCESS_ASKED), access_sent_message())
    elif view:
        await after.update(view["id"], access_sent_modal())
    await ack()


async def press_grant(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await grant_access(uow, action["value"], reply_to=body["response_url"])
    await ack()
