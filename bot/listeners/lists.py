"""Listeners for lists on the Home tab: choose, star, save, edit and delete."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.form import read, row_id
from blocks.lists.forms import ALL, ListId, deleted_modal, edit_modal, save_modal
from bot.services.contact.lists import (
    ListForm,
    change_list,
    choose_list,
    delete_list,
    save_list,
    star_list,
    to_change,
)
from bot.slack.after import After
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork

THING = "list"  # how a refusal calls what is not there


def register(on: Door) -> None:
    on.action(ListId.CHOOSE, Right.SEE)(choose)
    on.action(ListId.STAR, Right.SEE)(press_star)
    on.action(ListId.UNSTAR, Right.SEE)(press_star)
    on.action(ListId.SAVE, Right.SEE)(press_save)
    on.view(ListId.SAVE_FORM, Right.SEE)(submit_save)
    on.action(ListId.EDIT, Right.SEE)(press_edit)
    on.view(ListId.EDIT_FORM, Right.SEE)(submit_edit)
    on.action(ListId.DELETE, Right.SEE)(press_delete)


async def choose(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    chosen = (action.get("selected_option") or {}).get("value")
    async with uow:
        await choose_list(uow, None if chosen == ALL else row_id(chosen, THING))
    await after.home()
    await ack()


async def press_star(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        await star_list(uow, row_id(action["value"], THING), on=action["action_id"] == ListId.STAR)
    await after.home()
    await ack()


async def press_save(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=save_modal())
    await ack()


async def submit_save(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        await save_list(uow, ListForm(**read(view)))
    await after.home()
    await ack()


async def press_edit(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        view = edit_modal(await to_change(uow, row_id(action["value"], THING)))
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_edit(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        await change_list(uow, row_id(view["private_metadata"], THING), ListForm(**read(view)))
    await after.home()
    await ack()


async def press_delete(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork, after: After
) -> None:
    async with uow:
        await delete_list(uow, row_id(action["value"], THING))
    await after.update(body["view"]["id"], deleted_modal())
    await after.home()
    await ack()
