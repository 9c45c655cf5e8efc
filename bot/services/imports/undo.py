"""Undoes an import: contacts who have not answered are removed; the others are kept, with the reason."""

from collections import defaultdict

from bot.services.imports.offer import redraw_offer_of
from bot.services.imports.run import LOOK_AGAIN, finish, look_again, redraw
from bot.services.imports.work import IMPORT_ENDED, ImportUndo
from bot.services.profile.profile import index_many
from storage.engine.base import Json
from storage.entities.import_result import MOST_NAMED, Undoing, UndoResult
from storage.entities.imports import Import
from storage.entities.profile import ProfileField, Voice, to_json
from storage.entities.status import EventKind, ImportState, RowOutcome, Status
from storage.uow import UnitOfWork

STEP = 500


async def undo_preview(uow: UnitOfWork, import_id: int) -> tuple[Import, UndoResult]:
    """Count what an undo would reverse and keep now."""
    job = await uow.imports.get(import_id)
    job.must_be_undoable()
    counts = await uow.import_undo.counts(job)
    return job, UndoResult.of(counts, await uow.import_undo.named(job, MOST_NAMED))


async def undo_result(uow: UnitOfWork, job: Import) -> UndoResult:
    """Count what the undo has reversed and kept so far, and what it will look at in all."""
    return UndoResult.of(*await uow.import_undo.undone(job), in_all=await uow.import_undo.in_all(job))


async def undo_import(uow: UnitOfWork, import_id: int) -> None:
    """Begin to undo an import. A second press does nothing."""
    job = await uow.imports.lock(import_id)
    if job.state in {ImportState.UNDOING, ImportState.UNDONE}:
        return
    job.must_be_undoable()
    if job.state is ImportState.SENDING:
        await finish(uow, job)
    job.state, job.undone_by, job.reached_line = ImportState.UNDOING, uow.scope.actor, 0
    job.problem = None  # perhaps that an earlier undo stopped early
    await uow.events.record(EventKind.IMPORT_UNDONE, after={"import": job.id})
    await uow.outbox.add(ImportUndo(job.id))
    await look_again(uow, job, uow.now + LOOK_AGAIN)
    await redraw(uow, job.id)


async def undo_step(uow: UnitOfWork, import_id: int) -> bool:
    """Undo the next rows, in one transaction. Return whether there are more."""
    job = await uow.imports.lock(import_id)
    if job.state is not ImportState.UNDOING:
        return False
    rows = await uow.import_undo.next_rows(job, STEP)
    if not rows:
        job.state = ImportState.UNDONE
        uow.remark(IMPORT_ENDED, id=job.id, result="undone")
        await redraw(uow, job.id)
        await redraw_offer_of(uow, job)
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
        await uow.import_undo.settle(answered, "changed")
        no_details: dict[int, Json] = {contact_id: {} for contact_id in sorted(withdrawn)}
        await uow.events.record_all(EventKind.WITHDRAWN, no_details, Status.INVITED)
        rows = [row for row in rows if row.outcome is RowOutcome.TAGGED or row.contact_id in withdrawn]
    await _untag(uow, rows)
    await _unsay(uow, rows)


async def _untag(uow: UnitOfWork, rows: list[Undoing]) -> None:
    """Remove the tags the import added, and no others. Of contacts it made, these are all."""
    made = [row.contact_id for row in rows if row.outcome is RowOutcome.INVITED and row.added_tags is None]
    added = {contact_id: list(ids) for contact_id, ids in (await uow.tags.tags_by_contact(made)).items()}
    added |= {row.contact_id: row.added_tags for row in rows if row.added_tags}
    every = {tag_id for ids in added.values() for tag_id in ids}
    names = {tag.id: tag.name for tag in await uow.tags.named(every)}
    await uow.tags.detach_all([(contact_id, tag_id) for contact_id, ids in added.items() for tag_id in ids])
    taken: dict[int, Json] = {
        contact_id: {"tags": [name for tag_id, name in names.items() if tag_id in ids]}
        for contact_id, ids in added.items()
    }
    await uow.events.record_all(EventKind.UNTAGGED, taken)


async def _unsay(uow: UnitOfWork, rows: list[Undoing]) -> None:
    """Put back what the team said of contacts' work before the import, unless it was changed since."""
    said = {row.contact_id: row for row in rows if row.profile_before}
    profiles = await uow.profiles.of_all(said)
    for contact_id, profile in profiles.items():
        before, imported = said[contact_id].profile_before or {}, said[contact_id].profile or {}
        for field in map(ProfileField, before):
            word = profile.word_of(Voice.TEAM, field)
            if word is None or to_json(word.value) == imported.get(field):
                profile.put_back(field, Voice.TEAM, before[field])
    await index_many(uow, list(profiles.values()))
