"""The app's Home tab."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.home import Counts, HomeId, closed_home, home_view
from blocks.invitation import invite_modal
from blocks.link import link_form
from blocks.settings import settings_modal
from bot.access import Right, Role, may
from storage.settings import WorkspaceSettings
from storage.status import Status
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(open_home)
    app.action(HomeId.INVITE)(press_invite)
    app.action(HomeId.NEW_LINK)(press_new_link)
    app.action(HomeId.SETTINGS)(press_settings)


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


async def press_invite(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=invite_modal())
    await ack()


async def press_new_link(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=link_form(None))
    await ack()


async def press_settings(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork
) -> None:
    async with uow.read():
        workspace = await uow.workspaces.current()
    view = settings_modal(WorkspaceSettings.of(workspace), workspace.team_name)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()
