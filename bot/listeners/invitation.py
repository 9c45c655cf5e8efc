"""Listeners for single invitations: the command, the form, and the card's buttons."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.home.view import HomeId
from blocks.invitation.form import InvitationId, invite_modal, link_modal, resent_modal, tag_options
from blocks.kit.acts import ContactId, contact_id
from blocks.kit.form import read
from bot.security.tokens import Links, Purpose
from bot.services.hire.offer import to_offer
from bot.services.invitation.arguments import prefill
from bot.services.invitation.invitation import InviteForm, invite, living_invitation, resend, withdraw
from bot.services.words.tags import clean_tags
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.previews import invitation_preview
from bot.slack.surfaces import hire_form, open_modal
from storage.entities.right import Right, Rights
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.command(InvitationId.COMMAND, Right.INVITE)(open_form)
    on.action(HomeId.INVITE, Right.INVITE)(open_form)
    on.options(InvitationId.TAGS, Right.SEE)(suggest_tags)
    on.view(InvitationId.MODAL, Right.INVITE)(submit_form)
    on.action(InvitationId.PREVIEW, Right.INVITE)(press_preview)
    on.action(InvitationId.RESEND, Right.INVITE)(press_resend)
    on.action(ContactId.INVITE_AGAIN, Right.INVITE)(press_invite_again)
    on.action(InvitationId.COPY_LINK, Right.INVITE)(press_copy_link)
    on.action(InvitationId.WITHDRAW, Right.INVITE)(press_withdraw)


async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, rights: Rights) -> None:
    name, email, tags = prefill(body.get("text") or "")
    await client.views_open(
        trigger_id=body["trigger_id"], view=invite_modal(rights, name, email, clean_tags(tags))
    )
    await ack()


async def suggest_tags(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork) -> None:
    typed = "".join(clean_tags([body.get("value") or ""]))
    async with uow.read():
        known = await uow.tags.beginning(typed, limit=20)
    await ack(options=tag_options(typed, [tag.name for tag in known]))


async def submit_form(
    ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After, rights: Rights
) -> None:
    form = InviteForm(**read(view))
    async with uow:
        contact = await invite(uow, form, request_key=view["id"])
        offers = form.offer and Right.HIRE in rights
        begin = await to_offer(uow, contact) if contact and offers else None
    if contact:
        await after.form(contact.id)
    await (ack(response_action="update", view=hire_form(begin, later=True)) if begin else ack())


async def press_preview(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, foot_address: str
) -> None:
    async with uow.read():
        view = await invitation_preview(uow, InviteForm(**read(body["view"])), foot_address)
    await open_modal(client, body, view)
    await ack()


async def press_resend(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        contact = await resend(uow, contact_id(action))
    await after.press(contact.id, otherwise=resent_modal(contact))
    await ack()


async def press_invite_again(
    ack: AsyncAck,
    action: dict[str, Any],
    body: dict[str, Any],
    client: AsyncWebClient,
    uow: UnitOfWork,
    rights: Rights,
) -> None:
    async with uow.read():
        contact = await uow.contacts.get(contact_id(action))
    view = invite_modal(rights, contact.name, contact.email, [tag.name for tag in contact.tags])
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
    url = links.url(Purpose.INVITATION, invitation, invitation.generation)
    await open_modal(client, body, link_modal(contact, url, invitation))
    await ack()


async def press_withdraw(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        contact = await withdraw(uow, contact_id(action))
    await after.press(contact.id)
    await ack()
