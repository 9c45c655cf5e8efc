"""Outbox messages about imports: the offer, the open review, and the import's message."""

from blocks.imports.forms import view_of
from blocks.imports.message import ImportProgress, import_message
from blocks.imports.offer import offer_message
from bot.services.imports.review import review_of
from bot.services.imports.run import result_of
from bot.services.imports.undo import undo_result
from bot.services.imports.work import ImportMessage, ImportOfferMessage, ImportReview
from bot.slack.access import Role, rights_of
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.slack import Show, ShowView
from storage.entities.status import ImportState
from storage.uow import UnitOfWork

_UNDO = {ImportState.UNDOING, ImportState.UNDONE}


def register(on: Handlers) -> None:
    on.show(ImportOfferMessage, render_offer)
    on.show(ImportMessage, render_message)
    on.show(ImportReview, render_review)


async def render_offer(uow: UnitOfWork, work: ImportOfferMessage) -> Show:
    """Render the offer in the file's thread. Its buttons go with the import."""
    offer_id = work.offer
    offer = await uow.imports.offer(offer_id)

    async def remember(uow: UnitOfWork, _channel: str, ts: str) -> None:
        (await uow.imports.offer(offer_id)).ts = ts

    imported = await uow.imports.is_imported(offer.id)
    message = offer_message(offer, rights_of(Role.MANAGER), imported=imported)
    return Show(message, offer.channel, offer.ts, thread_ts=offer.thread_ts, remember=remember)


async def render_message(uow: UnitOfWork, work: ImportMessage) -> Show:
    """Render the import's message in the conversation where the file was shared."""
    import_id = work.import_id
    job = await uow.imports.get(import_id)
    result, mails = await result_of(uow, job), await uow.mails.of_import(job.id)
    undone = await undo_result(uow, job) if job.state in _UNDO else None
    rest = await uow.invitations.count_to_ask(job.id) if job.halted else 0

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        posted = await uow.imports.lock(import_id)
        # the app was removed from the thread's conversation
        if channel != posted.channel and posted.thread_ts:
            posted.thread_ts = None
        posted.channel, posted.ts = channel, ts

    lately = await uow.mails.sent_of_import(job.id, job.sends_at) if job.under_way and job.sends_at else 0
    now = ImportProgress(result, mails, undone, rest, uow.now, lately)
    message = import_message(job, now, rights_of(Role.MANAGER))
    return Show(
        message,
        job.channel,
        job.ts,
        thread_ts=job.thread_ts,
        responsible=[job.made_by],
        must_stay=True,
        remember=remember,
    )


async def render_review(uow: UnitOfWork, work: ImportReview) -> ShowView | None:
    """Render the open modal of a review."""
    job = await uow.imports.get(work.import_id)
    if job.view_id is None:
        return None
    return ShowView(job.view_id, view_of(job, await review_of(uow, job)))
