"""Listeners for the message shortcut, which invites people found in a message."""

from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.invitation.message import (
    MessageId,
    chosen_people,
    invited_modal,
    name_field,
    one_modal,
    people_modal,
)
from blocks.kit.form import read
from bot.services.invitation.many import candidates, invite_many
from bot.services.invitation.pasted import Found, people_in_all
from bot.services.words.text import one_line
from bot.slack.door import Door
from bot.slack.message_text import texts_of
from storage.entities.errors import FormRefused
from storage.entities.invite_refused import NAME_MISSING, NobodyTicked
from storage.entities.right import Right, Rights
from storage.uow import UnitOfWork


def register(on: Door) -> None:
    on.shortcut(MessageId.SHORTCUT, Right.INVITE)(choose_shortcut)
    on.view(MessageId.MODAL, Right.INVITE)(submit_people)


async def choose_shortcut(
    ack: AsyncAck,
    shortcut: dict[str, Any],
    body: dict[str, Any],
    client: AsyncWebClient,
    uow: UnitOfWork,
    rights: Rights,
) -> None:
    async with uow.read():
        people = await candidates(uow, people_in_all(texts_of(shortcut.get("message") or {})))
    view = people_modal(people) if len(people) > 1 else one_modal(rights, people[0] if people else None)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_people(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    people, form = [Found(*each) for each in chosen_people(view)], read(view)
    if not people:
        raise NobodyTicked("people-0")
    if nameless := [each.email for each in people if not one_line(each.name)]:
        raise FormRefused({name_field(email): NAME_MISSING for email in nameless})
    async with uow:
        done = await invite_many(uow, people, form["note"], form["tags"], request_key=view["id"])
    await ack(response_action="update", view=invited_modal(done.invited, done.left))
