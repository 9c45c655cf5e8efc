"""Exports: one file after the other, each as a direct message to whoever asked."""

from blocks.export import export_words, hires_words, nothing_to_export
from bot.services.export import export, wish_next
from bot.services.hires_export import export_hires
from bot.slack_files import NewFile
from bot.workers.slack import Show, Shown, Upload
from storage.bookkeeping import Outbox
from storage.uow import UnitOfWork


async def draw_hires(uow: UnitOfWork, row: Outbox) -> Upload:
    """The agreed jobs as they are when it is sent."""
    data, rows = await export_hires(uow)
    file = NewFile(f"hires-{row.payload['day']}.csv", data, hires_words(rows))
    return Upload(row.payload["to"], file)


async def draw_export(uow: UnitOfWork, row: Outbox) -> Shown:
    """As things are when it is sent."""
    to, part = row.payload["to"], await export(uow, row.payload)
    if not part.rows and row.payload["part"] == 1:
        return Show(nothing_to_export(), channel=to)

    async def go_on(uow: UnitOfWork) -> None:
        if part.next:
            await wish_next(uow, row.key, row.payload, part.next)

    file = NewFile(part.name, part.data, export_words(part.rows, more=part.next is not None))
    return Upload(to, file, go_on)
