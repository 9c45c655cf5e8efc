"""Listeners for sharing a contact into a channel."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.contact.share import ShareId, share_modal, shared_modal
from blocks.kit.acts import contact_id
from blocks.kit.form import read
from bot.services.contact.share import share, to_share
from bot.slack.door import Door
from bot.slack.surfaces import about, open_modal
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(ShareId.SHARE, Right.EXPORT)(press_share)
    on.view(ShareId.FORM, Right.EXPORT)(submit_share)


async def press_share(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact = await to_share(uow, contact_id(action))
    await open_modal(client, body, share_modal(contact))
    await ack()


async def submit_share(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        channel = await share(uow, about(view), read(view)["channel"], view["id"])
    await ack(response_action="update", view=shared_modal(channel))
