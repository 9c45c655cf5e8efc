"""Outbox messages about deleting all data of a workspace, and files with them."""

from blocks.workspace.emptying import emptying_notice, emptying_settled
from blocks.workspace.words import WORKSPACE_FILE
from bot.services.workspace.emptying import workspace_data
from bot.services.workspace.work import EmptyingNotice, EmptyingSettled, WorkspaceExport
from bot.slack.files import NewFile
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show, Upload
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(EmptyingNotice, render_notice)
    on.show(EmptyingSettled, render_settled)
    on.show(WorkspaceExport, render_export)


async def render_notice(uow: UnitOfWork, work: EmptyingNotice) -> Show | None:
    """Ask an administrator. None if it was stopped, or has been done."""
    workspace = await uow.workspaces.current()
    if not workspace.emptying_asked_by:
        return None
    at = workspace.emptying_at
    return Show(emptying_notice(work.asked_by, at.date() if at else None), channel=work.to)


async def render_settled(_uow: UnitOfWork, work: EmptyingSettled) -> Show:
    return Show(emptying_settled(stopped=work.stopped), reply_to=work.reply_to, replace=True)


async def render_export(uow: UnitOfWork, work: WorkspaceExport) -> Upload:
    """Build and send one file, then enqueue the next."""
    part = await workspace_data(uow, work)

    async def go_on(uow: UnitOfWork) -> None:
        if part.next:
            await uow.outbox.add(part.next)

    return Upload(work.to, NewFile(part.name, part.data, WORKSPACE_FILE), go_on)
