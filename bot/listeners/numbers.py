"""Listeners for `/contacts numbers`, and the button for the file."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from blocks.kit.modal import text_message
from blocks.kit.subcommands import NUMBERS
from blocks.numbers import words
from blocks.numbers.message import NumbersId
from bot.services.numbers.work import NumbersFile, NumbersMessage
from bot.slack.door import Door
from bot.slack.work import Reply
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.subcommand(NUMBERS)(show_numbers)
    on.action(NumbersId.CSV, Right.EXPORT)(press_csv)


async def show_numbers(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await uow.outbox.add(NumbersMessage(uow.scope.actor, command["trigger_id"]))
    await ack(words.ON_THEIR_WAY)


async def press_csv(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork) -> None:
    said = text_message(words.FILE_ON_ITS_WAY)
    async with uow:
        await uow.outbox.add(NumbersFile(uow.scope.actor, body["trigger_id"]))
        reply = Reply(body["response_url"], said.text, said.blocks, body["trigger_id"])
        await uow.outbox.add(reply)
    await ack()
