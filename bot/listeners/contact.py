"""Listeners for one contact: open, edit, notes, archive, restore and history."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.approval.card import settled_modal
from blocks.contact.edit import edit_modal, edited, moved_modal
from blocks.contact.emails import emails_modal
from blocks.contact.history import history_message, history_modal
from blocks.contact.modal import note_modal
from blocks.kit.acts import ROW_MENU, ContactId, contact_id
from blocks.kit.form import field_errors, read, unversioned
from blocks.kit.subcommands import HISTORY
from bot.services.contact.bounce import send_anyway
from bot.services.contact.contact import (
    EditForm,
    add_note,
    archive,
    edit,
    emails,
    history,
    history_of_address,
    restore,
    to_edit,
)
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.surfaces import about, contact_view, open_modal
from bot.slack.typed import behind
from storage.entities.contact import ChangedMeanwhile, Contact
from storage.entities.errors import FormRefused
from storage.entities.right import Right, Rights
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(ContactId.OPEN, Right.SEE)(press_open)
    on.action(ROW_MENU, Right.SEE)(press_open)  # whatever was chosen: the contact has a button for it
    on.action(ContactId.EDIT, Right.EDIT)(press_edit)
    on.view(ContactId.EDIT_MODAL, Right.EDIT)(submit_edit)
    on.action(ContactId.ADD_NOTE, Right.EDIT)(press_add_note)
    on.view(ContactId.NOTE_MODAL, Right.EDIT)(submit_note)
    on.action(ContactId.HISTORY, Right.SEE)(press_history)
    on.action(ContactId.EMAILS, Right.SEE)(press_emails)
    on.action(ContactId.SEND_ANYWAY, Right.HIRE)(changing(send_anyway))
    on.action(ContactId.ARCHIVE, Right.EDIT)(changing(archive))
    on.action(ContactId.RESTORE, Right.EDIT)(changing(restore))
    on.subcommand(HISTORY)(show_history)


async def press_open(
    ack: AsyncAck,
    action: dict[str, Any],
    body: dict[str, Any],
    client: AsyncWebClient,
    uow: UnitOfWork,
    rights: Rights,
    after: After,
) -> None:
    async with uow.read():
        view = await contact_view(uow, contact_id(action), rights)
    await open_modal(client, body, view)
    await after.look()
    await ack()


async def press_edit(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact, readdress = await to_edit(uow, contact_id(action))
    await open_modal(client, body, edit_modal(contact, readdress=readdress))
    await ack()


async def submit_edit(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    which, form = edited(view), unversioned(read(view))
    try:
        async with uow:
            contact, moved = await edit(uow, which.contact, which.version, EditForm.taken_from(form))
    except ChangedMeanwhile as refused:
        view = edit_modal(refused.contact, refused.text, form, readdress="email" in form)
        await ack(response_action="update", view=view)
        return
    except FormRefused as refused:
        raise FormRefused(field_errors(view, refused.errors)) from refused
    await after.form(contact.id)
    await (ack(response_action="update", view=moved_modal(contact)) if moved else ack())


async def press_add_note(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact = await uow.contacts.get(contact_id(action))
    await open_modal(client, body, note_modal(contact))
    await ack()


async def submit_note(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        contact = await add_note(uow, about(view), read(view)["note"])
    await after.form(contact.id)
    await ack()


async def press_history(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact, told = await history(uow, contact_id(action))
    await open_modal(client, body, history_modal(contact, told))
    await ack()


async def press_emails(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact, mails = await emails(uow, contact_id(action))
    await open_modal(client, body, emails_modal(contact, mails))
    await ack()


def changing(change: Callable[[UnitOfWork, int], Awaitable[Contact]]) -> Callable[..., Awaitable[None]]:
    """Make a listener for a button that changes the contact's status."""

    async def press(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork, after: After) -> None:
        async with uow:
            contact = await change(uow, contact_id(action))
        await after.press(contact.id, otherwise=settled_modal(contact))
        await ack()

    return press


async def show_history(ack: AsyncAck, command: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow.read():
        contact, told = await history_of_address(uow, behind(command), HISTORY.typed)
    message = history_message(contact, told)
    await ack(text=message.text, blocks=message.blocks)
