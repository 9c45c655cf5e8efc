"""The app's Home tab; what its buttons open belongs to their features."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.home import Counts, closed_home, home_view
from bot.access import Right, Role, may
from storage.status import Status
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(open_home)


async def open_home(
    ack: AsyncAck, event: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, role: Role
) -> None:
    if event.get("tab") == "home":
        await client.views_publish(user_id=event["user"], view=await _home(uow, role))
    await ack()


async def _home(uow: UnitOfWork, role: Role) -> dict[str, Any]:
    if not may(role, Right.APPROVE):
        return closed_home("An administrator can let you in: type /invite-contact to ask for access.")
    async with uow.read():
        counts = Counts(
            applied=await uow.applications.count_waiting(),
            invited=await uow.contacts.count(Status.INVITED),
            active=await uow.contacts.count(Status.ACTIVE),
        )
    return home_view(counts, may_settle=may(role, Right.SETTLE))
