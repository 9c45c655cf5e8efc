"""Connects one workspace by its bot token, however long Slack or the database is away."""

import asyncio
from collections.abc import Callable

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import errors as slack_errors
from bot.slack.directory import HomeOrganisation, learn_admins
from bot.slack.installation import OneWorkspace
from storage.engine.faults import DatabaseFault, cause_of
from storage.uow import UnitOfWork

log = structlog.get_logger()

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds


async def connect(
    only: OneWorkspace, client: AsyncWebClient, token: str, new_uow: Callable[..., UnitOfWork]
) -> None:
    """Connect, retrying while Slack or the database is unreachable. Pages and email work meanwhile."""
    wait, told = FIRST_WAIT, ""
    while not only.connected:
        try:
            home = await only.connect()
            log.info("slack_connected", workspace=home.slack_id)
            uow = new_uow(workspace_id=home.workspace_id)
            await learn_admins(client, token, uow, HomeOrganisation(home.slack_id, home.enterprise_id))
        except (*slack_errors.FAILURES, DatabaseFault) as error:
            why = "" if cause_of(error) else f"{type(error).__name__}: {error}"
            if why and why != told:
                log.error("slack_not_connected", detail=why)
            told = why or told
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
