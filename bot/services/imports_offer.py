"""A file shared in a conversation: whether it can be imported, its offer, and how a review begins."""

from dataclasses import dataclass
from datetime import timedelta

from bot.services.imports_file import MOST_BYTES
from storage.errors import ImportForbids
from storage.import_models import Import, ImportOffer
from storage.status import ImportState
from storage.uow import UnitOfWork

GIVEN_UP_AFTER = timedelta(days=1)
_ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm")
_TYPES = {"csv", "tsv", "xlsx"}
_MIMETYPES = {
    "text/csv",
    "text/tab-separated-values",
    "application/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class SharedFile:
    """What Slack says of a file; `url` is where its bytes are, `external` that they are not Slack's."""

    id: str
    name: str
    size: int
    filetype: str = ""
    mimetype: str = ""
    external: bool = False
    from_elsewhere: bool = False
    url: str = ""

    @property
    def looks_importable(self) -> bool:
        """By what it is called: in a conversation people share everything, and most is not for us."""
        named = self.name.lower().endswith(_ENDINGS)
        return named or self.filetype in _TYPES or self.mimetype in _MIMETYPES

    @property
    def problem(self) -> str | None:
        """Why it is not fetched at all."""
        if self.external:
            return f"{self.name} lives outside Slack, so it cannot be read here. Upload the file itself."
        if self.from_elsewhere:
            return f"{self.name} belongs to another organisation, so it cannot be imported here."
        if self.size > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            return f"{self.name} has {self.size / 1e6:.0f} MB, and {most} MB can be read. Share it in parts."
        return None


async def notice_file(uow: UnitOfWork, file_id: str, channel: str) -> None:
    """Slack has told that a file was shared; what it is, is asked a little later."""
    payload = {"file": file_id, "channel": channel, "by": uow.scope.actor}
    await uow.outbox.work("import_notice", f"import_notice:{file_id}:{channel}", payload)


async def offer_import(
    uow: UnitOfWork, file: SharedFile, channel: str, thread_ts: str | None, shared_by: str
) -> None:
    """One offer for a file in a conversation, however often Slack tells of it."""
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
    await uow.outbox.slack("import_offer", f"import_offer:{offer.id}", {"offer": offer.id})


async def decline_offer(uow: UnitOfWork, offer_id: int) -> None:
    """Not now: the message says so, and can still be used."""
    offer = await uow.imports.offer(offer_id)
    offer.declined_at = offer.declined_at or uow.now
    await redraw_offer(uow, offer)


async def find_review(uow: UnitOfWork, offer_id: int) -> tuple[ImportOffer, Import | None]:
    """The offer, and this person's review of it if there is one already."""
    offer = await uow.imports.offer(offer_id)
    if offer.problem:
        raise ImportForbids(offer.problem)
    return offer, await uow.imports.living(offer.id, uow.scope.actor)


async def review_offer(uow: UnitOfWork, offer_id: int, view_id: str) -> None:
    """This person's review, in the modal that is open now. Another person's is another review."""
    offer, job = await find_review(uow, offer_id)
    if job is None:
        file = (offer.file_id, offer.file_name)
        await _begin(uow, view_id, *file, channel=offer.channel, thread_ts=offer.thread_ts, offer_id=offer.id)
    else:
        job.view_id = view_id
        await redraw_review(uow, job)


async def review_file(uow: UnitOfWork, view_id: str, file_id: str, file_name: str) -> None:
    """The review of a file given to a form; what comes of it is told to the person alone.

    It begins a moment later: Slack shows our answer to the form first, or it would cover the review.
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
    due_at = uow.now + GIVEN_UP_AFTER
    await uow.outbox.work("import_give_up", f"import_give_up:{job.id}", {"import": job.id}, due_at=due_at)


async def read_file(uow: UnitOfWork, job: Import, wait: timedelta = timedelta()) -> None:
    """Reads it, once more if it was read before."""
    job.state, job.problem = ImportState.READING, None
    await uow.outbox.work("import_read", f"import_read:{job.id}", {"import": job.id}, due_at=uow.now + wait)


async def redraw_review(uow: UnitOfWork, job: Import) -> None:
    """The open modal shows how things are."""
    await uow.outbox.slack("import_review", f"import_review:{job.id}", {"import": job.id})


async def give_up(uow: UnitOfWork, import_id: int) -> None:
    """What nobody confirmed within a day is forgotten."""
    job = await uow.imports.lock(import_id)
    if job.started_at is None:
        await uow.imports.give_up(job)
