"""One contact: opened from a row, edited, noted, archived and restored, and told of."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.acts import ROW_MENU, Act, ContactId, contact_id
from blocks.contact import note_modal
from blocks.contact_edit import edit_modal, edited, field_errors, moved_modal, unversioned
from blocks.form import read
from blocks.history import history_message, history_modal
from bot.services.contact import (
    EditForm,
    add_note,
    archive,
    edit,
    history,
    history_of_address,
    restore,
    to_edit,
)
from bot.surfaces import After, about, contact_view, open_modal
from bot.words import behind, chooses, says
from storage.errors import ChangedMeanwhile, FormRefused
from storage.models import Contact
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.action(ContactId.OPEN)(press_open)
    app.action(ROW_MENU, matchers=[chooses(Act.OPEN)])(press_open)
    app.action(ContactId.EDIT)(press_edit)
    app.action(ROW_MENU, matchers=[chooses(Act.EDIT)])(press_edit)
    app.view(ContactId.EDIT_MODAL)(submit_edit)
    app.action(ContactId.ADD_NOTE)(press_add_note)
    app.view(ContactId.NOTE_MODAL)(submit_note)
    app.action(ContactId.HISTORY)(press_history)
    for act, action_id, change in (
        (Act.ARCHIVE, ContactId.ARCHIVE, archive),
        (Act.RESTORE, ContactId.RESTORE, restore),
    ):
        app.action(action_id)(changing(change))
        app.action(ROW_MENU, matchers=[chooses(act)])(changing(change))
    app.command("/contacts", matchers=[says("history")])(show_history)


async def press_open(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        view = await contact_view(uow, contact_id(action))
    await open_modal(client, body, view)
    await ack()


async def press_edit(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact = await to_edit(uow, contact_id(action))
    await open_modal(client, body, edit_modal(contact))
    await ack()


async def submit_edit(
    ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    which, form = edited(view), unversioned(read(view))
    try:
        async with uow:
            contact, moved = await edit(uow, which.contact, which.version, EditForm(**form))
    except ChangedMeanwhile as refused:
        await ack(response_action="update", view=edit_modal(refused.contact, refused.text, form))
        return
    except FormRefused as refused:
        raise FormRefused(field_errors(view, refused.errors)) from refused
    await After(client, body, uow).form(contact.id)
    await (ack(response_action="update", view=moved_modal(contact)) if moved else ack())


async def press_add_note(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact = await uow.contacts.get(contact_id(action))
    await open_modal(client, body, note_modal(contact))
    await ack()


async def submit_note(
    ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow:
        contact = await add_note(uow, about(view), read(view)["note"])
    await After(client, body, uow).form(contact.id)
    await ack()


async def press_history(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact, told = await history(uow, contact_id(action))
    await open_modal(client, body, history_modal(contact, told))
    await ack()


def changing(change: Callable[[UnitOfWork, int], Awaitable[Contact]]) -> Callable[..., Awaitable[None]]:
    """A press that changes where the contact stands."""

    async def press(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        async with uow:
            contact = await change(uow, contact_id(action))
        await After(client, body, uow).press(contact.id, otherwise=None)
        await ack()

    return press


async def show_history(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow.read():
        contact, told = await history_of_address(uow, behind(command))
    message = history_message(contact, told)
    await ack(text=message.text, blocks=message.blocks)
