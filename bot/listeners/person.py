"""Listeners for people's rights: export everything about a contact, or erase them."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.acts import contact_id
from blocks.kit.form import read, row_id
from blocks.kit.subcommands import DATA, ERASE
from blocks.person.farewell import FarewellId, choose_modal, kept
from blocks.person.forms import PersonId, data_message, data_modal, erase_modal, erased_modal
from bot.services.contact.contact import of_address
from bot.services.person.data import enqueue_data
from bot.services.person.erase import erase_contact, to_erase
from bot.services.person.retention import keep, let_go, on_card
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.surfaces import about, open_modal
from bot.slack.typed import behind
from storage.entities.right import Right
from storage.uow import UnitOfWork

CARD = "card"  # how a refusal calls the card about contacts to be removed


def register(on: Door) -> None:
    on.action(PersonId.EXPORT, Right.ERASE)(press_export)
    on.action(PersonId.ERASE, Right.ERASE)(press_erase)
    on.view(PersonId.ERASE_MODAL, Right.ERASE)(submit_erase)
    on.subcommand(DATA)(type_data)
    on.subcommand(ERASE)(type_erase)
    on.action(FarewellId.KEEP_ALL, Right.EDIT)(press_keep_all)
    on.action(FarewellId.CHOOSE, Right.EDIT)(press_choose)
    on.view(FarewellId.MODAL, Right.EDIT)(submit_kept)
    on.action(FarewellId.LET_GO, Right.EDIT)(press_let_go)


async def press_export(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork, after: After
) -> None:
    async with uow:
        contact = await enqueue_data(uow, contact_id(action), body["trigger_id"])
    await after.open(data_modal(contact), data_message(contact))
    await ack()


async def press_erase(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        view = erase_modal(await to_erase(uow, contact_id(action)))
    await open_modal(client, body, view)
    await ack()


async def submit_erase(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await erase_contact(uow, about(view))
    # Clears the contact's own modal below, too, which shows what is gone.
    await ack(response_action="update", view=erased_modal())


async def type_data(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        contact = await of_address(uow, behind(command), DATA.typed)
        message = data_message(await enqueue_data(uow, contact.id, command["trigger_id"]))
    await ack(text=message.text, blocks=message.blocks)


async def type_erase(ack: AsyncAck, command: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        contact = await of_address(uow, behind(command), ERASE.typed)
        view = erase_modal(await to_erase(uow, contact.id))
    await client.views_open(trigger_id=command["trigger_id"], view=view)
    await ack()


async def press_keep_all(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await keep(uow, row_id(action["value"], CARD))
    await ack()


async def press_choose(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        farewell, contacts = await on_card(uow, row_id(action["value"], CARD))
    await client.views_open(trigger_id=body["trigger_id"], view=choose_modal(farewell, contacts))
    await ack()


async def submit_kept(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await keep(uow, row_id(view["private_metadata"], CARD), kept(read(view)))
    await ack()


async def press_let_go(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await let_go(uow, row_id(action["value"], CARD))
    await ack()
