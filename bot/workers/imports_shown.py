"""What the outbox shows of imports: the offer under a file, the open review, the import's message."""

from blocks.imports import import_message, offer_message
from blocks.imports_forms import view_of
from bot.services.imports_review import review_of
from bot.services.imports_run import result_of
from bot.services.imports_undo import undo_result
from bot.workers.slack import Show, ShowView
from storage.bookkeeping import Outbox
from storage.status import ImportState
from storage.uow import UnitOfWork


async def draw_offer(uow: UnitOfWork, row: Outbox) -> Show:
    """In the thread of the file."""
    offer_id = row.payload["offer"]
    offer = await uow.imports.offer(offer_id)

    async def remember(uow: UnitOfWork, _channel: str, ts: str) -> None:
        (await uow.imports.offer(offer_id)).ts = ts

    message = offer_message(offer)
    return Show(message, offer.channel, offer.ts, thread_ts=offer.thread_ts, remember=remember)


async def draw_message(uow: UnitOfWork, row: Outbox) -> Show:
    """How far the import is, where its file was shared."""
    import_id = row.payload["import"]
    job = await uow.imports.get(import_id)
    result, mails = await result_of(uow, job), await uow.outbox.import_mails(job.id)
    undone = await undo_result(uow, job) if job.state is ImportState.UNDONE else None

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        posted = await uow.imports.lock(import_id)
        if channel != posted.channel and posted.thread_ts:  # the thread's conversation has shut us out
            posted.thread_ts = None
        posted.channel, posted.ts = channel, ts

    message = import_message(job, result, mails, undone, uow.now)
    return Show(message, job.channel, job.ts, thread_ts=job.thread_ts, remember=remember, instead=job.made_by)


async def draw_review(uow: UnitOfWork, row: Outbox) -> ShowView | None:
    """The modal of a review that was begun in it."""
    job = await uow.imports.get(row.payload["import"])
    if job.view_id is None:
        return None
    return ShowView(job.view_id, view_of(job, await review_of(uow, job)))
