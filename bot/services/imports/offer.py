"""Files shared in a conversation: whether to offer an import, and how its review begins."""

from datetime import timedelta

from bot.services.imports.shared import SharedFile
from bot.services.imports.work import (
    ImportGiveUp,
    ImportNotice,
    ImportOfferMessage,
    ImportRead,
    ImportReview,
)
from storage.entities.imports import Import, ImportForbids, ImportOffer
from storage.entities.status import ImportState
from storage.uow import UnitOfWork

GIVEN_UP_AFTER = timedelta(days=1)


async def notice_file(uow: UnitOfWork, file_id: str, channel: str) -> None:
    """Queue a look at a file shared in a channel. If that is empty, Slack is asked where it was shared."""
    await uow.outbox.add(ImportNotice(file_id, channel, uow.scope.actor))


async def offer_import(
    uow: UnitOfWork, file: SharedFile, channel: str, thread_ts: str | None, shared_by: str
) -> None:
    """Offer to import a file, once per file and conversation, however many events Slack sends."""
    offer = await uow.imports.offer_once(
        ImportOffer(
            file_id=file.id,
            file_name=file.name,
            shared_by=shared_by,
            channel=channel,
            thread_ts=thread_ts,
            problem=file.problem,
            created_at=uow.now,
        )
    )
    if offer:
        await redraw_offer(uow, offer)


async def redraw_offer(uow: UnitOfWork, offer: ImportOffer) -> None:
    await uow.outbox.add(ImportOfferMessage(offer.id))


async def redraw_offer_of(uow: UnitOfWork, job: Import) -> None:
    """Queue an update of the offer an import came from, if it came from one."""
    if job.offer_id is not None:
        await uow.outbox.add(ImportOfferMessage(job.offer_id))


async def decline_offer(uow: UnitOfWork, offer_id: int) -> None:
    """Decline an offer for now. Its message keeps the button to review the file."""
    offer = await uow.imports.offer(offer_id)
    offer.declined_at = offer.declined_at or uow.now
    await redraw_offer(uow, offer)


async def find_review(uow: UnitOfWork, offer_id: int) -> tuple[ImportOffer, Import | None]:
    """Find an offer, and the acting member's review of it if there is one.

    Refuses an offer with a problem.
    """
    offer = await uow.imports.offer(offer_id)
    if offer.problem:
        raise ImportForbids(offer.problem)
    return offer, await uow.imports.living(offer.id, uow.scope.actor)


async def review_offer(uow: UnitOfWork, offer_id: int, view_id: str) -> None:
    """Show the acting member's review in the open modal, beginning one if needed.

    Each member has a review of their own.
    """
    offer, job = await find_review(uow, offer_id)
    if job is None:
        file = (offer.file_id, offer.file_name)
        await _begin(uow, view_id, *file, channel=offer.channel, thread_ts=offer.thread_ts, offer_id=offer.id)
    else:
        job.view_id = view_id
        if job.state is ImportState.UNREADABLE and job.file_hash is None:
            await read_file(uow, job)  # try again: the reason why Slack refused the download may be gone
        await redraw_review(uow, job)


async def review_file(uow: UnitOfWork, view_id: str, file_id: str, file_name: str) -> None:
    """Begin the review of an uploaded file. Results are shown only to the acting member.

    It starts a second later: otherwise Slack's display of our answer to the form would cover the review.
    """
    if await uow.imports.by_view(view_id) is None:
        wait = timedelta(seconds=1)
        await _begin(uow, view_id, file_id, file_name, channel=uow.scope.actor, thread_ts=None, wait=wait)


async def _begin(
    uow: UnitOfWork,
    view_id: str,
    file_id: str,
    file_name: str,
    *,
    channel: str,
    thread_ts: str | None,
    offer_id: int | None = None,
    wait: timedelta = timedelta(),
) -> None:
    job = await uow.imports.add(
        Import(
            offer_id=offer_id,
            made_by=uow.scope.actor,
            state=ImportState.READING,
            file_id=file_id,
            file_name=file_name,
            view_id=view_id,
            channel=channel,
            thread_ts=thread_ts,
            created_at=uow.now,
        )
    )
    await read_file(uow, job, wait)
    await uow.outbox.add(ImportGiveUp(job.id), due_at=uow.now + GIVEN_UP_AFTER)


async def read_file(uow: UnitOfWork, job: Import, wait: timedelta = timedelta()) -> None:
    """Queue reading the file, even if it was read before."""
    job.state, job.problem = ImportState.READING, None
    await uow.outbox.add(ImportRead(job.id), due_at=uow.now + wait)


async def redraw_review(uow: UnitOfWork, job: Import) -> None:
    """Queue an update of the open review modal."""
    await uow.outbox.add(ImportReview(job.id))


async def give_up(uow: UnitOfWork, import_id: int) -> None:
    """Give up a review that was not confirmed within a day."""
    job = await uow.imports.lock(import_id)
    if job.started_at is None:
        await uow.imports.give_up(job)
