"""Stores what was read from a file as rows under review. No contact is made yet."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache

from bot.services.files.columns import Columns, Header
from bot.services.files.rows import NO_NAME, ReadRow
from bot.services.imports.offer import redraw_review
from bot.services.imports.work import IMPORT_ENDED
from bot.services.invitation.approach import Approach, approach
from storage.engine.bulk import Values
from storage.engine.keys import contact_keys, search_key
from storage.entities.imports import HIDDEN, Import, Reading
from storage.entities.status import ImportState, RowKind
from storage.tables.contacts import Known
from storage.uow import UnitOfWork

OPTED_OUT = "opted out"
_to_json = json.JSONEncoder(check_circular=False).encode  # cells contain no cycles


async def begin_rows(uow: UnitOfWork, import_id: int) -> Import:
    """Lock an import that is being read, and delete the rows of an earlier reading."""
    job = await uow.imports.lock(import_id)
    job.must_be(ImportState.READING)
    await uow.import_rows.remove_all(job.id)
    return job


async def known_among(
    uow: UnitOfWork, rows: Sequence[ReadRow], recipients: Mapping[str, str]
) -> tuple[dict[str, Known], set[str]]:
    """Look up these rows' addresses: {email key: contact}, and the hashes that are suppressed."""
    keys = [row.email_key for row in rows if row.email_key]
    return await uow.contacts.known(keys), await uow.suppressions.among([recipients[key] for key in keys])


def hashes(rows: Sequence[ReadRow], hash_recipient: Callable[[str], str]) -> dict[str, str]:
    """Hash the rows' addresses: {email key: keyed hash}."""
    return {row.email_key: hash_recipient(row.email_key) for row in rows if row.email_key}


def values_of(
    job: Import,
    rows: Sequence[ReadRow],
    recipients: Mapping[str, str],
    known: Mapping[str, Known],
    suppressed: set[str],
    hidden: Collection[int] = (),
) -> list[Values]:
    """Build database rows in the order of storage.imports.rows.COLUMNS. Hidden lines are not selected.

    Pure, so that it can run in a thread.
    """
    made, workspace_id, import_id = [], job.workspace_id, job.id
    for row in rows:
        recipient, contact = recipients.get(row.email_key), known.get(row.email_key)
        kind, reason = kind_of(row, contact, suppressed=recipient in suppressed)
        if contact and not row.name and kind is RowKind.CONTACT:
            row = row._replace(name=contact.name)
        keys = contact_keys(row.name, row.email, row.email_key)
        selected = kind is RowKind.NEW and row.line not in hidden
        if kind in (RowKind.NEW, RowKind.AGAIN) and row.line in hidden:
            reason = HIDDEN
        made.append(
            (
                workspace_id,
                import_id,
                row.line,
                _to_json(row.cells),
                row.name,
                row.email,
                row.email_key,
                recipient,
                _to_json(row.tags),
                sought_in(row, keys),
                keys["sort_key"],
                keys["search_key"],
                kind.value,
                reason,
                selected,
                0,
                _to_json(row.profile) if row.profile else None,
            )
        )
    return made


def sought_in(row: ReadRow, keys: Mapping[str, str]) -> str:
    """Build the text that the review's Find searches: what Home will find the contact and their tags by."""
    return keys["search_key"] + _search_key_of(row.tags)


@lru_cache(maxsize=4_096)
def _search_key_of(tags: tuple[str, ...]) -> str:
    return search_key(*tags)


def kind_of(row: ReadRow, known: Known | None, *, suppressed: bool) -> tuple[RowKind, str]:
    """Classify a row, with the reason: a sentence if bad, the line if repeated, otherwise a status word."""
    nameless = row.problem == NO_NAME and approach(known, suppressed=suppressed) is Approach.CONTACT
    if row.problem and not nameless:
        return RowKind.BAD, row.problem
    if row.twice_of is not None:
        return RowKind.TWICE, str(row.twice_of)
    how = approach(known, suppressed=suppressed)
    if how is Approach.NEW:
        return RowKind.NEW, ""
    return RowKind(how.value), standing_of(known, how)


def standing_of(known: Known | None, how: Approach) -> str:
    """Name the status of someone who is not new, in a word."""
    if how is Approach.NEW:
        return ""
    if how is Approach.BOUNCED:
        return "bounced"
    if known is None or (how is Approach.NEVER and known.mail_stopped_at):
        return OPTED_OUT
    if how is Approach.NEVER:
        return known.status.value
    return known.standing


async def rows_read(
    uow: UnitOfWork,
    import_id: int,
    encoding: str,
    header: Header,
    columns: Columns,
    left_out: str | None,
    how: Reading,
) -> None:
    """Begin the review on its first page, now that all rows are stored."""
    job = await uow.imports.lock(import_id)
    job.must_be(ImportState.READING)
    job.state, job.encoding, job.header = ImportState.REVIEW, encoding, header.cells
    job.reading = how.to_json()
    job.columns, job.left_out = asdict(columns) | {"headless": header.headless}, left_out
    job.show, job.find, job.first_line, job.drawn = "all", "", 0, job.drawn + 1
    await redraw_review(uow, job)


async def ask_for_columns(
    uow: UnitOfWork, import_id: int, encoding: str, header: Sequence[str], why: str, how: Reading
) -> None:
    """Ask the person which column is which, because the header is not clear."""
    job = await uow.imports.lock(import_id)
    job.must_be(ImportState.READING)
    job.state, job.problem, job.encoding, job.header = ImportState.COLUMNS, why, encoding, list(header)
    job.reading = how.to_json()
    job.drawn += 1
    await redraw_review(uow, job)


async def cannot_read(uow: UnitOfWork, import_id: int, why: str, encodings: Sequence[str] = ()) -> None:
    """Show why the file could not be read. One of these encodings, or another sheet, can be chosen."""
    job = await uow.imports.lock(import_id)
    if job.state is ImportState.READING:
        job.state, job.problem = ImportState.UNREADABLE, why
        job.reading = replace(job.how_read, encodings=list(encodings)).to_json()
        job.drawn += 1
        uow.remark(IMPORT_ENDED, id=job.id, result="unreadable")
        await uow.import_rows.remove_all(job.id)
        await redraw_review(uow, job)
