"""Outbox messages about access: the request, its answers, and refusals below a message."""

from blocks.kit.modal import Message
from blocks.workspace.refusal import (
    access_asked_message,
    access_given_message,
    access_granted_message,
    access_sent_message,
)
from bot.services.workspace.work import AccessAsked, AccessGiven, AccessGranted, AccessSent
from bot.slack.access import Role, rights_of
from bot.slack.work import STALE_SECONDS, DirectReply, Reply
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(AccessAsked, render_asked)
    on.show(AccessSent, render_sent)
    on.show(AccessGranted, render_granted)
    on.show(AccessGiven, render_given)
    on.show(Reply, render_reply)
    on.show(DirectReply, render_direct_reply)


async def render_asked(_uow: UnitOfWork, work: AccessAsked) -> Show:
    return Show(access_asked_message(work.asker, rights_of(Role.ADMIN)), channel=work.to, private=True)


async def render_sent(_uow: UnitOfWork, work: AccessSent) -> Show:
    return Show(access_sent_message(), reply_to=work.reply_to, replace=True)


async def render_granted(_uow: UnitOfWork, work: AccessGranted) -> Show:
    return Show(access_granted_message(rights_of(Role.MANAGER)), channel=work.to, private=True)


async def render_given(_uow: UnitOfWork, work: AccessGiven) -> Show:
    return Show(access_given_message(work.user), reply_to=work.reply_to, replace=True)


async def render_reply(_uow: UnitOfWork, work: Reply) -> Show:
    """Show a reply unchanged: it was rendered when it was enqueued."""
    return Show(Message(work.text, work.blocks), reply_to=work.reply_to)


async def render_direct_reply(uow: UnitOfWork, work: DirectReply) -> Show | None:
    """Show a reply in a direct message, while its reader still waits for one."""
    if uow.now.timestamp() - work.at > STALE_SECONDS:
        return None
    about = [work.contact_id] if work.contact_id else []
    return Show(Message(work.text, work.blocks), channel=work.to, private=True, about=about)
