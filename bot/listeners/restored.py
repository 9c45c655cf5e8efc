"""Listeners for the two buttons that send or drop what a restore put on hold."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.workspace.restored import MOST_SHOWN, RestoredId, held_modal
from bot.services.workspace.restored import drop_held, send_held
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(RestoredId.SEND, Right.SETTLE)(deciding(send_held))
    on.action(RestoredId.DROP, Right.SETTLE)(deciding(drop_held))
    on.action(RestoredId.SHOW, Right.SETTLE)(show_held)


def deciding(decide: Callable[[UnitOfWork, str], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Make a listener for a button that sends or drops everything on hold."""

    async def press(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork) -> None:
        async with uow:
            await decide(uow, body["response_url"])
        await ack()

    return press


async def show_held(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        rows, held = await uow.holding.rows(MOST_SHOWN), await uow.holding.held()
    await client.views_open(trigger_id=body["trigger_id"], view=held_modal(rows, held))
    await ack()
