"""Exporting: the Home tab's button and the command."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.export import contacts_words, export_begun
from blocks.home import HomeId
from bot.services.export import wish_export
from bot.services.overview import criteria_of
from bot.words import says
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.action(HomeId.EXPORT)(press_export)
    app.command("/contacts", matchers=[says("export")])(type_export)


async def press_export(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow:
        await wish_export(uow, body["trigger_id"])
        criteria, _ = await criteria_of(uow, uow.scope.actor)
    await client.views_open(
        trigger_id=body["trigger_id"], view=export_begun(contacts_words(criteria.narrowed))
    )
    await ack()


async def type_export(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await wish_export(uow, command["trigger_id"], everybody=True)
    await ack("The file with all contacts but archived ones comes as a message from this app in a moment.")
