"""Asking for access, and granting it."""

import re

from bot.services.workspace.changing import change_settings
from bot.services.workspace.leaving import got_right
from bot.services.workspace.work import AccessAsked, AccessGiven, AccessGranted, AccessSent
from storage.entities.errors import NobodyToAsk, NotFound
from storage.entities.settings import WorkspaceSettings
from storage.entities.status import EventKind
from storage.uow import UnitOfWork

_A_PERSON = re.compile(r"[UW][A-Z0-9]{5,20}")  # a Slack user id


async def ask_for_access(uow: UnitOfWork, reply_to: str | None) -> None:
    """Ask every known administrator for access, once a day.

    `reply_to` is the response_url of the refusal, if it was a message; it then confirms the request.
    """
    asker, day = uow.scope.actor, uow.now.date().isoformat()
    recipients = await uow.colleagues.administrators()
    if not recipients:
        raise NobodyToAsk
    for admin in recipients:
        await uow.outbox.add(AccessAsked(asker, admin, day))
    await uow.events.record(EventKind.ACCESS_ASKED)
    if reply_to:
        await uow.outbox.add(AccessSent(reply_to))


async def grant_access(uow: UnitOfWork, user_id: str, reply_to: str) -> None:
    """Make a person a hiring manager and tell them."""
    if not _A_PERSON.fullmatch(user_id):
        raise NotFound("person")
    before = WorkspaceSettings.of(await uow.workspaces.lock())
    await change_settings(uow, hiring_managers=sorted({*before.hiring_managers, user_id}))
    await got_right(uow, [user_id])
    await uow.outbox.add(AccessGranted(user_id))
    await uow.outbox.add(AccessGiven(reply_to, user_id))
