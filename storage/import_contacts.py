"""A slice of an import's rows becomes contacts: a few statements for all of them, written by the database.

One by one through entities a hundred thousand would take minutes. The verbs of `Contact` that these
statements stand for are named beside them; what they decide is decided before, by the service.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Base, UtcDateTime
from storage.bookkeeping import Event, EventDetail, Outbox
from storage.import_models import Import, ImportRow
from storage.models import Contact, Invitation
from storage.outbox import Lane, Priority
from storage.status import EventKind, Outcome, RowOutcome, Status
from storage.table import Table

_row, _contact, _invitation, _event = (each.__table__.c for each in (ImportRow, Contact, Invitation, Event))
_in_bulk = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A selected row that has not been looked at."""

    id: int
    line: int
    email_key: str
    recipient: str
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of one import, from `after` (exclusive) up to `upto` (inclusive), by their lines."""

    job: Import
    after: int
    upto: int

    @property
    def rows(self) -> ColumnElement[bool]:
        return and_(
            _row.workspace_id == self.job.workspace_id,
            _row.import_id == self.job.id,
            _row.line > self.after,
            _row.line <= self.upto,
        )

    def with_outcome(self, outcome: RowOutcome) -> ColumnElement[bool]:
        return and_(self.rows, _row.outcome == outcome)


class ImportContacts(Table):
    """The writing half of a running import."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now
        self._at = literal(now, UtcDateTime())

    async def candidates(self, job: Import, most: int) -> list[Candidate]:
        """The next selected rows, in the order of the file."""
        columns = (_row.id, _row.line, _row.email_key, _row.recipient, _row.tags)
        query = select(*columns).where(
            _row.workspace_id == self.workspace_id, _row.import_id == job.id, _row.line > job.reached_line
        )
        query = query.where(_row.selected, _row.outcome.is_(None)).order_by(_row.line).limit(most)
        return [Candidate(*found) for found in await self._session.execute(query)]

    async def settle(self, row_ids: Collection[int], outcome: RowOutcome, detail: str | None = None) -> None:
        if not row_ids:
            return
        change = update(ImportRow).where(self._among(ImportRow.id, row_ids))
        change = change.values(outcome=outcome, detail=detail)
        await self._session.execute(change, execution_options=_in_bulk)

    async def add_contacts(self, slice_: Slice, row_ids: Collection[int], source: str) -> set[str]:
        """Makes a contact of each of these rows; gives the keys of those nobody else has made meanwhile.

        In the order of their keys, so that two imports of the same people do not wait for each other.
        """
        job = slice_.job
        values = {
            "workspace_id": _row.workspace_id, "name": _row.name, "email": _row.email,
            "email_key": _row.email_key, "sort_key": _row.sort_key, "search_key": _row.search_key,
            "status": literal(Status.INVITED.value), "status_at": self._at,
            "source": literal(source), "invited_by": literal(job.made_by), "created_at": self._at,
            "version": literal(1),
        }  # fmt: skip
        rows = (
            select(*values.values())
            .where(slice_.rows, self._among(_row.id, row_ids))
            .order_by(_row.email_key)
        )
        made = self._insert(Contact).from_select(list(values), rows).on_conflict_do_nothing()
        return set(await self._session.scalars(made.returning(_contact.email_key)))

    async def restore_contacts(self, email_keys: Collection[str], by: str) -> set[str]:
        """As `Contact.invite_again` for those whose invitation had been withdrawn.

        Gives the keys of those whom nobody else has invited again meanwhile.
        """
        if not email_keys:
            return set()
        change = update(Contact).where(
            self._among(Contact.email_key, email_keys),
            Contact.status == Status.INVITED,
            Contact.archived_at.is_not(None),
        )
        change = change.values(
            archived_at=None, status_at=self._now, invited_by=by, version=Contact.version + 1
        )
        restored = change.returning(_contact.email_key)
        return set(await self._session.scalars(restored, execution_options=_in_bulk))

    async def link_rows(self, slice_: Slice) -> None:
        """Each imported row knows its contact; what has no outcome yet was invited."""
        contact_id = (
            select(_contact.id)
            .where(_contact.workspace_id == _row.workspace_id, _contact.email_key == _row.email_key)
            .scalar_subquery()
        )
        change = update(ImportRow.__table__).where(  # type: ignore[arg-type]
            slice_.rows, _row.selected, (_row.outcome.is_(None)) | (_row.outcome == RowOutcome.TAGGED)
        )
        outcome = func.coalesce(_row.outcome, literal(RowOutcome.INVITED.value))
        await self._session.execute(change.values(contact_id=contact_id, outcome=outcome))

    async def add_invitations(self, slice_: Slice, expires_at: datetime) -> None:
        """Each with the import's text, in which `{name}` is the person's."""
        job = slice_.job
        values = {
            "workspace_id": _row.workspace_id, "contact_id": _row.contact_id,
            "note": func.replace(literal(job.note), "{name}", _row.name),
            "invited_by": literal(job.made_by), "generation": literal(1),
            "mails": literal(0 if job.halted else 1),
            "expires_at": literal(expires_at, UtcDateTime()),
            "request_key": self._request_key(job),
            "import_id": literal(job.id), "created_at": self._at,
        }  # fmt: skip
        rows = select(*values.values()).where(slice_.with_outcome(RowOutcome.INVITED)).order_by(_row.line)
        await self._write(Invitation, values, rows)

    async def record_invited(self, slice_: Slice) -> None:
        """One event for each, with the personal values apart."""
        job = slice_.job
        values = {
            "workspace_id": _row.workspace_id, "contact_id": _row.contact_id,
            "kind": literal(EventKind.INVITED.value), "status": literal(Status.INVITED.value),
            "actor": literal(job.made_by), "origin": literal("slack"), "at": self._at,
        }  # fmt: skip
        invited = slice_.with_outcome(RowOutcome.INVITED)
        rows = select(*values.values()).where(invited).order_by(_row.line)
        await self._write(Event, values, rows)
        told = self._json(name=_row.name, email=_row.email, **{"import": literal(job.id)})
        details = {
            "workspace_id": _event.workspace_id, "event_id": _event.id, "before": self._json(), "after": told,
        }  # fmt: skip
        these = and_(
            _event.contact_id == _row.contact_id,
            _event.at == self._at,
            _event.workspace_id == _row.workspace_id,
        )
        rows = select(*details.values()).join_from(ImportRow.__table__, Event.__table__, these).where(invited)
        await self._write(EventDetail, details, rows)

    async def add_mails(self, slice_: Slice, due_at: datetime) -> None:
        await self._add_mails(slice_, "invitation", due_at, Priority.BULK)

    async def add_reminders(self, slice_: Slice, due_at: datetime) -> None:
        """The first for each; it asks for the next one itself."""
        await self._add_mails(slice_, "invitation_reminder", due_at, Priority.REMINDER)

    async def _add_mails(self, slice_: Slice, kind: str, due_at: datetime, priority: Priority) -> None:
        """The first of this kind for each invitation: keys as `mail_key` makes them."""
        key = literal(f"{self.workspace_id}:{kind}:") + cast(_invitation.id, String) + literal(":1.1")
        values = {
            "workspace_id": _row.workspace_id, "lane": literal(Lane.MAIL.value), "kind": literal(kind),
            "key": key, "contact_id": _row.contact_id, "recipient": _row.recipient,
            "import_id": literal(slice_.job.id),
            "payload": self._json(invitation=_invitation.id, mail=literal(1)),
            "priority": literal(priority.value), "state": literal(Outcome.QUEUED.value),
            "wanted": literal(1), "attempts": literal(0), "lost": literal(0),
            "due_at": literal(due_at, UtcDateTime()), "created_at": literal(due_at, UtcDateTime()),
        }  # fmt: skip
        # By the whole of a unique key: a database without statistics of new rows takes that index.
        its = and_(
            _invitation.workspace_id == _row.workspace_id,
            _invitation.request_key == self._request_key(slice_.job),
        )
        rows = select(*values.values()).join_from(ImportRow.__table__, Invitation.__table__, its)
        rows = rows.where(slice_.with_outcome(RowOutcome.INVITED)).order_by(_row.line)
        await self._write(Outbox, values, rows)

    async def linked(self, slice_: Slice) -> list[tuple[int, int, RowOutcome, list[str]]]:
        """(row id, contact id, outcome, tags) of the slice's rows that have a contact now."""
        query = select(_row.id, _row.contact_id, _row.outcome, _row.tags)
        found = await self._session.execute(query.where(slice_.rows, _row.contact_id.is_not(None)))
        return [tuple(each) for each in found]

    async def remember_added(self, added: Mapping[int, list[int]]) -> None:
        """{row id: tags its contact had not had}, for whoever undoes the import."""
        for row_id, tag_ids in added.items():
            change = update(ImportRow).where(ImportRow.id == row_id).values(added_tags=tag_ids)
            await self._session.execute(change, execution_options=_in_bulk)

    async def _write(self, table: type[Base], values: Mapping[str, Any], rows: Select[Any]) -> None:
        await self._session.execute(insert(table.__table__).from_select(list(values), rows))  # type: ignore[arg-type]

    def _request_key(self, job: Import) -> ColumnElement[str]:
        return literal(f"import:{job.id}:") + cast(_row.line, String)

    def _json(self, **values: Any) -> ColumnElement[Any]:
        """An object the database builds; the two spell it differently."""
        build = func.json_object if self._on_sqlite else func.json_build_object
        return build(*(part for name, value in values.items() for part in (literal(name), value)))
