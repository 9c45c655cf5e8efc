"""Listeners for bulk actions on the Home tab's list."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.contact.many import MANY_RIGHTS, ManyId, confirm_modal, confirmed, done_modal, many_modal, ticked
from blocks.home.view import HomeId
from blocks.kit.form import read
from bot.services.contact.many import carry_out, checked, shown_to, spelled_out
from bot.slack.access import Role, authorize
from bot.slack.door import Door
from storage.entities.right import Right, Rights
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(HomeId.MANY, Right.EDIT)(press_many)
    on.view(ManyId.MODAL, Right.EDIT)(submit_many)
    on.view(ManyId.CONFIRM_MODAL, Right.EDIT)(submit_confirmed)


async def press_many(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, rights: Rights
) -> None:
    async with uow.read():
        page = await shown_to(uow)
    await client.views_open(trigger_id=body["trigger_id"], view=many_modal(page, rights))
    await ack()


async def submit_many(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, role: Role) -> None:
    """Ask for confirmation. Nothing has changed yet."""
    form = {"everybody": ()} | read(view)
    order = checked(form["act"], ticked(form), form["tags"], everybody=bool(form["everybody"]))
    authorize([MANY_RIGHTS[order.act]], role)
    async with uow.read():
        order, number = await spelled_out(uow, order)
    asked = confirm_modal(order.act, order.contacts, order.tags, everybody=order.everybody, number=number)
    await ack(response_action="update", view=asked)


async def submit_confirmed(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork, role: Role) -> None:
    act, contacts, tags, everybody = confirmed(view)
    order = checked(act, contacts, tags, everybody=everybody, channel=read(view).get("channel"))
    authorize([MANY_RIGHTS[order.act]], role)
    async with uow:
        outcome = await carry_out(uow, order, view["id"])
    counted = outcome.done, outcome.left
    done = done_modal(order.act, *counted, later=outcome.later, channel=order.channel)
    await ack(response_action="update", view=done)
