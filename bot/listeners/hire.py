"""Listeners for jobs: the form, card buttons, the list, and answers by members."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.agreement.modal import agreement_modal, ticked
from blocks.contact.export import export_begun
from blocks.contact.words import ALL_JOBS
from blocks.contact.words import export_begun as export_words
from blocks.hire.forms import (
    About,
    HireId,
    cancel_modal,
    current_modal,
    end_modal,
    extend_modal,
    hire_modal,
    sent_modal,
)
from blocks.hire.offer import OfferId
from blocks.hire.words import ACCEPT_OFFER
from blocks.home.view import HomeId
from blocks.kit.acts import contact_id
from blocks.kit.form import read, row_id
from blocks.kit.modal import ViewJson, text_message
from blocks.kit.subcommands import HIRES
from bot.services.hire.days import today_of
from bot.services.hire.export import enqueue_hires
from bot.services.hire.form import HireForm
from bot.services.hire.life import current, end_hire, extend, judge, let_end
from bot.services.hire.offer import answer_offer, asked_of, cancel_offer, offer, to_hire
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.previews import offer_preview
from bot.slack.surfaces import hire_form, open_modal
from storage.entities.agreement import NotAgreed
from storage.entities.hire import Hire, Overlaps
from storage.entities.right import Right, Rights
from storage.entities.settings import company_name
from storage.uow import UnitOfWork

Listener = Callable[..., Awaitable[None]]


def register(on: Door) -> None:
    on.action(HireId.HIRE, Right.HIRE)(press_hire)
    on.view(HireId.HIRE_MODAL, Right.HIRE)(submit_hire)
    on.action(HireId.PREVIEW, Right.HIRE)(press_preview)
    for action_id, view in (
        (HireId.CANCEL, cancel_modal),
        (HireId.END, end_modal),
        (HireId.EXTEND, extend_modal),
    ):
        on.action(action_id, Right.HIRE)(opening(view))
    on.view(HireId.CANCEL_MODAL, Right.HIRE)(submitting(_cancel))
    on.view(HireId.END_MODAL, Right.HIRE)(submitting(_end))
    on.view(HireId.EXTEND_MODAL, Right.HIRE)(submitting(_extend))
    on.action(HireId.LET_END, Right.HIRE)(pressing(let_end))
    on.action(HireId.AGAIN, Right.HIRE)(pressing(partial(judge, again=True)))
    on.action(HireId.NOT_AGAIN, Right.HIRE)(pressing(partial(judge, again=False)))
    on.action(HomeId.HIRES, Right.HIRE)(show_current)
    on.subcommand(HIRES)(show_current)
    on.action(HireId.EXPORT, Right.EXPORT)(press_export)
    on.action(OfferId.ACCEPT, Right.ANSWER)(press_accept)
    on.action(OfferId.DECLINE, Right.ANSWER)(press_decline)
    on.view(OfferId.AGREEMENT, Right.ANSWER)(submit_agreement)


async def press_hire(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        begin = await to_hire(uow, contact_id(action))
    await open_modal(client, body, hire_form(begin))
    await ack()


async def submit_hire(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    about, fields = About.claimed(view), read(view)
    form = HireForm(**fields)
    try:
        async with uow:
            hire = await offer(uow, about.contact, form, view["id"], anyway=about.anyway, later=about.later)
    except Overlaps as refused:
        async with uow.of(once=None).read() as now:
            contact = await now.contacts.get(about.contact)
        asked = About(about.contact, anyway=True, later=about.later)
        typed = {name: str(value or "") for name, value in fields.items()}
        await ack(response_action="update", view=hire_modal(contact, asked, typed, refused.text))
        return
    await after.form(about.contact)
    if hire and hire.waits:
        await ack(response_action="update", view=sent_modal(hire, hire.contact.name))
    else:
        await ack()


async def press_preview(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, foot_address: str
) -> None:
    about, form = About.claimed(body["view"]), HireForm(**read(body["view"]))
    async with uow.read():
        view = await offer_preview(uow, about.contact, form, foot_address)
    await open_modal(client, body, view)
    await ack()


def opening(view: Callable[[Hire], dict[str, Any]]) -> Listener:
    """Make a listener for a button that opens a form about a job."""

    async def press(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        async with uow.read():
            hire = await uow.hires.get(row_id(action.get("value"), "job"))
        await open_modal(client, body, view(hire))
        await ack()

    return press


def submitting(change: Callable[[UnitOfWork, int, dict[str, Any]], Awaitable[Hire]]) -> Listener:
    """Make a listener for a submitted form about a job. It updates the contact's modal below."""

    async def submit(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, after: After) -> None:
        async with uow:
            hire = await change(uow, row_id(view["private_metadata"], "job"), read(view))
        await after.form(hire.contact_id)
        await ack()

    return submit


async def _cancel(uow: UnitOfWork, hire_id: int, form: dict[str, Any]) -> Hire:
    return await cancel_offer(uow, hire_id, form["reason"])


async def _end(uow: UnitOfWork, hire_id: int, form: dict[str, Any]) -> Hire:
    return await end_hire(uow, hire_id, {"yes": True, "no": False}.get(form["again"]))


async def _extend(uow: UnitOfWork, hire_id: int, form: dict[str, Any]) -> Hire:
    return await extend(uow, hire_id, form["end"])


def pressing(change: Callable[[UnitOfWork, int], Awaitable[Hire]]) -> Listener:
    """Make a listener for a card's button that changes a job at once. The outbox updates the card."""

    async def press(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
        async with uow:
            await change(uow, row_id(action.get("value"), "job"))
        await ack()

    return press


async def show_current(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, rights: Rights
) -> None:
    async with uow.read():
        found, today = await current(uow), await today_of(uow, uow.scope.actor)
    await open_modal(client, body, current_modal(found.hires, today, rights, more=found.more))
    await ack()


async def press_export(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        await enqueue_hires(uow, body["trigger_id"])
    await after.open(export_begun(ALL_JOBS), text_message(export_words(ALL_JOBS)))
    await ack()


async def press_accept(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    view = await _answer(uow, row_id(action.get("value"), "offer"), accepted=True)
    if view:
        await open_modal(client, body, view)
    await ack()


async def press_decline(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
    await _answer(uow, row_id(action.get("value"), "offer"), accepted=False)
    await ack()


async def submit_agreement(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    hire_id, version = ticked(view)
    again = await _answer(uow, hire_id, accepted=True, version=version)
    await (ack(response_action="update", view=again) if again else ack())


async def _answer(uow: UnitOfWork, hire_id: int, *, accepted: bool, version: str = "") -> ViewJson | None:
    """Record the contact's answer to an offer. The outbox updates the message.

    `version` is the agreement they ticked. If one is missing, return the form that asks for it.
    """
    async with uow.read():
        hire = await asked_of(uow, hire_id)
    async with uow.of(actor="contact") as theirs:
        try:
            await answer_offer(theirs, hire.id, accepted=accepted, agreed=version)
        except NotAgreed as refused:
            return agreement_modal(
                refused.asked,
                company_name(await theirs.workspaces.current()),
                hire_id,
                callback_id=OfferId.AGREEMENT,
                submit=ACCEPT_OFFER,
                warning=refused.text if version else "",
            )
    return None
