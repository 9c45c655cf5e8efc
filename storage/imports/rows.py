"""Queries of an import's rows under review: stored, ticked, searched and shown in pages."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, case, delete, func, or_, select, update

from storage.engine.bulk import Values, insert_many
from storage.engine.keys import search_patterns
from storage.engine.table import Table
from storage.entities.errors import NotFound
from storage.entities.import_row import ImportRow, ReviewPage, RowCount, Summary
from storage.entities.imports import Import
from storage.entities.status import RowKind, RowOutcome

COLUMNS = (
    "workspace_id", "import_id", "line", "cells", "name", "email", "email_key", "recipient", "tags", "sought",
    "sort_key", "search_key", "kind", "reason", "selected", "ticked",
    "profile",
)  # fmt: skip
ROWS_A_PAGE = 10  # limit of a Slack checkboxes element
SHOWN: dict[str, ColumnElement[bool]] = {
    "new": ImportRow.kind.in_([RowKind.NEW, RowKind.AGAIN]),
    "contacts": ImportRow.kind.in_([RowKind.CONTACT, RowKind.NEVER, RowKind.BOUNCED]),
    "problems": ImportRow.kind.in_([RowKind.BAD, RowKind.TWICE]),
    "selected": ImportRow.selected.is_(True),
}
_TICKABLE = ImportRow.kind.in_([kind for kind in RowKind if kind.tickable])
_in_bulk = {"synchronize_session": False}


class ImportRows(Table):
    async def add_all(self, rows: Sequence[Values]) -> None:
        """Insert rows, with values in the order of COLUMNS."""
        await insert_many(self._session, ImportRow.__table__, COLUMNS, rows)  # type: ignore[arg-type]

    async def remove_all(self, import_id: int) -> None:
        await self._session.execute(
            delete(ImportRow).where(ImportRow.import_id == import_id), execution_options=_in_bulk
        )

    async def get(self, import_id: int, row_id: int) -> ImportRow:
        query = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.id == row_id)
        row: ImportRow | None = await self._session.scalar(query)
        if row is None:
            raise NotFound("row")
        return row

    async def with_address(self, import_id: int, email_key: str, but: int) -> int | None:
        """Find the first other line with this address, if any."""
        query = select(func.min(ImportRow.line)).where(
            ImportRow.import_id == import_id,
            ImportRow.email_key == email_key,
            ImportRow.id != but,
            _TICKABLE,
        )
        line: int | None = await self._session.scalar(query)
        return line

    async def page(self, job: Import) -> ReviewPage:
        wanted = self._wanted(job)
        query = select(ImportRow).where(*wanted, ImportRow.line >= job.first_line)
        rows = list(await self._session.scalars(query.order_by(ImportRow.line).limit(ROWS_A_PAGE + 1)))
        of = await self._count(*wanted)
        before = await self._count(*wanted, ImportRow.line < job.first_line) if job.first_line else 0
        more = rows[ROWS_A_PAGE].line if len(rows) > ROWS_A_PAGE else None
        return ReviewPage(rows[:ROWS_A_PAGE], before + 1, of, more)

    async def page_before(self, job: Import) -> int:
        """Find the line that the previous page begins with."""
        query = select(ImportRow.line).where(*self._wanted(job), ImportRow.line < job.first_line)
        lines = list(await self._session.scalars(query.order_by(ImportRow.line.desc()).limit(ROWS_A_PAGE)))
        return lines[-1] if len(lines) == ROWS_A_PAGE else 0

    def _wanted(self, job: Import) -> list[ColumnElement[bool]]:
        wanted = [ImportRow.import_id == job.id]
        if job.show in SHOWN:
            wanted.append(SHOWN[job.show])
        for word in search_patterns(job.find or ""):
            likes = (ImportRow.sought.contains(pattern, autoescape=True) for pattern in word)
            wanted.append(or_(*likes))
        return wanted

    async def _count(self, *which: ColumnElement[bool]) -> int:
        return int(await self._session.scalar(select(func.count()).select_from(ImportRow).where(*which)) or 0)

    async def summary(self, import_id: int) -> Summary:
        chosen = func.sum(case((ImportRow.selected, 1), else_=0))
        query = select(ImportRow.kind, func.count(), chosen).where(ImportRow.import_id == import_id)
        rows = (await self._session.execute(query.group_by(ImportRow.kind))).all()
        kinds = {kind: count for kind, count, _ in rows}
        return Summary(kinds, sum(int(selected or 0) for _, _, selected in rows))

    async def tick(self, import_id: int, shown: Collection[int], ticked: Collection[int], at_us: int) -> None:
        """Select the ticked rows among those shown, and deselect the others. A later tick stays."""
        change = update(ImportRow).where(
            ImportRow.import_id == import_id, ImportRow.id.in_(shown), ImportRow.ticked < at_us, _TICKABLE
        )
        await self._session.execute(
            change.values(selected=ImportRow.id.in_(ticked), ticked=at_us), execution_options=_in_bulk
        )

    async def tick_all(self, import_id: int, at_us: int, *, selected: bool) -> None:
        """Select or deselect the whole file, not just the rows shown. Later ticks stay."""
        older = ImportRow.ticked < at_us
        change = update(ImportRow).where(ImportRow.import_id == import_id, older, _TICKABLE)
        await self._session.execute(
            change.values(selected=selected, ticked=at_us), execution_options=_in_bulk
        )

    async def first_selected(self, import_id: int) -> ImportRow | None:
        query = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.selected)
        row: ImportRow | None = await self._session.scalar(query.order_by(ImportRow.line).limit(1))
        return row

    async def results(self, import_id: int) -> list[RowCount]:
        """Count the file's rows by kind, selection and outcome."""
        columns = (ImportRow.kind, ImportRow.selected, ImportRow.outcome)
        query = select(*columns, func.count()).where(ImportRow.import_id == import_id).group_by(*columns)
        return [RowCount(*row) for row in await self._session.execute(query)]

    async def failed(self, import_id: int, limit: int | None = None) -> list[ImportRow]:
        """List the rows that could not be imported, in file order."""
        bad = (ImportRow.kind == RowKind.BAD) | (ImportRow.outcome == RowOutcome.FAILED)
        query = select(ImportRow).where(ImportRow.import_id == import_id, bad).order_by(ImportRow.line)
        return list(await self._session.scalars(query.limit(limit)))

    async def forget(self, import_id: int) -> None:
        """Delete rows without a contact, and clear the personal data in the others."""
        of_import = ImportRow.import_id == import_id
        nobody = delete(ImportRow).where(of_import, ImportRow.contact_id.is_(None))
        await self._session.execute(nobody, execution_options=_in_bulk)
        texts = dict.fromkeys(("name", "email", "email_key", "sought", "sort_key", "search_key"), "")
        change = update(ImportRow).where(of_import).values(**texts, cells=[], tags=[], recipient=None)
        await self._session.execute(change, execution_options=_in_bulk)
        # undo compares what the import changed
        unneeded = update(ImportRow).where(of_import, ImportRow.profile_before.is_(None)).values(profile=None)
        await self._session.execute(unneeded, execution_options=_in_bulk)
