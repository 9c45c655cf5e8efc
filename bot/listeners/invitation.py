"""Invite one person: the command, the form, and the buttons of the inviter's card."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.acts import ROW_MENU, Act, ContactId, contact_id
from blocks.form import read
from blocks.home import HomeId
from blocks.invitation import (
    InvitationId,
    invite_modal,
    link_modal,
    resent_modal,
    tag_options,
)
from bot.links import Links, Purpose
from bot.services.arguments import prefill
from bot.services.hiring import to_offer
from bot.services.invitation import (
    InviteForm,
    clean_tags,
    invite,
    living_invitation,
    resend,
    withdraw,
)
from bot.surfaces import After, hire_form, open_modal
from bot.words import chooses
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.command(InvitationId.COMMAND)(open_form)
    app.action(HomeId.INVITE)(open_form)
    app.options(InvitationId.TAGS)(suggest_tags)
    app.view(InvitationId.MODAL)(submit_form)
    app.action(InvitationId.RESEND)(press_resend)
    app.action(ROW_MENU, matchers=[chooses(Act.RESEND)])(press_resend)
    app.action(ContactId.INVITE_AGAIN)(press_invite_again)
    app.action(InvitationId.COPY_LINK)(press_copy_link)
    app.action(InvitationId.WITHDRAW)(press_withdraw)


async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    name, email, tags = prefill(body.get("text") or "")
    await client.views_open(trigger_id=body["trigger_id"], view=invite_modal(name, email, clean_tags(tags)))
    await ack()


async def suggest_tags(ack: AsyncAck, payload: dict[str, Any], uow: UnitOfWork) -> None:
    typed = "".join(clean_tags([payload.get("value") or ""]))
    async with uow.read():
        known = await uow.tags.beginning(typed, limit=20)
    await ack(options=tag_options(typed, [tag.name for tag in known]))


async def submit_form(
    ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    form = InviteForm(**read(view))
    async with uow:
        contact = await invite(uow, form, request_key=view["id"])
        begin = await to_offer(uow, contact) if contact and form.offer else None
    if contact:
        await After(client, body, uow).form(contact.id)
    await (ack(response_action="update", view=hire_form(begin, later=True)) if begin else ack())


async def press_resend(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow:
        contact = await resend(uow, contact_id(action))
    await After(client, body, uow).press(contact.id, otherwise=resent_modal(contact))
    await ack()


async def press_invite_again(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        contact = await uow.contacts.get(contact_id(action))
    view = invite_modal(contact.name, contact.email, [tag.name for tag in contact.tags])
    await open_modal(client, body, view)
    await ack()


async def press_copy_link(
    ack: AsyncAck,
    action: dict[str, Any],
    body: dict[str, Any],
    client: AsyncWebClient,
    uow: UnitOfWork,
    links: Links,
) -> None:
    async with uow.read():
        invitation, contact = await living_invitation(uow, contact_id(action))
    url = links.url(Purpose.INVITATION, invitation.workspace_id, invitation.id, invitation.generation)
    await open_modal(client, body, link_modal(contact, url, invitation))
    await ack()


async def press_withdraw(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow:
        contact = await withdraw(uow, contact_id(action))
    await After(client, body, uow).press(contact.id)
    await ack()
