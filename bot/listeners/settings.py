"""The Settings modal: `/contacts settings`."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from blocks.form import read
from blocks.home import HomeId
from blocks.settings import SettingsId, settings_modal
from bot.services.settings import SettingsForm, save_settings
from bot.words import says
from storage.settings import WorkspaceSettings
from storage.uow import UnitOfWork


def register(app: AsyncApp) -> None:
    app.command("/contacts", matchers=[says("settings")])(open_settings)
    app.action(HomeId.SETTINGS)(open_settings)
    app.view(SettingsId.MODAL)(submit_settings)


async def open_settings(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork) -> None:
    async with uow.read():
        workspace = await uow.workspaces.current()
    view = settings_modal(WorkspaceSettings.of(workspace), workspace.team_name)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def submit_settings(ack: AsyncAck, view: dict[str, Any], uow: UnitOfWork) -> None:
    async with uow:
        await save_settings(uow, SettingsForm(**read(view)))
    await ack()
