"""Outbox work for exports: each file is sent by direct message, one after the other."""

from blocks.contact.export import export_words, hires_words, nothing_to_export
from bot.services.contact.export import enqueue_next, export
from bot.services.contact.work import ContactsExport
from bot.services.hire.export import export_hires
from bot.services.hire.work import HiresExport
from bot.slack.files import NewFile
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show, Shown, Upload
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(ContactsExport, render_export)
    on.show(HiresExport, render_hires)


async def render_hires(uow: UnitOfWork, work: HiresExport) -> Upload:
    """Export the current jobs as they are when sent."""
    data, rows = await export_hires(uow)
    file = NewFile(f"hires-{work.day}.csv", data, hires_words(rows))
    return Upload(work.to, file)


async def render_export(uow: UnitOfWork, work: ContactsExport) -> Shown:
    """Export the next part of a list as it is when sent."""
    part = await export(uow, work)
    if not part.rows and work.part == 1:
        return Show(nothing_to_export(), channel=work.to, private=True)

    async def go_on(uow: UnitOfWork) -> None:
        if part.next:
            await enqueue_next(uow, work, part.next)

    file = NewFile(part.name, part.data, export_words(part.rows, more=part.next is not None))
    return Upload(work.to, file, go_on)
