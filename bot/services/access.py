"""Asking to be let in, and letting in."""

import re
from collections.abc import Collection

from bot.services.settings import change_settings
from storage.errors import NotFound, Refused
from storage.settings import WorkspaceSettings
from storage.status import EventKind
from storage.uow import UnitOfWork

_A_PERSON = re.compile(r"[UW][A-Z0-9]{5,20}")  # Slack's id of somebody


async def ask_for_access(uow: UnitOfWork, admins: Collection[str], reply_to: str | None) -> None:
    """Tells every administrator known, once a day; the asker is told below the message, if there is one."""
    asker, day = uow.scope.actor, uow.now.date().isoformat()
    recipients = sorted({*admins, *await uow.members.known_admins()})
    if not recipients:
        raise Refused(
            "Ask an administrator of your Slack workspace to type /contacts settings and name you there."
        )
    for admin in recipients:
        key = f"access:{asker}:{admin}:{day}"
        await uow.outbox.slack("access_asked", key, {"from": asker, "to": admin}, again=False)
    await uow.events.record(EventKind.ACCESS_ASKED)
    if reply_to:
        await uow.outbox.slack("access_sent", f"reply:{reply_to}", {"reply_to": reply_to})


async def grant_access(uow: UnitOfWork, user_id: str, reply_to: str) -> None:
    """Adds one hiring manager and tells them; the rest stays."""
    if not _A_PERSON.fullmatch(user_id):
        raise NotFound("person")
    before = WorkspaceSettings.of(await uow.workspaces.lock())
    await change_settings(uow, hiring_managers=(*before.hiring_managers, user_id))
    await uow.outbox.slack("access_granted", f"granted:{user_id}", {"to": user_id})
    await uow.outbox.slack("access_given", f"reply:{reply_to}", {"reply_to": reply_to, "user": user_id})
