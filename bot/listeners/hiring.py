"""Hire and re-hire: the form, the buttons of its cards, the list of jobs, and the member's own answer."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.acts import ROW_MENU, Act, contact_id
from blocks.export import export_begun
from blocks.form import read, row_id
from blocks.hire import (
    About,
    HireId,
    cancel_modal,
    current_modal,
    end_modal,
    extend_modal,
    hire_modal,
    sent_modal,
)
from blocks.home import HomeId
from blocks.offer import OfferId
from bot.services.days import today_of
from bot.services.hires_export import wish_hires
from bot.services.hiring import answer_offer, asked_of, cancel_offer, offer, to_hire
from bot.services.hiring_form import HireForm
from bot.services.hiring_life import current, end_hire, extend, judge, let_end
from bot.surfaces import After, hire_form, open_modal
from bot.words import chooses, says
from storage.errors import Overlaps
from storage.hire import Hire
from storage.uow import UnitOfWork

Listener = Callable[..., Awaitable[None]]


def register(app: AsyncApp) -> None:
    app.action(HireId.HIRE)(press_hire)
    app.action(ROW_MENU, matchers=[chooses(Act.HIRE)])(press_hire)
    app.view(HireId.HIRE_MODAL)(submit_hire)
    for action_id, view in (
        (HireId.CANCEL, cancel_modal),
        (HireId.END, end_modal),
        (HireId.EXTEND, extend_modal),
    ):
        app.action(action_id)(opening(view))
    app.view(HireId.CANCEL_MODAL)(submitting(_cancel))
    app.view(HireId.END_MODAL)(submitting(_end))
    app.view(HireId.EXTEND_MODAL)(submitting(_extend))
    app.action(HireId.LET_END)(pressing(let_end))
    app.action(HireId.AGAIN)(pressing(partial(judge, again=True)))
    app.action(HireId.NOT_AGAIN)(pressing(partial(judge, again=False)))
    app.action(HomeId.HIRES)(show_current)
    app.command("/contacts", matchers=[says("hires")])(show_current)
    app.action(HireId.EXPORT)(press_export)
    app.action(OfferId.ACCEPT)(answering(accepted=True))
    app.action(OfferId.DECLINE)(answering(accepted=False))


async def press_hire(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        begin = await to_hire(uow, contact_id(action))
    await open_modal(client, body, hire_form(begin))
    await ack()


async def submit_hire(
    ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
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
    await After(client, body, uow).form(about.contact)
    if hire and hire.waits:
        await ack(response_action="update", view=sent_modal(hire, hire.contact.name))
    else:
        await ack()


def opening(view: Callable[[Hire], dict[str, Any]]) -> Listener:
    """A press that asks something about a job first."""

    async def press(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        async with uow.read():
            hire = await uow.hires.get(row_id(action.get("value"), "job"))
        await open_modal(client, body, view(hire))
        await ack()

    return press


def submitting(change: Callable[[UnitOfWork, int, dict[str, Any]], Awaitable[Hire]]) -> Listener:
    """What was asked about a job is answered; the contact's modal beneath shows it."""

    async def submit(
        ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
    ) -> None:
        async with uow:
            hire = await change(uow, row_id(view["private_metadata"], "job"), read(view))
        await After(client, body, uow).form(hire.contact_id)
        await ack()

    return submit


async def _cancel(uow: UnitOfWork, hire_id: int, form: dict[str, Any]) -> Hire:
    return await cancel_offer(uow, hire_id, form["reason"])


async def _end(uow: UnitOfWork, hire_id: int, form: dict[str, Any]) -> Hire:
    return await end_hire(uow, hire_id, {"yes": True, "no": False}.get(form["again"]))


async def _extend(uow: UnitOfWork, hire_id: int, form: dict[str, Any]) -> Hire:
    return await extend(uow, hire_id, form["end"])


def pressing(change: Callable[[UnitOfWork, int], Awaitable[Hire]]) -> Listener:
    """A press that changes a job at once: it shows on the card that was pressed on."""

    async def press(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
        async with uow:
            await change(uow, row_id(action.get("value"), "job"))
        await ack()

    return press


async def show_current(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        found, today = await current(uow), await today_of(uow, uow.scope.actor)
    await open_modal(client, body, current_modal(found.hires, today, more=found.more))
    await ack()


async def press_export(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow:
        await wish_hires(uow, body["trigger_id"])
    await open_modal(client, body, export_begun("all agreed jobs"))
    await ack()


def answering(*, accepted: bool) -> Listener:
    """By whom the offer is for: what they press on is redrawn by the outbox."""

    async def press(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
        async with uow.read():
            hire = await asked_of(uow, row_id(action.get("value"), "offer"))
        async with uow.of(actor="contact") as theirs:
            await answer_offer(theirs, hire.id, accepted=accepted)
        await ack()

    return press
