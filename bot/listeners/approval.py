"""Deciding on applications: the card's buttons, their modals, and many at once."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.acts import ROW_MENU, Act, contact_id
from blocks.approval import ApprovalId, More, chosen_more, settled_modal
from blocks.approval_forms import (
    MOST_REVIEWED,
    block_modal,
    chosen_contacts,
    decline_modal,
    hand_over_modal,
    review_modal,
)
from blocks.form import read
from blocks.modal import ViewJson
from bot.access import Right, Role, may
from bot.services.approval import approve, approve_many, block, decline, hand_over, snooze, unblock, waiting
from bot.surfaces import After, about, open_modal
from bot.words import chooses
from storage.errors import FieldRefused
from storage.models import Contact
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.action(ApprovalId.APPROVE)(settling(approve))
    app.action(ApprovalId.UNBLOCK)(settling(unblock))
    app.action(ROW_MENU, matchers=[chooses(Act.APPROVE)])(settling(approve))
    app.action(ROW_MENU, matchers=[chooses(Act.UNBLOCK)])(settling(unblock))
    app.action(ApprovalId.DECLINE)(asking(decline_modal))
    app.action(ApprovalId.BLOCK)(asking(block_modal))
    app.action(ApprovalId.MORE)(choose_more)
    app.action(ApprovalId.REVIEW)(press_review)
    app.view(ApprovalId.DECLINE_MODAL)(refusing(decline))
    app.view(ApprovalId.BLOCK_MODAL)(refusing(block))
    app.view(ApprovalId.HAND_OVER_MODAL)(submit_hand_over)
    app.view(ApprovalId.REVIEW_MODAL)(submit_review)


def settling(decide: Callable[[UnitOfWork, int], Awaitable[Contact]]) -> Callable[..., Awaitable[None]]:
    """A button that settles something at once: a card is redrawn by the outbox, a modal here."""

    async def press(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        async with uow:
            contact = await decide(uow, contact_id(action))
        await After(client, body, uow).press(contact.id, otherwise=settled_modal(contact))
        await ack()

    return press


def asking(form: Callable[[Contact], ViewJson]) -> Callable[..., Awaitable[None]]:
    """A button that asks for a reason first."""

    async def press(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        async with uow.read():
            contact, _ = await waiting(uow, contact_id(action))
        await open_modal(client, body, form(contact))
        await ack()

    return press


async def choose_more(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    what, chosen_id = chosen_more(action)
    if what is More.SNOOZE:
        async with uow:
            await snooze(uow, chosen_id)
    else:
        async with uow.read():
            contact, _ = await waiting(uow, chosen_id)
        view = block_modal(contact) if what is More.BLOCK else hand_over_modal(contact)
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


def refusing(decide: Callable[..., Awaitable[Contact]]) -> Callable[..., Awaitable[None]]:
    """The form with a reason, behind Decline and Block."""

    async def submit(
        ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        form = read(view)
        async with uow:
            contact = await decide(uow, about(view), form["reason"], tell=bool(form["tell"]))
        await After(client, body, uow).form(contact.id)
        await ack()

    return submit


async def submit_hand_over(
    ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, role_now: Callable[[str], Awaitable[Role]]
) -> None:
    to = read(view)["to"]
    if not to or not may(await role_now(to), Right.APPROVE):
        raise FieldRefused("to", "Please choose an administrator or a hiring manager: others may not decide.")
    async with uow:
        await hand_over(uow, about(view), to)
    await ack()


async def press_review(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        longest = await uow.applications.waiting(MOST_REVIEWED)
        in_all = await uow.applications.count_waiting()
    await client.views_open(trigger_id=body["trigger_id"], view=review_modal(longest, in_all))
    await ack()


async def submit_review(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await approve_many(uow, chosen_contacts(read(view)))
    await ack()
