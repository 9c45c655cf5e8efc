"""Reviewing a file before it is imported: ticks, pages, another encoding, mended rows, and the start."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.services.imports_file import Encoding
from bot.services.imports_offer import read_file
from bot.services.imports_read import kind_of, known_among, sought_in
from bot.services.imports_rows import ReadRow, check_row
from bot.services.imports_run import LOOK_AGAIN, look_again, redraw
from bot.services.invitation import MOST_TAGS, clean_tags
from bot.services.text import NOTE_LENGTH, one_line, paragraphs
from storage.errors import FieldRefused, FormRefused, ImportForbids, NotFound
from storage.import_models import Import, ImportRow, Review
from storage.import_rows import SHOWN
from storage.keys import contact_keys, fold
from storage.settings import WorkspaceSettings, company_name
from storage.status import EventKind, ImportState, RowKind
from storage.uow import UnitOfWork

FIND_LENGTH = 100
ROLES = ("name", "email", "tags")


async def own(uow: UnitOfWork, import_id: int, *states: ImportState) -> Import:
    """Locked for a change of its review, which is for the one who began it."""
    job = _of_actor(uow, await uow.imports.lock(import_id))
    job.must_be(*(states or (ImportState.REVIEW,)))
    return job


def _of_actor(uow: UnitOfWork, job: Import) -> Import:
    if job.made_by != uow.scope.actor:
        raise NotFound("import")
    return job


async def review_of(uow: UnitOfWork, job: Import) -> Review | None:
    """What the modal shows of it now; None while there are no rows to show."""
    if job.state is not ImportState.REVIEW:
        return None
    earlier = await uow.imports.earlier(job) if job.file_hash else None
    return Review(
        job=job,
        page=await uow.import_rows.page(job),
        summary=await uow.import_rows.summary(job.id),
        earlier=earlier,
        company=company_name(await uow.workspaces.current()),
    )


def _redrawn(job: Import) -> Import:
    job.drawn += 1
    return job


async def tick(
    uow: UnitOfWork, import_id: int, shown: Collection[int], ticked: Collection[int], at_us: int
) -> Import:
    """The page's ticks as they are now; the page itself stays as it is drawn."""
    job = await own(uow, import_id)
    await uow.import_rows.tick(job.id, shown, ticked, at_us)
    return job


async def tick_all(uow: UnitOfWork, import_id: int, at_us: int, *, selected: bool) -> Import:
    job = await own(uow, import_id)
    await uow.import_rows.tick_all(job.id, at_us, selected=selected)
    return _redrawn(job)


async def turn_page(uow: UnitOfWork, import_id: int, *, back: bool) -> Import:
    job = await own(uow, import_id)
    if back:
        job.first_line = await uow.import_rows.page_before(job)
    else:
        page = await uow.import_rows.page(job)
        job.first_line = page.next_line or job.first_line
    return _redrawn(job)


async def show_only(uow: UnitOfWork, import_id: int, show: str) -> Import:
    job = await own(uow, import_id)
    job.show, job.first_line = show if show in SHOWN else "all", 0
    return _redrawn(job)


async def find(uow: UnitOfWork, import_id: int, typed: str) -> Import:
    job = await own(uow, import_id)
    job.find, job.first_line = fold(one_line(typed, FIND_LENGTH)), 0
    return _redrawn(job)


async def read_again(
    uow: UnitOfWork, import_id: int, encoding: str, note: str | None, tags: Iterable[str] | None
) -> Import:
    """By another encoding; what was ticked or mended goes, what was typed below stays."""
    job = await own(uow, import_id, ImportState.REVIEW, ImportState.COLUMNS, ImportState.UNREADABLE)
    if encoding not in set(Encoding):
        raise NotFound("encoding")
    job.encoding_wanted = encoding
    job.note, job.tags = paragraphs(note or job.note), list(clean_tags(job.tags if tags is None else tags))
    await read_file(uow, job)
    return job


async def settle_columns(uow: UnitOfWork, import_id: int, chosen: dict[str, str]) -> Import:
    """Which column is which, by their numbers; the tags may be missing. Raises FormRefused."""
    job = await own(uow, import_id, ImportState.COLUMNS)
    numbers = {role: int(chosen[role]) for role in ROLES if str(chosen.get(role)).isdecimal()}
    errors = {role: "Please choose a column." for role in ("name", "email") if role not in numbers}
    errors |= {
        role: "Please choose another column." for role, number in numbers.items() if number >= len(job.header)
    }
    if not errors and numbers["name"] == numbers["email"]:
        errors["email"] = "Please choose another column than that of the names."
    if errors:
        raise FormRefused(errors)
    job.columns_wanted = dict(numbers)
    await read_file(uow, job)
    return job


async def row_of(uow: UnitOfWork, import_id: int, row_id: int) -> ImportRow:
    job = _of_actor(uow, await uow.imports.get(import_id))
    job.must_be(ImportState.REVIEW)
    return await uow.import_rows.get(job.id, row_id)


async def mend(uow: UnitOfWork, import_id: int, row_id: int, name: str, email: str, tags: str) -> Import:
    """A row with its cells put right, checked as if it had stood so in the file. Raises FormRefused."""
    job = await own(uow, import_id)
    row = await uow.import_rows.get(job.id, row_id)
    checked = check_row(name, email, tags)
    if checked.errors:
        raise FormRefused(checked.errors)
    line = await uow.import_rows.with_address(job.id, checked.email.key, row.id)
    if line is not None:
        raise FieldRefused("email", f"This address stands on line {line} already.")
    read = ReadRow(row.line, row.cells, checked.name, checked.email.shown, checked.email.key, checked.tags)
    recipients = {read.email_key: uow.suppressions.hash_recipient(read.email_key)}
    known, suppressed = await known_among(uow, [read], recipients)
    recipient = recipients[read.email_key]
    row.kind, row.reason = kind_of(read, known.get(read.email_key), suppressed=recipient in suppressed)
    row.name, row.email, row.email_key, row.recipient = read.name, read.email, read.email_key, recipient
    row.tags, row.selected = list(read.tags), row.kind is RowKind.NEW
    keys = contact_keys(read.name, read.email, read.email_key)
    row.sought, row.sort_key, row.search_key = sought_in(read), keys["sort_key"], keys["search_key"]
    return _redrawn(job)


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the mails of an import; `content` is what the mail's text is made of."""

    to: str
    content: dict[str, Any]


async def preview_of(uow: UnitOfWork, import_id: int, note: str) -> Sample:
    """The mail to the first who is selected, with the text as it is typed just now."""
    job = _of_actor(uow, await uow.imports.get(import_id))
    job.must_be(ImportState.REVIEW)
    row = await uow.import_rows.first_selected(job.id)
    if row is None:
        raise ImportForbids("Nobody is selected. Tick at least one row to see a mail.")
    member, workspace = await uow.members.get(uow.scope.actor), await uow.workspaces.current()
    company = company_name(workspace)
    lifetime = WorkspaceSettings.of(workspace).invitation_lifetime
    content = {
        "company": company,
        "inviter": member.name if member else company,
        "contact_name": row.name,
        "note": paragraphs(note).replace("{name}", row.name),
        "on": uow.now,
        "expires": uow.now + lifetime,
    }
    return Sample(f"{row.name} <{row.email}>", content)


@dataclass(frozen=True, slots=True)
class StartForm:
    """What stands in the review when it is submitted; `shown` and `ticked` are of the page in view."""

    note: str
    tags: tuple[str, ...]
    shown: Collection[int]
    ticked: Collection[int]


async def start_import(uow: UnitOfWork, import_id: int, form: StartForm, grace: timedelta) -> None:
    """Selected rows become contacts from now on; their mails leave when the grace is over.

    Pressed twice it starts once. Raises FormRefused.
    """
    job = _of_actor(uow, await uow.imports.lock(import_id))
    if job.started_at:
        return
    job.must_be(ImportState.REVIEW)
    await uow.import_rows.tick(job.id, form.shown, form.ticked, _us(uow.now))
    note = paragraphs(form.note, NOTE_LENGTH)
    if not note:
        raise FormRefused({"note": "Please write what people shall read in their invitation."})
    if not (await uow.import_rows.summary(job.id)).selected:
        raise FormRefused({"note": "Nobody is selected. Tick at least one row, or press Select all."})
    settings = await uow.workspaces.settings()
    job.start(uow.now, uow.now + settings.import_grace(grace), note, list(clean_tags(form.tags))[:MOST_TAGS])
    await uow.imports.forget_file(job.id)
    await uow.events.record(EventKind.IMPORT_STARTED, after={"import": job.id, "file": job.file_name})
    await uow.outbox.work("import_run", f"import_run:{job.id}", {"import": job.id})
    await redraw(uow, job.id)
    await look_again(uow, job, uow.now + LOOK_AGAIN)


def _us(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)
