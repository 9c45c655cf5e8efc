"""Queries that undo an import: who can be removed, who is kept and why, and the removal."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.one_of import one_of
from storage.engine.table import Table
from storage.entities.contact import Contact, Invitation
from storage.entities.event import Event
from storage.entities.import_result import MOST_NAMED, Undoing
from storage.entities.import_row import ImportRow
from storage.entities.imports import Import
from storage.entities.status import EventKind, RowOutcome, Status

# Events that the import and its emails record themselves. Any other event means that someone has acted since.
_BY_ITSELF = (
    EventKind.ADDED,
    EventKind.INVITED,
    EventKind.MAIL_SENT,
    EventKind.MAIL_FAILED,
    EventKind.MAIL_BOUNCED,
    EventKind.REMINDED,
)
_in_bulk = {"synchronize_session": False}


class ImportUndo(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now

    def _why_kept(self, job: Import) -> ColumnElement[str]:
        """Choose the key word for why a row's contact is kept. Empty if it can be removed."""
        touched = exists(
            select(Event.id).where(
                Event.contact_id == ImportRow.contact_id,
                Event.workspace_id == job.workspace_id,
                Event.at >= job.started_at,
                Event.kind.not_in(_BY_ITSELF),
            )
        )
        return case(
            (Contact.id.is_(None), "gone"),
            (ImportRow.outcome == RowOutcome.TAGGED, ""),
            (Contact.status == Status.ACTIVE, "accepted"),
            (Contact.status == Status.DECLINED, "declined"),
            (Contact.status != Status.INVITED, "signed up"),
            (Contact.archived_at.is_not(None), "withdrawn"),
            (touched, "changed"),
            else_="",
        )

    def _rows(self, job: Import, *columns: Any) -> Select[Any]:
        """Select the import's rows that made a contact, added tags, or said something new of their work."""
        its = and_(Contact.id == ImportRow.contact_id, Contact.workspace_id == job.workspace_id)
        query = select(*columns).select_from(ImportRow).outerjoin(Contact, its)
        changed = or_(ImportRow.added_tags.is_not(None), ImportRow.profile_before.is_not(None))
        something = or_(ImportRow.outcome == RowOutcome.INVITED, changed)
        return query.where(ImportRow.import_id == job.id, ImportRow.contact_id.is_not(None), something)

    async def counts(self, job: Import) -> dict[str, int]:
        """Count rows by reason for keeping them, as of now; "" counts those that can be reversed."""
        why = self._why_kept(job).label("why")
        inner = self._rows(job, why).subquery()
        query = select(inner.c.why, func.count()).group_by(inner.c.why)
        return dict(list(await self._session.execute(query)))

    async def in_all(self, job: Import) -> int:
        """Count the rows an undo looks at."""
        return int(await self._session.scalar(self._rows(job, func.count())) or 0)

    async def named(self, job: Import, most: int) -> list[tuple[str, str]]:
        """List (name, reason) of contacts that are kept."""
        why = self._why_kept(job).label("why")
        inner = self._rows(job, Contact.name.label("name"), why, ImportRow.line.label("line")).subquery()
        query = select(inner.c.name, inner.c.why).where(inner.c.why != "").order_by(inner.c.line)
        found = await self._session.execute(query.limit(most))
        return [(name or "", reason) for name, reason in found]

    async def next_rows(self, job: Import, most: int) -> list[Undoing]:
        """List the next rows in file order, each with the reason to keep it."""
        columns = (
            ImportRow.id,
            ImportRow.line,
            ImportRow.contact_id,
            ImportRow.outcome,
            ImportRow.added_tags,
            ImportRow.profile,
            ImportRow.profile_before,
        )
        query = self._rows(job, *columns, self._why_kept(job)).where(ImportRow.line > job.reached_line)
        query = query.order_by(ImportRow.line).limit(most)
        return [Undoing(*found) for found in await self._session.execute(query)]

    async def settle(self, row_ids: Collection[int], kept: str) -> None:
        """Store the result of these rows: the reason to keep them, or "" for reversed."""
        change = update(ImportRow).where(one_of(ImportRow.id, row_ids)).values(kept=kept)
        await self._session.execute(change, execution_options=_in_bulk)

    async def undone(self, job: Import) -> tuple[dict[str, int], list[tuple[str, str]]]:
        """Return the counts by reason, and (name, reason) of the first contacts kept, after an undo."""
        query = select(ImportRow.kept, func.count()).where(
            ImportRow.import_id == job.id, ImportRow.kept.is_not(None)
        )
        found = await self._session.execute(query.group_by(ImportRow.kept))
        counts = {kept or "": count for kept, count in found}
        names = select(Contact.name, ImportRow.kept).join_from(
            ImportRow, Contact, Contact.id == ImportRow.contact_id
        )
        names = names.where(ImportRow.import_id == job.id, ImportRow.kept != "").order_by(ImportRow.line)
        named = await self._session.execute(names.limit(MOST_NAMED))
        return counts, [(name, kept or "") for name, kept in named]

    async def withdraw(self, job: Import, contact_ids: Collection[int]) -> set[int]:
        """Withdraw contacts like `Contact.withdraw`. Return the ids of those who did not answer meanwhile.

        It archives them, closes their invitations and cancels their emails.
        """
        contacts = update(Contact).where(one_of(Contact.id, contact_ids), Contact.status == Status.INVITED)
        contacts = contacts.values(archived_at=self._now, version=Contact.version + 1).returning(Contact.id)
        withdrawn = set(await self._session.scalars(contacts, execution_options=_in_bulk))
        invitations = update(Invitation).where(
            one_of(Invitation.contact_id, withdrawn), Invitation.import_id == job.id
        )
        change = invitations.values(withdrawn_at=self._now, unasked=False)
        await self._session.execute(change, execution_options=_in_bulk)
        return withdrawn
