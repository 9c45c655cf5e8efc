"""Listeners for `/contacts away`: until when somebody is away, and who stands in."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.kit.form import read
from blocks.kit.subcommands import AWAY
from blocks.workspace.away import AwayId, away_modal, back_modal
from bot.services.workspace.away import AwayForm, come_back, go_away, how_away
from bot.slack.after import After
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.subcommand(AWAY)(open_away)
    on.view(AwayId.FORM, Right.SEE)(submit_away)
    on.action(AwayId.BACK, Right.SEE)(press_back)


async def open_away(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        now = await how_away(uow)
    deputy = now.absence.deputy if now.absence else None
    view = away_modal(now.today, deputy, now.last_day)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_away(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await go_away(uow, AwayForm(**{"until": None, "deputy": None} | read(view)))
    await ack()


async def press_back(ack: AsyncAck, body: dict[str, Any], uow: UnitOfWork, after: After) -> None:
    async with uow:
        await come_back(uow)
    await after.update(body["view"]["id"], back_modal())
    await ack()
