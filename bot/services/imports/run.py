"""A running import: contacts in steps, emails after the grace period, progress, and stopping."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.services.imports.read import standing_of
from bot.services.imports.work import (
    IMPORT_ENDED,
    ImportFailedFile,
    ImportLook,
    ImportMessage,
    ImportSendRest,
)
from bot.services.invitation.approach import Approach, approach
from bot.services.invitation.work import InvitationMail
from bot.services.profile.profile import say_of_many
from storage.entities.import_result import ImportResult
from storage.entities.imports import UNDER_WAY, Import
from storage.entities.profile import Voice, said_from_json
from storage.entities.status import EventKind, ImportState, Outcome, RowOutcome, Status
from storage.imports.contacts import EACH, Candidate, Slice
from storage.tables.tags import tag_key
from storage.uow import UnitOfWork

STEP = 500  # rows per transaction: on SQLite all other writers wait for it
MOST_PROBLEMS = 5  # shown in the message; the file of failed rows has all of them
MOST_REDRAWN = 500  # contacts; beyond this number they are redrawn at their next change
LOOK_AGAIN = timedelta(seconds=3)  # Slack allows fifty edits a minute for all imports of a workspace


async def run_step(uow: UnitOfWork, import_id: int) -> bool:
    """Turn the next selected rows into contacts, in one transaction. Return whether there are more."""
    job = await uow.imports.lock(import_id)
    if job.state is not ImportState.RUNNING:
        return False
    rows = [] if job.stopped_at else await uow.import_contacts.candidates(job, STEP)
    if not rows:
        await _contacts_made(uow, job)
        return False
    part = Slice(job, job.reached_line, rows[-1].line)
    again = await _make_contacts(uow, part, rows)
    await _write_to_them(uow, part)
    await _attach_tags(uow, part, again)
    await _tell_profiles(uow, part)
    job.reached_line = part.upto
    return True


async def _make_contacts(uow: UnitOfWork, part: Slice, rows: Sequence[Candidate]) -> set[int]:
    """Decide for each row what happens to it. This is checked again, because the review may be a day old.

    Returns the ids of rows whose contact was restored.
    """
    known = await uow.contacts.known([row.email_key for row in rows])
    suppressed = await uow.suppressions.among([row.recipient for row in rows])
    by_way: dict[Approach, list[Candidate]] = {each: [] for each in Approach}
    left_alone: dict[tuple[RowOutcome, str], list[int]] = {}
    for row in rows:
        found = known.get(row.email_key)
        how = approach(found, suppressed=row.recipient in suppressed)
        by_way[how].append(row)
        if outcome := _LEFT_ALONE.get(how):
            left_alone.setdefault((outcome, standing_of(found, how)), []).append(row.id)
    for (outcome, standing), row_ids in left_alone.items():
        await uow.import_contacts.settle(row_ids, outcome, standing)
    await _add_new(uow, part, by_way[Approach.NEW])
    again = await _invite_again(uow, part, by_way[Approach.AGAIN])
    await uow.import_contacts.link_rows(part)
    return again


_LEFT_ALONE = {
    Approach.CONTACT: RowOutcome.TAGGED,
    Approach.NEVER: RowOutcome.SKIPPED,
    Approach.BOUNCED: RowOutcome.SKIPPED,
}


async def _add_new(uow: UnitOfWork, part: Slice, rows: Sequence[Candidate]) -> None:
    """Add new contacts. Rows whose address became a contact meanwhile only get tags."""
    if not rows:
        return
    source = f"imported from {part.job.file_name}"
    made = await uow.import_contacts.add_contacts(part, [row.id for row in rows], source)
    late = [row.id for row in rows if row.email_key not in made]
    await uow.import_contacts.settle(late, RowOutcome.TAGGED, "invited")


async def _invite_again(uow: UnitOfWork, part: Slice, rows: Sequence[Candidate]) -> set[int]:
    """Restore withdrawn contacts under the names that the file has for them. Return their rows' ids."""
    restored = await uow.import_contacts.restore_contacts(part, [row.email_key for row in rows])
    late = [row.id for row in rows if row.email_key not in restored]
    await uow.import_contacts.settle(late, RowOutcome.TAGGED, "invited")
    return {row.id for row in rows if row.email_key in restored}


async def _write_to_them(uow: UnitOfWork, part: Slice) -> None:
    job, settings = part.job, await uow.workspaces.settings()
    mailed_at = max(uow.now, job.sends_at or uow.now)
    await uow.import_contacts.add_invitations(part, mailed_at + settings.invitation_lifetime)
    invited = uow.import_contacts.invited(part)
    # ADDED: whether they are invited too, the history says once the email has left
    await uow.events.record_found(EventKind.ADDED, Status.INVITED, invited)
    if job.halted:
        return
    like = InvitationMail(EACH, 1, 1, contact_id=None, recipient="", import_id=job.id)
    await uow.import_contacts.add_mails(part, like, mailed_at)
    uow.outbox.added.add(like.lane)


async def _attach_tags(uow: UnitOfWork, part: Slice, again: Collection[int]) -> None:
    """Attach row tags and common tags.

    For existing contacts, among them those of the rows `again`, remember the new ones, so that undo can
    remove them.
    """
    linked = await uow.import_contacts.linked(part)
    for_all = part.job.tags
    ids = await uow.tags.ids({tag_key(tag): tag for *_, tags in linked for tag in (*for_all, *tags)}.values())
    before = await uow.tags.tags_by_contact(
        [contact for row_id, contact, outcome, _ in linked if outcome == RowOutcome.TAGGED or row_id in again]
    )
    pairs: set[tuple[int, int]] = set()
    added: dict[int, list[int]] = {}
    new_to: dict[int, list[str]] = {}
    for row_id, contact_id, outcome, tags in linked:
        wanted = {ids[tag_key(tag)]: tag for tag in (*for_all, *tags)}
        pairs |= {(contact_id, tag_id) for tag_id in wanted}
        fresh = [tag_id for tag_id in wanted if tag_id not in before[contact_id]]
        if row_id in again:
            added[row_id] = fresh
        elif outcome == RowOutcome.TAGGED and fresh:
            added[row_id], new_to[contact_id] = fresh, [wanted[tag_id] for tag_id in fresh]
    await uow.tags.attach_all(pairs)
    await uow.import_contacts.remember_added(added)
    await uow.events.record_all(EventKind.TAGGED, {each: {"tags": tags} for each, tags in new_to.items()})


async def _tell_profiles(uow: UnitOfWork, part: Slice) -> None:
    """Store what rows say of people's work, as the team's word. What the contacts say themselves stays."""
    rows = await uow.import_contacts.profiles(part)
    said = {contact_id: said_from_json(profile) for _, contact_id, _, profile in rows}
    changes = await say_of_many(uow, said, Voice.TEAM)
    changed = {row_id: changes[contact_id] for row_id, contact_id, *_ in rows if contact_id in changes}
    await uow.import_contacts.remember_profiles({row_id: each.own for row_id, each in changed.items()})
    existing = {contact_id for _, contact_id, outcome, _ in rows if outcome == RowOutcome.TAGGED}
    news = {each: changes[each].after for each in sorted(existing & set(changes))}
    await uow.events.record_all(EventKind.PROFILED, news)


async def _contacts_made(uow: UnitOfWork, job: Import) -> None:
    job.contacts_made(uow.now)
    if await uow.import_rows.failed(job.id, limit=1):
        await uow.outbox.add(ImportFailedFile(job.id))
    await redraw(uow, job.id)


async def redraw(uow: UnitOfWork, import_id: int) -> None:
    """Queue an update of the import's message."""
    await uow.outbox.add(ImportMessage(import_id))


async def look_again(uow: UnitOfWork, job: Import, at: datetime) -> None:
    await uow.outbox.add(ImportLook(job.id), due_at=at)


async def result_of(uow: UnitOfWork, job: Import) -> ImportResult:
    """Count the results of all rows so far."""
    if job.result is not None:
        return ImportResult.from_json(job.result)
    failed = await uow.import_rows.failed(job.id, MOST_PROBLEMS)
    problems = [(row.line, row.reason or row.detail or "") for row in failed]
    rows = await uow.import_rows.results(job.id)
    return ImportResult.of(rows, problems, over=job.state is not ImportState.RUNNING)


async def look_after(uow: UnitOfWork, import_id: int) -> None:
    """Update the import's message every few seconds, and finish the import when nothing is left to do."""
    # locked before the message's row, in the order in which the worker posting it locks them
    job = await uow.imports.lock(import_id)
    await redraw(uow, import_id)
    if job.state is ImportState.UNDOING:
        await look_again(uow, job, uow.now + LOOK_AGAIN)
    if job.state not in UNDER_WAY:
        return
    mails = await uow.mails.of_import(job.id)
    waiting = mails.get(Outcome.QUEUED, 0) + mails.get(Outcome.SENDING, 0)
    if job.state is ImportState.RUNNING or waiting or await _more_to_do(uow, job):
        await look_again(uow, job, await _next_look(uow, job))
    else:
        await finish(uow, job)


async def _more_to_do(uow: UnitOfWork, job: Import) -> bool:
    works = ImportFailedFile(job.id), ImportSendRest(job.id)
    return any([await uow.outbox.pending(work.key) for work in works])


async def _next_look(uow: UnitOfWork, job: Import) -> datetime:
    """Choose the next update.

    While emails only wait (for the grace period or a mail server), nothing changes.
    """
    soon = uow.now + LOOK_AGAIN
    if job.state is ImportState.RUNNING:
        return soon
    return max(soon, await uow.mails.next_of_import(job.id) or soon)


async def finish(uow: UnitOfWork, job: Import) -> None:
    """Finish an import: store the totals and delete the file's rows."""
    job.result = (await result_of(uow, job)).to_json()
    job.state = ImportState.DONE
    broke = job.stopped_at is not None and job.stopped_by is None  # by `broke_off`
    result = "failed" if broke else "stopped" if job.halted else "done"
    uow.remark(IMPORT_ENDED, id=job.id, result=result)
    await uow.import_rows.forget(job.id)


async def stop_import(uow: UnitOfWork, import_id: int) -> None:
    """Stop an import. Before emails are due it cancels them and keeps contacts; later it stops everything.

    Who was not emailed counts as added, not invited yet.
    """
    job = await uow.imports.lock(import_id)
    job.stop(uow.scope.actor, uow.now)
    await uow.outbox.cancel_mails(import_id=job.id)
    called_off = await uow.invitations.call_off_import(job.id)
    await redraw(uow, job.id)
    await look_again(uow, job, uow.now)
    concerned = called_off[:MOST_REDRAWN]
    await uow.events.record(EventKind.IMPORT_STOPPED, after={"import": job.id}, concerned=concerned)


async def broke_off(uow: UnitOfWork, import_id: int, why: str) -> None:
    """End an import after an internal error.

    Contacts and emails made so far stay; its message says why.
    """
    job = await uow.imports.lock(import_id)
    job.problem = why
    if job.state is ImportState.RUNNING:
        job.stopped_at, job.stopped_by = uow.now, None
        await _contacts_made(uow, job)
    else:
        job.state = ImportState.DONE
        uow.remark(IMPORT_ENDED, id=job.id, result="failed")
        await redraw(uow, job.id)
