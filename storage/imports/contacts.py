"""Turns a slice of an import's rows into contacts, with a few statements for all of them.

One by one through entities, 100,000 rows would take minutes. Each statement names the method of Contact it
corresponds to. The service decides beforehand what happens to each row.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.base import Base, Json, UtcDateTime
from storage.engine.first_word import FirstWord
from storage.engine.one_of import one_of
from storage.engine.request import current_request
from storage.engine.table import Table
from storage.entities.contact import Contact, Invitation
from storage.entities.import_row import ImportRow
from storage.entities.imports import Import
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome, RowOutcome, Status
from storage.outbox.work import MailWork

_row, _contact, _invitation = (each.__table__.c for each in (ImportRow, Contact, Invitation))
_in_bulk = {"synchronize_session": False}
EACH = -1  # stands for each invitation's id in an email enqueued for many


@dataclass(frozen=True, slots=True)
class Candidate:
    """A selected row that has not been processed."""

    id: int
    line: int
    email_key: str
    recipient: str
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Slice:
    """A range of an import's rows by line: after `after`, up to and including `upto`."""

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
    """The statements that write a running import's contacts, invitations, events and emails."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now
        self._at = literal(now, UtcDateTime())

    async def candidates(self, job: Import, most: int) -> list[Candidate]:
        """List the next selected rows in file order."""
        columns = (_row.id, _row.line, _row.email_key, _row.recipient, _row.tags)
        query = select(*columns).where(
            _row.workspace_id == self.workspace_id, _row.import_id == job.id, _row.line > job.reached_line
        )
        query = query.where(_row.selected, _row.outcome.is_(None)).order_by(_row.line).limit(most)
        return [Candidate(*found) for found in await self._session.execute(query)]

    async def settle(self, row_ids: Collection[int], outcome: RowOutcome, detail: str | None = None) -> None:
        if not row_ids:
            return
        change = update(ImportRow).where(one_of(ImportRow.id, row_ids))
        change = change.values(outcome=outcome, detail=detail)
        await self._session.execute(change, execution_options=_in_bulk)

    async def add_contacts(self, slice_: Slice, row_ids: Collection[int], source: str) -> set[str]:
        """Add contacts from these rows and return their email keys.

        Rows whose address became a contact meanwhile are left out. Rows go in by email key, so that two
        imports of the same people do not deadlock.
        """
        job = slice_.job
        values = {
            "workspace_id": _row.workspace_id, "name": _row.name, "email": _row.email,
            "email_key": _row.email_key, "sort_key": _row.sort_key, "search_key": _row.search_key,
            "status": literal(Status.INVITED.value), "status_at": self._at,
            "source": literal(source), "invited_by": literal(job.made_by), "created_at": self._at,
            "version": literal(1),
        }  # fmt: skip
        rows = select(*values.values()).where(slice_.rows, one_of(_row.id, row_ids)).order_by(_row.email_key)
        made = self._insert(Contact).from_select(list(values), rows).on_conflict_do_nothing()
        return set(await self._session.scalars(made.returning(_contact.email_key)))

    async def restore_contacts(self, slice_: Slice, email_keys: Collection[str]) -> set[str]:
        """Invite withdrawn contacts again, like `Contact.invite_again`, under their names in the file.

        Return their email keys, without those that others have invited again meanwhile.
        """
        if not email_keys:
            return set()
        change = update(Contact).where(
            one_of(Contact.email_key, email_keys),
            Contact.status == Status.INVITED,
            Contact.archived_at.is_not(None),
        )
        written = {
            column.name: select(column)
            .where(slice_.rows, _row.selected, _row.email_key == _contact.email_key)
            .limit(1)
            .scalar_subquery()
            for column in (_row.name, _row.email, _row.sort_key, _row.search_key)
        }
        found_by = written.pop("search_key").concat(Contact.profile_key)
        change = change.values(
            archived_at=None,
            status_at=self._now,
            invited_by=slice_.job.made_by,
            version=Contact.version + 1,
            search_key=found_by,
            **written,
        )
        restored = change.returning(_contact.email_key)
        return set(await self._session.scalars(restored, execution_options=_in_bulk))

    async def link_rows(self, slice_: Slice) -> None:
        """Store each imported row's contact. Rows without an outcome become invited."""
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
        """Add an invitation for each invited row.

        Its note is the import's, with `{name}` and `{first name}` replaced by the person's.
        """
        job = slice_.job
        values = {
            "workspace_id": _row.workspace_id, "contact_id": _row.contact_id,
            "note": _addressed(job.note),
            "invited_by": literal(job.made_by), "generation": literal(1),
            "mails": literal(0 if job.halted else 1),
            "unasked": literal(job.halted),
            "expires_at": literal(expires_at, UtcDateTime()),
            "request_key": self._request_key(job),
            "import_id": literal(job.id), "created_at": self._at,
        }  # fmt: skip
        rows = select(*values.values()).where(slice_.with_outcome(RowOutcome.INVITED)).order_by(_row.line)
        await self._write(Invitation, values, rows)

    def invited(self, slice_: Slice) -> Select[tuple[int, Any]]:
        """Build the query for `Events.record_found`.

        It finds (contact id, event details) of the slice's invited rows.
        """
        told = self._json(name=_row.name, email=_row.email, **{"import": literal(slice_.job.id)})
        query = select(_row.contact_id, told).where(slice_.with_outcome(RowOutcome.INVITED))
        return query.order_by(_row.line)

    async def add_mails(self, slice_: Slice, like: MailWork, due_at: datetime) -> None:
        """Enqueue an email for each invitation.

        Each is a copy of `like`, with EACH replaced by the invitation's id.
        """
        before, _, after = f"{self.workspace_id}:{like.key}".partition(str(EACH))
        payload = {
            name: _invitation.id if part == EACH else self._literal(part)
            for name, part in like.payload.items()
        }
        values = {
            "workspace_id": _row.workspace_id, "lane": literal(like.lane.value), "kind": literal(like.kind),
            "key": literal(before) + cast(_invitation.id, String) + literal(after),
            "contact_id": _row.contact_id, "recipient": _row.recipient, "import_id": literal(like.import_id),
            "payload": self._json(**payload),
            "priority": literal(like.priority.value), "state": literal(Outcome.QUEUED.value),
            "wanted": literal(1), "attempts": literal(0), "lost": literal(0),
            "request": literal(current_request(), String()),
            "due_at": literal(due_at, UtcDateTime()), "created_at": literal(due_at, UtcDateTime()),
        }  # fmt: skip
        # Join on the whole unique key: a database without statistics for new rows then uses its index.
        its = and_(
            _invitation.workspace_id == _row.workspace_id,
            _invitation.request_key == self._request_key(slice_.job),
        )
        rows = select(*values.values()).join_from(ImportRow.__table__, Invitation.__table__, its)
        rows = rows.where(slice_.with_outcome(RowOutcome.INVITED)).order_by(_row.line)
        await self._write(Outbox, values, rows)

    async def linked(self, slice_: Slice) -> list[tuple[int, int, RowOutcome, list[str]]]:
        """List (row id, contact id, outcome, tags) for the slice's rows that have a contact."""
        query = select(_row.id, _row.contact_id, _row.outcome, _row.tags)
        found = await self._session.execute(query.where(slice_.rows, _row.contact_id.is_not(None)))
        return [tuple(each) for each in found]

    async def remember_added(self, added: Mapping[int, list[int]]) -> None:
        """Store {row id: ids of tags its contact got}, so that undo can remove them."""
        for row_id, tag_ids in added.items():
            change = update(ImportRow).where(ImportRow.id == row_id).values(added_tags=tag_ids)
            await self._session.execute(change, execution_options=_in_bulk)

    async def profiles(self, slice_: Slice) -> list[tuple[int, int, RowOutcome, Json]]:
        """List (row id, contact id, outcome, profile) for rows that say something of somebody's work."""
        query = select(ImportRow.id, ImportRow.contact_id, ImportRow.outcome, ImportRow.profile)
        query = query.where(slice_.rows, ImportRow.contact_id.is_not(None), ImportRow.profile.is_not(None))
        found: list[Any] = [tuple(each) for each in await self._session.execute(query)]
        return found

    async def remember_profiles(self, before: Mapping[int, Json]) -> None:
        """Store {row id: what the team said before}, so that undo can put it back."""
        its = ImportRow.__table__.c
        change = update(ImportRow.__table__).where(  # type: ignore[arg-type]
            its.workspace_id == self.workspace_id, its.id == bindparam("row")
        )
        change = change.values(profile_before=bindparam("before", type_=its.profile_before.type))
        if before:
            rows = [{"row": row_id, "before": words} for row_id, words in before.items()]
            await self._session.execute(change, rows)

    async def _write(self, table: type[Base], values: Mapping[str, Any], rows: Select[Any]) -> None:
        await self._session.execute(insert(table.__table__).from_select(list(values), rows))  # type: ignore[arg-type]

    def _request_key(self, job: Import) -> ColumnElement[str]:
        return literal(f"import:{job.id}:") + cast(_row.line, String)

    def _literal(self, part: Any) -> ColumnElement[Any]:
        """Write a part of a payload. SQLite has no booleans of its own: they must come as JSON."""
        if isinstance(part, bool) and self._on_sqlite:
            return func.json("true" if part else "false")
        return literal(part)

    def _json(self, **values: Any) -> ColumnElement[Any]:
        """Build a JSON object in the database. The function's name differs between the two."""
        build = func.json_object if self._on_sqlite else func.json_build_object
        return build(*(part for name, value in values.items() for part in (literal(name), value)))


def _addressed(note: str) -> ColumnElement[str]:
    """Replace `{name}` and `{first name}` in a note for a row's person.

    It does what `language.names.addressed` does, in SQL.
    """
    first = FirstWord(_row.name)
    first_name = case((or_(first.like("%."), first.like("%,")), _row.name), else_=first)
    return func.replace(func.replace(literal(note), "{first name}", first_name), "{name}", _row.name)
