"""Being let in: `Ask for access` and the administrator's answer."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.refusal import AccessId, access_sent_modal
from bot.services.access import ask_for_access, grant_access
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.action(AccessId.ASK)(press_ask)
    app.action(AccessId.GRANT)(press_grant)


async def press_ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, admins: tuple[str, ...]
) -> None:
    async with uow:
        await ask_for_access(uow, admins, reply_to=body.get("response_url"))
    if "view" in body:
        await client.views_update(view_id=body["view"]["id"], view=access_sent_modal())
    await ack()


async def press_grant(ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await grant_access(uow, action["value"], reply_to=body["response_url"])
    await ack()
