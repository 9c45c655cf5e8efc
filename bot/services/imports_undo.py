"""Undoing an import honestly: who has not answered is taken back; the rest is kept, named, with the why."""

from collections import defaultdict

from bot.services.imports_run import redraw
from storage.import_models import MOST_NAMED, Import, Undoing, UndoResult
from storage.status import EventKind, ImportState, RowOutcome
from storage.uow import UnitOfWork

STEP = 500


async def undo_preview(uow: UnitOfWork, import_id: int) -> tuple[Import, UndoResult]:
    """What undoing it now would reverse and keep."""
    job = await uow.imports.get(import_id)
    job.must_be(ImportState.DONE)
    counts = await uow.import_undo.counts(job)
    return job, UndoResult.of(counts, await uow.import_undo.named(job, MOST_NAMED))


async def undo_result(uow: UnitOfWork, job: Import) -> UndoResult:
    """What was reversed and kept."""
    return UndoResult.of(*await uow.import_undo.undone(job))


async def undo_import(uow: UnitOfWork, import_id: int) -> None:
    """Begins to undo it; pressed twice it is undone once."""
    job = await uow.imports.lock(import_id)
    if job.state in {ImportState.UNDOING, ImportState.UNDONE}:
        return
    job.must_be(ImportState.DONE)
    job.state, job.undone_by, job.reached_line = ImportState.UNDOING, uow.scope.actor, 0
    await uow.events.record(EventKind.IMPORT_UNDONE, after={"import": job.id})
    await uow.outbox.work("import_undo", f"import_undo:{job.id}", {"import": job.id})
    await redraw(uow, job.id)


async def undo_step(uow: UnitOfWork, import_id: int) -> bool:
    """The next rows are taken back or kept; whether there are more."""
    job = await uow.imports.lock(import_id)
    if job.state is not ImportState.UNDOING:
        return False
    rows = await uow.import_undo.next_rows(job, STEP)
    if not rows:
        job.state = ImportState.UNDONE
        await redraw(uow, job.id)
        return False
    by_reason: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_reason[row.why_kept].append(row.id)
    for reason, row_ids in by_reason.items():
        await uow.import_undo.settle(row_ids, reason)
    await _take_back(uow, job, [row for row in rows if not row.why_kept])
    job.reached_line = rows[-1].line
    return True


async def _take_back(uow: UnitOfWork, job: Import, rows: list[Undoing]) -> None:
    invited = {row.contact_id: row.id for row in rows if row.outcome is RowOutcome.INVITED}
    if invited:
        withdrawn = await uow.import_undo.withdraw(job, invited)
        answered = [row_id for contact_id, row_id in invited.items() if contact_id not in withdrawn]
        await uow.import_undo.settle(answered, "changed since")
    for row in rows:
        if row.outcome is RowOutcome.TAGGED and row.added_tags:
            names = [tag.name for tag in await uow.tags.named(row.added_tags)]
            await uow.tags.detach(row.contact_id, row.added_tags)
            await uow.events.record(EventKind.UNTAGGED, contact_id=row.contact_id, after={"tags": names})
        await uow.outbox.look_after_requests(row.contact_id)
        uow.outbox.redraw(row.contact_id)
