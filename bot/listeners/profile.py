"""Listeners for a contact's profile: a press that asks for their CV."""

from typing import Any

from slack_bolt.async_app import AsyncAck

from blocks.kit.acts import contact_id
from blocks.profile.form import ProfileId
from blocks.profile.shown import cv_message, cv_modal
from bot.services.profile.cv import enqueue_cv
from bot.slack.after import After
from bot.slack.door import Door
from storage.entities.right import Right
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.action(ProfileId.CV, Right.SEE)(press_cv)


async def press_cv(
    ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], uow: UnitOfWork, after: After
) -> None:
    async with uow:
        contact = await enqueue_cv(uow, contact_id(action), body["trigger_id"])
    await after.open(cv_modal(contact), cv_message())
    await ack()
