"""What was read from a file is kept as rows, each with what it is to us; nothing of it is a contact yet."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from bot.services.approach import Approach, approach
from bot.services.imports_columns import Columns, Header
from bot.services.imports_offer import redraw_review
from bot.services.imports_rows import ReadRow
from storage.bulk import Values
from storage.contacts import Known
from storage.import_models import Import
from storage.keys import contact_keys, fold
from storage.status import ImportState, RowKind
from storage.uow import UnitOfWork

OPTED_OUT = "opted out"
_to_json = json.JSONEncoder(check_circular=False).encode  # cells cannot hold themselves


async def begin_rows(uow: UnitOfWork, import_id: int) -> Import:
    """The rows of an earlier reading are forgotten."""
    job = await uow.imports.lock(import_id)
    job.must_be(ImportState.READING)
    await uow.import_rows.remove_all(job.id)
    return job


async def known_among(
    uow: UnitOfWork, rows: Sequence[ReadRow], recipients: Mapping[str, str]
) -> tuple[dict[str, Known], set[str]]:
    """What is known of these rows' addresses here, and which of their hashes want no mail."""
    keys = [row.email_key for row in rows if row.email_key]
    return await uow.contacts.known(keys), await uow.suppressions.among([recipients[key] for key in keys])


def hashes(rows: Sequence[ReadRow], hash_recipient: Callable[[str], str]) -> dict[str, str]:
    """{address key: its keyed hash}."""
    return {row.email_key: hash_recipient(row.email_key) for row in rows if row.email_key}


def values_of(
    job: Import,
    rows: Sequence[ReadRow],
    recipients: Mapping[str, str],
    known: Mapping[str, Known],
    suppressed: set[str],
) -> list[Values]:
    """The rows as storage.import_rows.COLUMNS wants them. Pure, for a thread of its own."""
    made, workspace_id, import_id = [], job.workspace_id, job.id
    for row in rows:
        recipient, keys = recipients.get(row.email_key), contact_keys(row.name, row.email, row.email_key)
        kind, reason = kind_of(row, known.get(row.email_key), suppressed=recipient in suppressed)
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
                sought_in(row),
                keys["sort_key"],
                keys["search_key"],
                kind.value,
                reason,
                kind is RowKind.NEW,
                0,
            )
        )
    return made


def sought_in(row: ReadRow) -> str:
    """What the review's Find looks in."""
    return fold(f"{row.name} {row.email} {' '.join(row.tags)}")


def kind_of(row: ReadRow, known: Known | None, *, suppressed: bool) -> tuple[RowKind, str]:
    """What a row is to us, and why: a sentence for a bad one, a line for a double, else a bare status."""
    if row.problem:
        return RowKind.BAD, row.problem
    if row.twice_of is not None:
        return RowKind.TWICE, str(row.twice_of)
    how = approach(known, suppressed=suppressed)
    if how is Approach.NEW:
        return RowKind.NEW, ""
    return RowKind(how.value), standing_of(known, how)


def standing_of(known: Known | None, how: Approach) -> str:
    """The bare word for how somebody stands who is not new."""
    if how is Approach.NEW:
        return ""
    if known is None or (how is Approach.NEVER and known.mail_stopped_at):
        return OPTED_OUT
    if how is Approach.NEVER:
        return known.status.value
    return "withdrawn" if known.withdrawn else "archived" if known.archived_at else known.status.value


async def rows_read(
    uow: UnitOfWork, import_id: int, encoding: str, header: Header, columns: Columns, left_out: str | None
) -> None:
    """All rows are there: the review can begin, from the first page."""
    job = await uow.imports.lock(import_id)
    job.must_be(ImportState.READING)
    job.state, job.encoding, job.header = ImportState.REVIEW, encoding, header.cells
    job.columns, job.left_out = asdict(columns) | {"headless": header.headless}, left_out
    job.show, job.find, job.first_line, job.drawn = "all", "", 0, job.drawn + 1
    await redraw_review(uow, job)


async def ask_for_columns(
    uow: UnitOfWork, import_id: int, encoding: str, header: Sequence[str], why: str
) -> None:
    """The header is foreign: the person says which column is which."""
    job = await uow.imports.lock(import_id)
    job.must_be(ImportState.READING)
    job.state, job.problem, job.encoding, job.header = ImportState.COLUMNS, why, encoding, list(header)
    job.drawn += 1
    await redraw_review(uow, job)


async def cannot_read(uow: UnitOfWork, import_id: int, why: str) -> None:
    """The modal says why, and offers another encoding where the bytes are there."""
    job = await uow.imports.lock(import_id)
    if job.state is ImportState.READING:
        job.state, job.problem = ImportState.UNREADABLE, why
        job.drawn += 1
        await uow.import_rows.remove_all(job.id)
        await redraw_review(uow, job)
