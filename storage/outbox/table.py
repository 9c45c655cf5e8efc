"""Outbox operations for use cases besides adding: marking changes, cancelling and resuming."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, and_, bindparam, case, collate, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.one_of import one_of
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome
from storage.outbox.adding import Adding
from storage.outbox.requests import A_LITTLE_LATER, LookAfterRequests
from storage.outbox.work import Lane, Work

_in_bulk = {"synchronize_session": False}
_NOT_LEFT = (Outcome.QUEUED, Outcome.HELD)


class Every(Enum):
    """A marker for "all of them", in place of ids."""

    EVERY = "every"


class OutboxTable(Adding):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session, now)
        self._changed: dict[int, set[int]] = {}

    def redraw(self, contact_id: int) -> None:
        """Mark a contact as changed: its cards are redrawn at the end of this unit of work."""
        self._changed.setdefault(self.workspace_id, set()).add(contact_id)

    def take_changed(self) -> dict[int, set[int]]:
        """Return and clear {workspace id: contacts to redraw}."""
        changed, self._changed = self._changed, {}
        return changed

    async def look_after_requests(self, contact_ids: Collection[int]) -> None:
        """Enqueue an update of connection requests after invitations changed.

        It is enqueued for every contact and a little later. Otherwise response times and card updates would
        tell the inviter who has an account elsewhere.
        """
        works = [LookAfterRequests(each, contact_id=each) for each in sorted(contact_ids)]
        await self.add_all(works, due_at=self._now + A_LITTLE_LATER)

    async def cancel_mails(
        self, contact_ids: Collection[int] | Every = Every.EVERY, *, import_id: int | Every = Every.EVERY
    ) -> None:
        """Cancel unsent emails: to some contacts, of one import, or all of the workspace.

        Emails added by this unit of work are kept, such as the news of a decision or an offer that waited.
        """
        waiting = [Outbox.lane == Lane.MAIL, Outbox.state.in_(_NOT_LEFT)]
        if not isinstance(contact_ids, Every):
            waiting.append(one_of(Outbox.contact_id, contact_ids))
        if isinstance(import_id, int):
            waiting.append(Outbox.import_id == import_id)
        if self._mails:
            waiting.append(Outbox.key.not_in(self._mails))
        await self._cancel(waiting)

    async def _cancel(self, waiting: Sequence[ColumnElement[bool]]) -> None:
        if not self._on_sqlite:  # locks rows in one order, so that two transactions cannot block each other
            found = select(Outbox.id).where(*waiting).order_by(collate(Outbox.key, "C")).with_for_update()
            waiting = [Outbox.id.in_(found), Outbox.state.in_(_NOT_LEFT)]
        change = update(Outbox).where(*waiting).values(state=Outcome.CANCELLED, finished_at=self._now)
        await self._session.execute(change, execution_options=_in_bulk)

    async def cancel(self, kind: type[Work], contact_ids: Collection[int]) -> None:
        """Cancel work of a kind about these contacts that waits for its time."""
        if not contact_ids:
            return
        its = one_of(Outbox.contact_id, contact_ids)
        await self._cancel([its, Outbox.kind == kind.kind, Outbox.state.in_(_NOT_LEFT)])

    async def cancel_misdirected(self, recipients: Mapping[int, str]) -> None:
        """Cancel emails addressed to another address than `recipients`, {contact id: address hash}."""
        if not recipients:
            return
        own = Outbox.__table__.c
        change = update(Outbox.__table__).where(  # type: ignore[arg-type]
            own.workspace_id == self.workspace_id,
            own.contact_id == bindparam("contact"),
            own.lane == Lane.MAIL,
            own.state.in_(_NOT_LEFT),
            own.recipient != bindparam("address"),
        )
        change = change.values(state=Outcome.CANCELLED, finished_at=self._now)
        given = [{"contact": contact_id, "address": address} for contact_id, address in recipients.items()]
        await self._session.execute(change, given)

    async def take_up_again(self, since: datetime) -> None:
        """Queue again the emails cancelled at `since`, and what Slack could not be shown after it."""
        put_off = and_(
            Outbox.lane == Lane.MAIL, Outbox.state == Outcome.CANCELLED, Outbox.finished_at == since
        )
        not_shown = and_(Outbox.lane == Lane.SLACK, Outbox.due_at <= self._now, _unshown(since))
        due = case((Outbox.due_at > self._now, Outbox.due_at), else_=self._now)
        again = {"state": Outcome.QUEUED, "due_at": due, "attempts": 0, "bugs": 0, "finished_at": None}
        await self._session.execute(
            update(Outbox).where(or_(put_off, not_shown)).values(again | {"error": None}),
            execution_options=_in_bulk,
        )
        self.added |= {Lane.MAIL, Lane.SLACK}


def _unshown(since: datetime) -> ColumnElement[bool]:
    given_up = and_(Outbox.state == Outcome.FAILED, Outbox.finished_at >= since)
    return or_(Outbox.state == Outcome.QUEUED, given_up)
