"""The review before an import: ticks, pages, another encoding, corrected rows, and the start."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.services.files.encodings import Encoding
from bot.services.files.rows import ReadRow, check_row
from bot.services.imports.offer import read_file, redraw_offer_of
from bot.services.imports.read import kind_of, known_among, sought_in
from bot.services.imports.run import LOOK_AGAIN, look_again, redraw
from bot.services.imports.work import ImportRun
from bot.services.words.tags import MOST_TAGS, clean_tags
from bot.services.words.text import NOTE_LENGTH, one_line, paragraphs
from language.names import addressed
from storage.engine.keys import contact_keys
from storage.entities.errors import FormRefused, NotFound
from storage.entities.import_row import ImportRow, Review
from storage.entities.imports import (
    CHOOSE_COLUMN,
    CHOOSE_OTHER_COLUMN,
    NO_INVITATION,
    NOBODY_SELECTED,
    SAME_COLUMN,
    TWICE_COLUMN,
    Import,
    NobodySelected,
    TwiceInFile,
)
from storage.entities.status import EventKind, ImportState, RowKind
from storage.imports.rows import SHOWN
from storage.uow import UnitOfWork

FIND_LENGTH = 100
NAMES = ("name", "first", "last")
COLUMNS = (*NAMES, "email", "second_email")


async def own(uow: UnitOfWork, import_id: int, *states: ImportState) -> Import:
    """Lock the acting member's own import, in one of these states. Raises NotFound for anyone else's."""
    job = _of_actor(uow, await uow.imports.lock(import_id))
    job.must_be(*(states or (ImportState.REVIEW,)))
    return job


def _of_actor(uow: UnitOfWork, job: Import) -> Import:
    if job.made_by != uow.scope.actor:
        raise NotFound("import")
    return job


async def review_of(uow: UnitOfWork, job: Import) -> Review | None:
    """Load what the review's modal shows. None in states without rows to show."""
    if job.state is not ImportState.REVIEW:
        return None
    earlier = await uow.imports.earlier(job) if job.file_hash else None
    return Review(
        job=job,
        page=await uow.import_rows.page(job),
        summary=await uow.import_rows.summary(job.id),
        earlier=earlier,
    )


def _redrawn(job: Import) -> Import:
    job.drawn += 1
    return job


async def tick(
    uow: UnitOfWork, import_id: int, shown: Collection[int], ticked: Collection[int], at_us: int
) -> Import:
    """Store the page's ticks. The page is not redrawn."""
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
    job.find, job.first_line = one_line(typed, FIND_LENGTH), 0
    return _redrawn(job)


async def read_again(
    uow: UnitOfWork, import_id: int, encoding: str, note: str | None, tags: Iterable[str] | None
) -> Import:
    """Read the file again with another encoding. Ticks and corrections are lost; note and tags are kept."""
    job = await own(uow, import_id, ImportState.REVIEW, ImportState.COLUMNS, ImportState.UNREADABLE)
    if encoding not in set(Encoding):
        raise NotFound("encoding")
    job.encoding_wanted = encoding
    _keep_typed(job, note, tags)
    await read_file(uow, job)
    return job


async def read_sheet(
    uow: UnitOfWork, import_id: int, sheet: str, note: str | None, tags: Iterable[str] | None
) -> Import:
    """Read another sheet, by its place. Ticks and corrections are lost; note and tags are kept."""
    job = await own(uow, import_id, ImportState.REVIEW, ImportState.COLUMNS, ImportState.UNREADABLE)
    sheets = dict(enumerate(job.how_read.sheets))
    if not sheet.isdecimal() or int(sheet) not in sheets:
        raise NotFound("sheet")
    job.sheet_wanted, job.columns_wanted = sheets[int(sheet)], {}
    _keep_typed(job, note, tags)
    await read_file(uow, job)
    return job


def _keep_typed(job: Import, note: str | None, tags: Iterable[str] | None) -> None:
    job.note, job.tags = paragraphs(note or job.note), list(clean_tags(job.tags if tags is None else tags))


async def ask_again(uow: UnitOfWork, import_id: int, note: str | None, tags: Iterable[str] | None) -> Import:
    """Go back to the choice of columns. Note and tags are kept."""
    job = await own(uow, import_id)
    _keep_typed(job, note, tags)
    job.state, job.problem = ImportState.COLUMNS, None
    return _redrawn(job)


async def columns_of(uow: UnitOfWork, import_id: int) -> Import:
    """Find the acting member's import whose columns are being chosen."""
    job = _of_actor(uow, await uow.imports.get(import_id))
    job.must_be(ImportState.COLUMNS)
    return job


async def settle_columns(uow: UnitOfWork, import_id: int, chosen: dict[str, Any]) -> Import:
    """Store which column is which, by number, then read the file. Raises FormRefused.

    An address is needed, and a name or a part of one.
    """
    job = await own(uow, import_id, ImportState.COLUMNS)
    numbers = {role: int(chosen[role]) for role in COLUMNS if str(chosen.get(role)).isdecimal()}
    tags = [int(number) for number in chosen.get("tags") or () if str(number).isdecimal()]
    _without_leftovers(numbers)
    if errors := _column_errors(numbers, len(job.header)):
        raise FormRefused(errors)
    job.columns_wanted = {**numbers, "tags": [number for number in tags if number < len(job.header)]}
    await read_file(uow, job)
    return job


def _without_leftovers(numbers: dict[str, int]) -> None:
    """Drop what was chosen for the person, and by the person for something else."""
    if numbers.get("name") in (numbers.get("first"), numbers.get("last")):
        numbers.pop("name", None)
    if numbers.get("second_email") == numbers.get("email"):
        numbers.pop("second_email", None)


def _column_errors(numbers: dict[str, int], width: int) -> dict[str, str]:
    errors = {} if numbers.keys() & {*NAMES} else {"name": CHOOSE_COLUMN}
    errors |= {} if "email" in numbers else {"email": CHOOSE_COLUMN}
    errors |= {role: CHOOSE_OTHER_COLUMN for role, number in numbers.items() if number >= width}
    taken: dict[int, str] = {}
    for role, number in numbers.items():
        before = taken.setdefault(number, role)
        if before != role:
            errors.setdefault(role, SAME_COLUMN if before in NAMES and role == "email" else TWICE_COLUMN)
    return errors


async def row_of(uow: UnitOfWork, import_id: int, row_id: int) -> ImportRow:
    job = _of_actor(uow, await uow.imports.get(import_id))
    job.must_be(ImportState.REVIEW)
    return await uow.import_rows.get(job.id, row_id)


async def fix(
    uow: UnitOfWork, import_id: int, row_id: int, name: str, email: str, tags: Sequence[str]
) -> Import:
    """Correct a row, checking it as if the file had contained these cells. Raises FormRefused."""
    job = await own(uow, import_id)
    row = await uow.import_rows.get(job.id, row_id)
    checked = check_row(name, email, ";".join(tags))
    if checked.errors:
        raise FormRefused(checked.errors)
    line = await uow.import_rows.with_address(job.id, checked.email.key, row.id)
    if line is not None:
        raise TwiceInFile(line)
    read = ReadRow(row.line, row.cells, checked.name, checked.email.shown, checked.email.key, checked.tags)
    recipients = {read.email_key: uow.suppressions.hash_recipient(read.email_key)}
    known, suppressed = await known_among(uow, [read], recipients)
    recipient = recipients[read.email_key]
    row.kind, row.reason = kind_of(read, known.get(read.email_key), suppressed=recipient in suppressed)
    row.name, row.email, row.email_key, row.recipient = read.name, read.email, read.email_key, recipient
    row.tags, row.selected = list(read.tags), row.kind is RowKind.NEW
    keys = contact_keys(read.name, read.email, read.email_key)
    row.sought, row.sort_key, row.search_key = sought_in(read, keys), keys["sort_key"], keys["search_key"]
    return _redrawn(job)


@dataclass(frozen=True, slots=True)
class Sample:
    """One email of an import, for the preview."""

    name: str
    email: str
    note: str


async def preview_of(uow: UnitOfWork, import_id: int, note: str) -> Sample:
    """Find the first selected row, and what its email says with the note as typed so far."""
    job = _of_actor(uow, await uow.imports.get(import_id))
    job.must_be(ImportState.REVIEW)
    row = await uow.import_rows.first_selected(job.id)
    if row is None:
        raise NobodySelected
    return Sample(row.name, row.email, addressed(paragraphs(note), row.name))


@dataclass(frozen=True, slots=True)
class StartForm:
    """The submitted review. `shown` and `ticked` are rows of the visible page."""

    note: str
    tags: tuple[str, ...]
    shown: Collection[int]
    ticked: Collection[int]


async def start_import(uow: UnitOfWork, import_id: int, form: StartForm, grace: timedelta) -> None:
    """Start an import: selected rows become contacts, and emails are due after `grace`.

    A second press does nothing. Raises FormRefused.
    """
    job = _of_actor(uow, await uow.imports.lock(import_id))
    if job.started_at:
        return
    job.must_be(ImportState.REVIEW)
    await uow.import_rows.tick(job.id, form.shown, form.ticked, _us(uow.now))
    note = paragraphs(form.note, NOTE_LENGTH)
    if not note:
        raise FormRefused({"note": NO_INVITATION})
    if not (await uow.import_rows.summary(job.id)).selected:
        raise FormRefused({"note": NOBODY_SELECTED})
    settings = await uow.workspaces.settings()
    job.start(uow.now, uow.now + settings.import_grace(grace), note, list(clean_tags(form.tags))[:MOST_TAGS])
    await uow.imports.forget_file(job.id)
    uow.remark("import_started", id=job.id)
    await uow.events.record(EventKind.IMPORT_STARTED, after={"import": job.id, "file": job.file_name})
    await uow.outbox.add(ImportRun(job.id))
    await redraw(uow, job.id)
    await redraw_offer_of(uow, job)
    await look_again(uow, job, uow.now + LOOK_AGAIN)


def _us(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)
