"""Listeners for applications: the card's buttons, their modals, and approving several."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.approval.card import ApprovalId, More, chosen_more, settled_modal
from blocks.approval.forms import (
    MOST_REVIEWED,
    about_applicant,
    block_modal,
    chosen_contacts,
    decline_modal,
    from_review,
    hand_over_modal,
    review_modal,
)
from blocks.kit.acts import contact_id
from blocks.kit.form import read
from blocks.kit.modal import ViewJson
from bot.services.signup.approval import (
    approve,
    approve_many,
    block,
    decline,
    hand_over,
    snooze,
    unblock,
    waiting,
)
from bot.slack.access import Role, may, somebody_who_may
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.previews import refusal_preview
from bot.slack.surfaces import about, open_modal
from storage.entities.application_refused import MayNotDecide, NobodyChosen
from storage.entities.contact import Contact
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(ApprovalId.APPROVE, Right.APPROVE)(settling(approve))
    on.action(ApprovalId.UNBLOCK, Right.APPROVE)(settling(unblock))
    on.action(ApprovalId.DECLINE, Right.APPROVE)(asking(decline_modal))
    on.action(ApprovalId.BLOCK, Right.APPROVE)(asking(block_modal))
    on.action(ApprovalId.MORE, Right.APPROVE)(choose_more)
    on.action(ApprovalId.REVIEW, Right.APPROVE)(press_review)
    on.view(ApprovalId.DECLINE_MODAL, Right.APPROVE)(refusing(decline))
    on.view(ApprovalId.BLOCK_MODAL, Right.APPROVE)(refusing(block))
    on.action(ApprovalId.PREVIEW, Right.APPROVE)(press_preview)
    on.view(ApprovalId.HAND_OVER_MODAL, Right.APPROVE)(submit_hand_over)
    on.view(ApprovalId.REVIEW_MODAL, Right.APPROVE)(submit_review)


def settling(decide: Callable[[UnitOfWork, int], Awaitable[Contact]]) -> Callable[..., Awaitable[None]]:
    """Make a listener for a button that decides at once.

    The outbox updates cards; a modal is updated here.
    """

    async def press(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork, after: After) -> None:
        async with uow:
            contact = await decide(uow, contact_id(action))
        await after.press(contact.id, otherwise=settled_modal(contact))
        await ack()

    return press


def asking(form: Callable[[Contact], ViewJson]) -> Callable[..., Awaitable[None]]:
    """Make a listener for a button that opens a form for a reason."""

    async def press(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        async with uow.read():
            contact, _ = await waiting(uow, contact_id(action))
        view = form(contact)
        in_review = (body.get("view") or {}).get("callback_id") == ApprovalId.REVIEW_MODAL
        await open_modal(client, body, from_review(view) if in_review else view)
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
    """Make a listener for the forms behind Decline and Block."""

    async def submit(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
        form, (which, in_review) = read(view), about_applicant(view)
        async with uow:
            contact = await decide(uow, which, form["reason"], tell=bool(form["tell"]))
        await (after.beneath(await _review(uow)) if in_review else after.form(contact.id))
        await ack()

    return submit


async def press_preview(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, foot_address: str
) -> None:
    form = read(body["view"])
    async with uow.read():
        view = await refusal_preview(uow, about(body["view"]), form, foot_address)
    await open_modal(client, body, view)
    await ack()


async def submit_hand_over(
    ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, role_now: Callable[[str], Awaitable[Role]]
) -> None:
    to = read(view)["to"]
    if not to or not may(await role_now(to), Right.APPROVE):
        raise MayNotDecide(somebody_who_may(Right.APPROVE))
    async with uow:
        await hand_over(uow, about(view), to)
    await ack()


async def press_review(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=await _review(uow))
    await ack()


async def _review(uow: UnitOfWork) -> ViewJson:
    async with uow.of(once=None).read() as now:
        longest = await now.applications.waiting(MOST_REVIEWED)
        return review_modal(longest, await now.applications.count_waiting())


async def submit_review(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    form = read(view)
    chosen = chosen_contacts(form)
    if not chosen:
        raise NobodyChosen(next(iter(form)))
    async with uow:
        await approve_many(uow, chosen)
    await ack()
