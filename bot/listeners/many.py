"""Many at once, from the Home tab: what its search and filters find."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.form import read
from blocks.home import HomeId
from blocks.many import ManyId, confirm_modal, confirmed, done_modal, many_modal, ticked
from bot.services.many import MOST, carry_out, checked, shown_to
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.action(HomeId.MANY)(press_many)
    app.view(ManyId.MODAL)(submit_many)
    app.view(ManyId.CONFIRM_MODAL)(submit_confirmed)


async def press_many(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        listed = await shown_to(uow)
    await client.views_open(trigger_id=body["trigger_id"], view=many_modal(listed, MOST))
    await ack()


async def submit_many(ack: AsyncAck, view: dict[str, Any]) -> None:
    """Asks first; nothing has changed yet."""
    form = read(view)
    order = checked(form["act"], ticked(form), form["tags"])
    await ack(response_action="update", view=confirm_modal(order.act, order.contacts, order.tags))


async def submit_confirmed(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    order = checked(*confirmed(view))
    async with uow:
        outcome = await carry_out(uow, order)
    await ack(response_action="update", view=done_modal(order.act, outcome.done, outcome.left))
