"""The message shortcut: people found in a message are invited."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.form import read
from blocks.invitation import invite_modal
from blocks.message import NOBODY, MessageId, chosen_people, invited_modal, people_modal
from bot.services.invite_many import invite_many
from bot.services.pasted import Found, people_in
from storage.errors import FieldRefused
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.shortcut(MessageId.SHORTCUT)(choose_shortcut)
    app.view(MessageId.MODAL)(submit_people)


async def choose_shortcut(
    ack: AsyncAck, shortcut: dict[str, Any], body: dict[str, Any], client: AsyncWebClient
) -> None:
    people = people_in((shortcut.get("message") or {}).get("text") or "")
    if len(people) > 1:
        view = people_modal([(person.name, person.email) for person in people])
    elif people:
        view = invite_modal(people[0].name, people[0].email)
    else:
        view = invite_modal(above=NOBODY)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_people(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    people, form = [Found(*each) for each in chosen_people(view)], read(view)
    if not people:
        raise FieldRefused("people-0", "Please tick at least one person.")
    async with uow:
        done = await invite_many(uow, people, form["note"], form["tags"], request_key=view["id"])
    await ack(response_action="update", view=invited_modal(done.invited, done.left))
