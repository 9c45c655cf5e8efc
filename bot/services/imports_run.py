"""A running import: contacts in steps, mails after the grace, how far it is, and stopping it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.services.approach import Approach, approach
from bot.services.imports_read import standing_of
from bot.services.reminding import first_reminder
from storage.import_contacts import Candidate, Slice
from storage.import_models import UNDER_WAY, Import, ImportResult
from storage.outbox import Lane
from storage.status import EventKind, ImportState, Outcome, RowOutcome
from storage.tags import tag_key
from storage.uow import UnitOfWork

STEP = 500  # rows a transaction: on SQLite everybody else waits for it
MOST_PROBLEMS = 5  # told in the message; all are in the file of failed rows
LOOK_AGAIN = timedelta(seconds=3)  # Slack takes fifty edits a minute from all imports of a workspace


async def run_step(uow: UnitOfWork, import_id: int) -> bool:
    """The next selected rows become contacts, with all that belongs to them; whether there are more."""
    job = await uow.imports.lock(import_id)
    if job.state is not ImportState.RUNNING:
        return False
    rows = [] if job.stopped_at else await uow.import_contacts.candidates(job, STEP)
    if not rows:
        await _contacts_made(uow, job)
        return False
    part = Slice(job, job.reached_line, rows[-1].line)
    await _make_contacts(uow, part, rows)
    await _write_to_them(uow, part)
    await _attach_tags(uow, part)
    job.reached_line = part.upto
    return True


async def _make_contacts(uow: UnitOfWork, part: Slice, rows: Sequence[Candidate]) -> None:
    """How each is asked is decided now: the review may be a day old."""
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
    await _invite_again(uow, part, by_way[Approach.AGAIN])
    await uow.import_contacts.link_rows(part)


_LEFT_ALONE = {Approach.CONTACT: RowOutcome.TAGGED, Approach.NEVER: RowOutcome.SKIPPED}


async def _add_new(uow: UnitOfWork, part: Slice, rows: Sequence[Candidate]) -> None:
    """Whom somebody else has made a contact in this very moment is one already."""
    if not rows:
        return
    source = f"imported from {part.job.file_name}"
    made = await uow.import_contacts.add_contacts(part, [row.id for row in rows], source)
    late = [row.id for row in rows if row.email_key not in made]
    await uow.import_contacts.settle(late, RowOutcome.TAGGED, "invited")


async def _invite_again(uow: UnitOfWork, part: Slice, rows: Sequence[Candidate]) -> None:
    restored = await uow.import_contacts.restore_contacts([row.email_key for row in rows], part.job.made_by)
    late = [row.id for row in rows if row.email_key not in restored]
    await uow.import_contacts.settle(late, RowOutcome.TAGGED, "invited")


async def _write_to_them(uow: UnitOfWork, part: Slice) -> None:
    job, settings = part.job, await uow.workspaces.settings()
    mailed_at = max(uow.now, job.sends_at or uow.now)
    await uow.import_contacts.add_invitations(part, mailed_at + settings.invitation_lifetime)
    await uow.import_contacts.record_invited(part)
    if job.halted:
        return
    await uow.import_contacts.add_mails(part, mailed_at)
    if remind_at := first_reminder(settings, mailed_at):
        await uow.import_contacts.add_reminders(part, remind_at)
    uow.outbox.added.add(Lane.MAIL)


async def _attach_tags(uow: UnitOfWork, part: Slice) -> None:
    """The row's own and those for everyone; of who was here before it is kept which were new to them."""
    linked = await uow.import_contacts.linked(part)
    for_all = part.job.tags
    ids = await uow.tags.ids({tag_key(tag): tag for *_, tags in linked for tag in (*for_all, *tags)}.values())
    before = await uow.tags.worn(
        [contact for _, contact, outcome, _ in linked if outcome == RowOutcome.TAGGED]
    )
    pairs: set[tuple[int, int]] = set()
    added: dict[int, list[int]] = {}
    new_to: dict[int, list[str]] = {}
    for row_id, contact_id, outcome, tags in linked:
        wanted = {ids[tag_key(tag)]: tag for tag in (*for_all, *tags)}
        pairs |= {(contact_id, tag_id) for tag_id in wanted}
        fresh = [tag_id for tag_id in wanted if tag_id not in before[contact_id]]
        if outcome == RowOutcome.TAGGED and fresh:
            added[row_id], new_to[contact_id] = fresh, [wanted[tag_id] for tag_id in fresh]
    await uow.tags.attach_all(pairs)
    await uow.import_contacts.remember_added(added)
    await uow.events.record_all(EventKind.TAGGED, {each: {"tags": tags} for each, tags in new_to.items()})
    for contact_id in new_to:
        uow.outbox.redraw(contact_id)


async def _contacts_made(uow: UnitOfWork, job: Import) -> None:
    job.contacts_made(uow.now)
    if await uow.import_rows.failed(job.id, limit=1):
        await uow.outbox.work("import_failed_file", _failed_file(job), {"import": job.id})
    await redraw(uow, job.id)


def _failed_file(job: Import) -> str:
    return f"import_failed_file:{job.id}"


async def redraw(uow: UnitOfWork, import_id: int) -> None:
    """The import's message shows how things are."""
    await uow.outbox.slack("import_message", f"import_message:{import_id}", {"import": import_id})


async def look_again(uow: UnitOfWork, job: Import, at: datetime) -> None:
    await uow.outbox.work("import_look", f"import_look:{job.id}", {"import": job.id}, due_at=at)


async def result_of(uow: UnitOfWork, job: Import) -> ImportResult:
    """What has become of every row of the file so far."""
    if job.result is not None:
        return ImportResult.from_json(job.result)
    failed = await uow.import_rows.failed(job.id, MOST_PROBLEMS)
    problems = [(row.line, row.reason or row.detail or "") for row in failed]
    rows = await uow.import_rows.results(job.id)
    return ImportResult.of(rows, problems, over=job.state is not ImportState.RUNNING)


async def look_after(uow: UnitOfWork, import_id: int) -> None:
    """Every few seconds its message tells how far it is; once nothing is left to do it is done."""
    await redraw(uow, import_id)  # locked first, as by whoever records where the message was posted
    job = await uow.imports.lock(import_id)
    if job.state not in UNDER_WAY:
        return
    mails = await uow.outbox.import_mails(job.id)
    waiting = mails.get(Outcome.QUEUED, 0) + mails.get(Outcome.SENDING, 0)
    if job.state is ImportState.RUNNING or waiting or await uow.outbox.pending(_failed_file(job)):
        await look_again(uow, job, await _next_look(uow, job))
    else:
        await _done(uow, job)


async def _next_look(uow: UnitOfWork, job: Import) -> datetime:
    """While mails wait for their time, or for a relay that is away, there is nothing new to tell."""
    soon = uow.now + LOOK_AGAIN
    if job.state is ImportState.RUNNING:
        return soon
    return max(soon, await uow.outbox.import_due(job.id) or soon)


async def _done(uow: UnitOfWork, job: Import) -> None:
    """Of the file nothing is kept but what its people are now."""
    job.result = (await result_of(uow, job)).to_json()
    job.state = ImportState.DONE
    await uow.import_rows.forget(job.id)


async def stop_import(uow: UnitOfWork, import_id: int) -> None:
    """Before the mails leave nothing is sent and the contacts stay; later nothing more is made or sent."""
    await redraw(uow, import_id)  # before the import is locked, as in `look_after`
    job = await uow.imports.lock(import_id)
    job.stop(uow.scope.actor, uow.now)
    await uow.outbox.cancel_import(job.id)
    await uow.events.record(EventKind.IMPORT_STOPPED, after={"import": job.id})


async def broke_off(uow: UnitOfWork, import_id: int, reason: str) -> None:
    """Our own fault: what is made stays, its mails leave, and the message says why it ended."""
    job = await uow.imports.lock(import_id)
    job.problem = f"It broke off: {reason} Share the file again to import the rest."
    if job.state is ImportState.RUNNING:
        job.stopped_at, job.stopped_by = uow.now, None
        await _contacts_made(uow, job)
    else:
        job.state = ImportState.DONE
        await redraw(uow, job.id)
