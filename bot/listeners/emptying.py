"""Listeners for taking all data of a workspace away, and for deleting them."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.form import read
from blocks.workspace.emptying import EmptyingId, asked_modal, empty_modal, export_modal
from bot.services.workspace.emptying import (
    ask_to_empty,
    confirm_emptying,
    enqueue_workspace_export,
    stop_emptying,
)
from bot.slack.door import Door
from bot.slack.surfaces import open_modal
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(EmptyingId.EXPORT, Right.ERASE)(press_export)
    on.action(EmptyingId.DELETE, Right.ERASE)(press_delete)
    on.view(EmptyingId.MODAL, Right.ERASE)(submit_name)
    on.action(EmptyingId.CONFIRM, Right.ERASE)(settling(confirm_emptying))
    on.action(EmptyingId.STOP, Right.ERASE)(settling(stop_emptying))


async def press_export(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow:
        await enqueue_workspace_export(uow, body["trigger_id"])
    await open_modal(client, body, export_modal())
    await ack()


async def press_delete(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        workspace = await uow.workspaces.current()
    await open_modal(client, body, empty_modal(workspace.team_name))
    await ack()


async def submit_name(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        others = await ask_to_empty(uow, read(view)["name"])
    await ack(response_action="update", view=asked_modal(others))


def settling(settle: Callable[[UnitOfWork, str], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Make a listener for a button below the question."""

    async def press(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork) -> None:
        async with uow:
            await settle(uow, body["response_url"])
        await ack()

    return press
