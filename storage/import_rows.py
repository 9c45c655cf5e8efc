"""The rows of an import under review: stored as they are read, ticked, found, shown page by page."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, case, delete, func, select, update

from storage.bulk import Values, insert_many
from storage.errors import NotFound
from storage.import_models import Import, ImportRow, Page, RowCount, Summary
from storage.status import RowKind, RowOutcome
from storage.table import Table

COLUMNS = (
    "workspace_id", "import_id", "line", "cells", "name", "email", "email_key", "recipient", "tags", "sought",
    "sort_key", "search_key", "kind", "reason", "selected", "ticked",
)  # fmt: skip
ROWS_A_PAGE = 10  # tick boxes one element holds
SHOWN: dict[str, ColumnElement[bool]] = {
    "new": ImportRow.kind.in_([RowKind.NEW, RowKind.AGAIN]),
    "contacts": ImportRow.kind.in_([RowKind.CONTACT, RowKind.NEVER]),
    "problems": ImportRow.kind.in_([RowKind.BAD, RowKind.TWICE]),
    "selected": ImportRow.selected.is_(True),
}
_TICKABLE = ImportRow.kind.in_([kind for kind in RowKind if kind.tickable])
_in_bulk = {"synchronize_session": False}


class ImportRows(Table):
    async def add_all(self, rows: Sequence[Values]) -> None:
        """`rows` have the order of `COLUMNS`."""
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
        """The line on which this address stands already."""
        query = select(func.min(ImportRow.line)).where(
            ImportRow.import_id == import_id,
            ImportRow.email_key == email_key,
            ImportRow.id != but,
            _TICKABLE,
        )
        line: int | None = await self._session.scalar(query)
        return line

    async def page(self, job: Import) -> Page:
        wanted = self._wanted(job)
        query = select(ImportRow).where(*wanted, ImportRow.line >= job.first_line)
        rows = list(await self._session.scalars(query.order_by(ImportRow.line).limit(ROWS_A_PAGE + 1)))
        of = await self._count(*wanted)
        before = await self._count(*wanted, ImportRow.line < job.first_line) if job.first_line else 0
        more = rows[ROWS_A_PAGE].line if len(rows) > ROWS_A_PAGE else None
        return Page(rows[:ROWS_A_PAGE], before + 1, of, more)

    async def page_before(self, job: Import) -> int:
        """The line the previous page begins with."""
        query = select(ImportRow.line).where(*self._wanted(job), ImportRow.line < job.first_line)
        lines = list(await self._session.scalars(query.order_by(ImportRow.line.desc()).limit(ROWS_A_PAGE)))
        return lines[-1] if len(lines) == ROWS_A_PAGE else 0

    def _wanted(self, job: Import) -> list[ColumnElement[bool]]:
        wanted = [ImportRow.import_id == job.id]
        if job.show in SHOWN:
            wanted.append(SHOWN[job.show])
        if job.find:
            wanted.append(ImportRow.sought.contains(job.find, autoescape=True))
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
        """Of the rows shown those are wanted that are ticked, unless a later tick has come in before."""
        change = update(ImportRow).where(
            ImportRow.import_id == import_id, ImportRow.id.in_(shown), ImportRow.ticked < at_us, _TICKABLE
        )
        await self._session.execute(
            change.values(selected=ImportRow.id.in_(ticked), ticked=at_us), execution_options=_in_bulk
        )

    async def tick_all(self, import_id: int, at_us: int, *, selected: bool) -> None:
        """The whole file, whatever is shown, but for what was ticked later than this was pressed."""
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
        """What became of every row of the file."""
        columns = (ImportRow.kind, ImportRow.selected, ImportRow.outcome)
        query = select(*columns, func.count()).where(ImportRow.import_id == import_id).group_by(*columns)
        return [RowCount(*row) for row in await self._session.execute(query)]

    async def failed(self, import_id: int, limit: int | None = None) -> list[ImportRow]:
        """Rows that could not be imported, in the order of the file."""
        bad = (ImportRow.kind == RowKind.BAD) | (ImportRow.outcome == RowOutcome.FAILED)
        query = select(ImportRow).where(ImportRow.import_id == import_id, bad).order_by(ImportRow.line)
        return list(await self._session.scalars(query.limit(limit)))

    async def forget(self, import_id: int) -> None:
        """The import is over: rows that became nobody go, of the others stays whom they became."""
        of_import = ImportRow.import_id == import_id
        nobody = delete(ImportRow).where(of_import, ImportRow.contact_id.is_(None))
        await self._session.execute(nobody, execution_options=_in_bulk)
        texts = dict.fromkeys(("name", "email", "email_key", "sought", "sort_key", "search_key"), "")
        change = update(ImportRow).where(of_import).values(**texts, cells=[], tags=[], recipient=None)
        await self._session.execute(change, execution_options=_in_bulk)
