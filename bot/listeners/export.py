"""Listeners for exports: the Home tab's button and the command."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from blocks.contact import words
from blocks.contact.export import contacts_words, export_begun
from blocks.home.view import HomeId
from blocks.kit.modal import text_message
from blocks.kit.subcommands import EXPORT
from bot.services.contact.export import enqueue_export
from bot.services.contact.overview import criteria_of
from bot.slack.after import After
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(HomeId.EXPORT, Right.EXPORT)(press_export)
    on.subcommand(EXPORT)(type_export)


async def press_export(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        await enqueue_export(uow, body["trigger_id"])
        criteria, _ = await criteria_of(uow, uow.scope.actor)
    what = contacts_words(criteria.narrowed)
    await after.open(export_begun(what), text_message(words.export_begun(what)))
    await ack()


async def type_export(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await enqueue_export(uow, command["trigger_id"], everybody=True)
    await ack(words.export_begun(words.ALL_CONTACTS))
