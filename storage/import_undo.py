"""Undoing an import: who can be taken back, who is kept and why, and the taking back itself."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.bookkeeping import Event, Outbox
from storage.import_models import MOST_NAMED, Import, ImportRow, Undoing
from storage.models import Contact, Invitation
from storage.status import EventKind, Outcome, RowOutcome, Status
from storage.table import Table

# What the import and its mails write themselves; anything else somebody has done since.
_BY_ITSELF = (EventKind.INVITED, EventKind.MAIL_SENT, EventKind.MAIL_FAILED, EventKind.REMINDED)
_in_bulk = {"synchronize_session": False}


class ImportUndo(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now

    def _why_kept(self, job: Import) -> ColumnElement[str]:
        """Empty for who can be taken back."""
        touched = exists(
            select(Event.id).where(
                Event.contact_id == ImportRow.contact_id,
                Event.workspace_id == job.workspace_id,
                Event.at >= job.started_at,
                Event.kind.not_in(_BY_ITSELF),
            )
        )
        return case(
            (Contact.id.is_(None), "not here any more"),
            (ImportRow.outcome == RowOutcome.TAGGED, ""),
            (Contact.status == Status.ACTIVE, "accepted already"),
            (Contact.status == Status.DECLINED, "declined already"),
            (Contact.status != Status.INVITED, "signed up since"),
            (Contact.archived_at.is_not(None), "withdrawn already"),
            (touched, "changed since"),
            else_="",
        )

    def _rows(self, job: Import, *columns: Any) -> Select[Any]:
        """Rows of the import that became somebody or gave somebody tags, and have not been undone."""
        its = and_(Contact.id == ImportRow.contact_id, Contact.workspace_id == job.workspace_id)
        query = select(*columns).select_from(ImportRow).outerjoin(Contact, its)
        something = or_(ImportRow.outcome == RowOutcome.INVITED, ImportRow.added_tags.is_not(None))
        return query.where(ImportRow.import_id == job.id, ImportRow.contact_id.is_not(None), something)

    async def counts(self, job: Import) -> dict[str, int]:
        """{why kept: how many}, as things are now; "" for who can be taken back."""
        why = self._why_kept(job).label("why")
        inner = self._rows(job, why).subquery()
        query = select(inner.c.why, func.count()).group_by(inner.c.why)
        return dict(list(await self._session.execute(query)))

    async def named(self, job: Import, most: int) -> list[tuple[str, str]]:
        """(name, why) of those that are kept."""
        why = self._why_kept(job).label("why")
        inner = self._rows(job, Contact.name.label("name"), why, ImportRow.line.label("line")).subquery()
        query = select(inner.c.name, inner.c.why).where(inner.c.why != "").order_by(inner.c.line)
        found = await self._session.execute(query.limit(most))
        return [(name or "Somebody", reason) for name, reason in found]

    async def next_rows(self, job: Import, most: int) -> list[Undoing]:
        """Rows that have not been looked at, in the order of the file, each with why it is kept."""
        columns = (
            ImportRow.id,
            ImportRow.line,
            ImportRow.contact_id,
            ImportRow.outcome,
            ImportRow.added_tags,
        )
        query = self._rows(job, *columns, self._why_kept(job)).where(ImportRow.line > job.reached_line)
        query = query.order_by(ImportRow.line).limit(most)
        return [Undoing(*found) for found in await self._session.execute(query)]

    async def settle(self, row_ids: Collection[int], kept: str) -> None:
        """For the result: what was reversed has no reason."""
        change = update(ImportRow).where(self._among(ImportRow.id, row_ids)).values(kept=kept)
        await self._session.execute(change, execution_options=_in_bulk)

    async def undone(self, job: Import) -> tuple[dict[str, int], list[tuple[str, str]]]:
        """({why kept: how many}, (name, why) of the first of them), after it was undone."""
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
        """As `Contact.withdraw` for each of them: archived, the link dead, the mail not sent.

        Gives the ids of those who have not answered in this very moment.
        """
        contacts = update(Contact).where(
            self._among(Contact.id, contact_ids), Contact.status == Status.INVITED
        )
        contacts = contacts.values(archived_at=self._now, version=Contact.version + 1).returning(Contact.id)
        withdrawn = set(await self._session.scalars(contacts, execution_options=_in_bulk))
        invitations = update(Invitation).where(
            self._among(Invitation.contact_id, withdrawn), Invitation.import_id == job.id
        )
        mails = update(Outbox).where(
            self._among(Outbox.contact_id, withdrawn), Outbox.state == Outcome.QUEUED
        )
        for change in (
            invitations.values(withdrawn_at=self._now),
            mails.values(state=Outcome.CANCELLED, finished_at=self._now),
        ):
            await self._session.execute(change, execution_options=_in_bulk)
        self._session.add_all(self._withdrawn(job, contact_id) for contact_id in sorted(withdrawn))
        return withdrawn

    def _withdrawn(self, job: Import, contact_id: int) -> Event:
        return Event(
            workspace_id=job.workspace_id,
            contact_id=contact_id,
            kind=EventKind.WITHDRAWN,
            status=Status.INVITED,
            actor=job.undone_by or "system",
            origin="slack",
            at=self._now,
        )
