"""Listeners for Settings: the list of groups, and a form for each group."""

from datetime import timedelta
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from blocks.home.view import HomeId
from blocks.kit.form import field_errors, read, unversioned
from blocks.kit.subcommands import SETTINGS
from blocks.workspace.kinds import group_option
from blocks.workspace.settings import (
    SettingsId,
    Standing,
    group_of,
    saved_modal,
    settings_form,
    settings_list,
    shown_version,
)
from bot.security.tokens import Links
from bot.services.workspace.settings import SettingsChanged, SettingsForm, checked, save_settings
from bot.slack import errors as slack_errors
from bot.slack.access import Role, rights_of
from bot.slack.after import After
from bot.slack.door import Door
from bot.slack.groups import list_groups
from bot.slack.oauth import INSTALL
from bot.slack.previews import letterhead_preview
from bot.slack.scopes import missing_of
from bot.slack.surfaces import open_modal
from storage.entities.errors import FormRefused
from storage.entities.right import Right, Rights
from storage.entities.settings import WorkspaceSettings
from storage.uow import UnitOfWork

log = structlog.get_logger()

GROUPS = "manager_groups"  # the setting whose choices are asked for
MOST_SUGGESTED = 100  # limit of a Slack select's options


def register(on: Door) -> None:
    on.subcommand(SETTINGS)(open_settings)
    on.action(HomeId.SETTINGS, Right.SETTLE)(open_settings)
    on.action(SettingsId.CHANGE, Right.SETTLE)(press_change)
    on.action(SettingsId.PREVIEW, Right.SETTLE)(press_preview)
    on.view(SettingsId.FORM, Right.SETTLE)(submit_settings)
    on.options(GROUPS, Right.SETTLE)(suggest_groups)


async def open_settings(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    uow: UnitOfWork,
    links: Links,
    grace: timedelta,
    foot_address: str,
    rights: Rights,
) -> None:
    view = settings_list(await _standing(uow, links, grace, foot_address), rights)
    await client.views_open(trigger_id=body["trigger_id"], view=view)
    await ack()


async def press_change(
    ack: AsyncAck,
    action: dict[str, Any],
    body: dict[str, Any],
    client: AsyncWebClient,
    uow: UnitOfWork,
    links: Links,
    grace: timedelta,
    foot_address: str,
) -> None:
    group = group_of(action["value"])
    await open_modal(client, body, settings_form(await _standing(uow, links, grace, foot_address), group))
    await ack()


async def press_preview(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, uow: UnitOfWork, foot_address: str
) -> None:
    group, _ = shown_version(body["view"])
    typed = checked(group, unversioned(read(body["view"])))
    async with uow.read():
        view = await letterhead_preview(uow, typed, foot_address)
    await open_modal(client, body, view)
    await ack()


async def submit_settings(
    ack: AsyncAck,
    view: dict[str, Any],
    uow: UnitOfWork,
    links: Links,
    grace: timedelta,
    after: After,
    foot_address: str,
) -> None:
    group, version = shown_version(view)
    try:
        async with uow:
            await save_settings(uow, SettingsForm(group, version, unversioned(read(view))))
    except SettingsChanged as refused:
        now = await _standing(uow, links, grace, foot_address)
        await ack(response_action="update", view=settings_form(now, group, refused.text, refused.wanted))
    except FormRefused as refused:
        raise FormRefused(field_errors(view, refused.errors)) from refused
    else:
        beneath = view.get("previous_view_id")
        now = await _standing(uow, links, grace, foot_address)
        drawn = not beneath or await after.update(beneath, settings_list(now, after.rights))
        await (ack() if drawn else ack(response_action="update", view=saved_modal()))


async def suggest_groups(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Suggest user groups by what was typed. None if there are none, or Slack does not say."""
    try:
        groups = await list_groups(client)
    except slack_errors.FAILURES as error:
        log.warning("user_groups_not_listed", error=type(error).__name__)
        groups = []
    typed = str(body.get("value") or "").strip().lstrip("@").casefold()
    fitting = [each for each in groups if typed in f"{each.name} {each.handle}".casefold()]
    options = [group_option(each.id, each.name) for each in fitting[:MOST_SUGGESTED]]
    await ack(options=[each.to_dict() for each in options])


async def _standing(uow: UnitOfWork, links: Links, grace: timedelta, foot_address: str) -> Standing:
    """Read the current settings, their defaults and the hiring managers' rights."""
    async with uow.of(once=None).read() as now:
        workspace, installed = await now.workspaces.current(), await now.installs.get()
        named = {each.group_id: each.name for each in await now.groups.all()}
    settings = WorkspaceSettings.of(workspace)
    defaults = {
        "company_name": workspace.team_name,
        "sender_name": settings.company_name or workspace.team_name,
        "postal_address": foot_address or None,
        "import_grace_seconds": int(grace.total_seconds()),
    }
    return Standing(
        settings,
        defaults,
        rights_of(Role.MANAGER),
        missing_of(workspace.scopes),
        f"{links.base_url}{INSTALL}" if installed else None,
        named,
    )
