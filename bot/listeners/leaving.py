"""Listeners for the message about somebody who has left: choosing an heir, and keeping their links."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.form import read, row_id
from blocks.workspace.leaving import LeavingId, departure_id, heir_modal
from bot.services.workspace.leaving import choose_heir, keep_links, look_at
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(LeavingId.HEIR, Right.SETTLE)(press_heir)
    on.action(LeavingId.KEEP, Right.SETTLE)(press_keep)
    on.view(LeavingId.FORM, Right.SETTLE)(submit_heir)


async def press_heir(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        departure, things = await look_at(uow, row_id(action["value"], "message"))
    await client.views_open(trigger_id=body["trigger_id"], view=heir_modal(departure.id, things))
    await ack()


async def submit_heir(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await choose_heir(uow, departure_id(view), read(view).get("heir"))
    await ack()


async def press_keep(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await keep_links(uow, row_id(action["value"], "message"))
    await ack()
