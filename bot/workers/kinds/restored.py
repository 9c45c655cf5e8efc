"""Messages that ask administrators what to do after a restore, and confirm the answer."""

from blocks.workspace.restored import restored_message, settled_message
from bot.services.workspace.work import RestoreNotice, RestoreSettled
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(RestoreNotice, render_notice)
    on.show(RestoreSettled, render_settled)


async def render_notice(uow: UnitOfWork, work: RestoreNotice) -> Show | None:
    """Ask an administrator what to do with the rows on hold. None if that has been decided."""
    held = await uow.holding.held()
    message = restored_message(held)
    return Show(message, channel=work.to, private=True) if held.emails or held.messages else None


async def render_settled(_uow: UnitOfWork, work: RestoreSettled) -> Show:
    """Replace the question with the answer."""
    return Show(settled_message(work.count, sent=work.sent), reply_to=work.reply_to, replace=True)
