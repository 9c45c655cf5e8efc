"""Listeners for a connection request's buttons in a direct message."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.agreement.modal import agreement_modal, ticked
from blocks.invitation import words
from blocks.invitation.request import RequestId
from blocks.kit.form import row_id
from blocks.kit.modal import ViewJson
from bot.services.invitation.request import answer_asked, asked_of
from bot.slack.door import Door
from bot.slack.surfaces import open_modal
from storage.entities.agreement import NotAgreed
from storage.entities.right import Right
from storage.entities.settings import company_name
from storage.entities.status import Answer
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(RequestId.ACCEPT, Right.ANSWER)(press_accept)
    on.action(RequestId.DECLINE, Right.ANSWER)(press_decline)
    on.view(RequestId.AGREEMENT, Right.ANSWER)(submit_agreement)


async def press_accept(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    view = await _answer(uow, row_id(action.get("value"), "request"), Answer.ACCEPTED)
    if view:
        await open_modal(client, body, view)
    await ack()


async def press_decline(ack: AsyncAck, action: dict[str, Any], uow: UnitOfWork) -> None:
    await _answer(uow, row_id(action.get("value"), "request"), Answer.DECLINED)
    await ack()


async def submit_agreement(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    card_id, version = ticked(view)
    again = await _answer(uow, card_id, Answer.ACCEPTED, version)
    await (ack(response_action="update", view=again) if again else ack())


async def _answer(uow: UnitOfWork, card_id: int, given: Answer, version: str = "") -> ViewJson | None:
    """Answer in the inviting workspace, which does not learn who they are here.

    `version` is the agreement they ticked. If one is missing, return the form that asks for it.
    """
    async with uow.read():
        card = await asked_of(uow, card_id)
    async with uow.of(workspace_id=card.asked_by, actor="contact") as theirs:
        await theirs.installs.must_be_here()
        try:
            await answer_asked(theirs, card, given, version)
        except NotAgreed as refused:
            return agreement_modal(
                refused.asked,
                company_name(await theirs.workspaces.current()),
                card_id,
                callback_id=RequestId.AGREEMENT,
                submit=words.ACCEPT,
                warning=refused.text if version else "",
            )
    return None
