"""Queries about emails in the outbox: those of a contact, those that came back, and totals of an import."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept
from storage.entities.contact import Contact
from storage.entities.outbox import RETURNED, Outbox
from storage.entities.status import Outcome
from storage.outbox.adding import Adding
from storage.outbox.work import Lane, Priority

_NO_REMINDER = Outbox.priority != Priority.REMINDER
_everywhere = {"every_workspace": True}
_in_bulk = {"synchronize_session": False}


_LATEST = (
    select(Outbox)
    .where(Outbox.contact_id == bindparam("contact"), Outbox.lane == Lane.MAIL)
    .where(or_(_NO_REMINDER, Outbox.state == Outcome.BOUNCED))
    .order_by(Outbox.id.desc())
    .limit(1)
)
_LATEST_OF_ANY = kept(_LATEST)
_LATEST_OF_KINDS = kept(_LATEST.where(one_of(Outbox.kind)))


class Mails(Table):
    def __init__(self, session: AsyncSession, outbox: Adding, now: datetime) -> None:
        super().__init__(session)
        self._outbox, self._now = outbox, now

    async def latest(self, contact_id: int, kinds: Collection[str] = ()) -> Outbox | None:
        """Find a contact's newest email, of these kinds if any are given. Its state is what people see.

        A reminder is left out, unless it bounced.
        """
        if kinds:
            found = await self._run(_LATEST_OF_KINDS, contact=contact_id, ids=kinds)
        else:
            found = await self._run(_LATEST_OF_ANY, contact=contact_id)
        row: Outbox | None = found.scalar()
        return row

    async def newest(self, contact_id: int, most: int, kinds: Collection[str] = ()) -> list[Outbox]:
        """List a contact's newest emails, of these kinds if any are given."""
        query = self._of(contact_id)
        if kinds:
            query = query.where(Outbox.kind.in_(kinds))
        return list(await self._session.scalars(query.order_by(Outbox.id.desc()).limit(most)))

    def _of(self, contact_id: int) -> Select[Outbox]:
        return select(Outbox).where(Outbox.contact_id == contact_id, Outbox.lane == Lane.MAIL)

    async def find(self, mail_id: int) -> Outbox | None:
        """Find an email of any workspace."""
        query = select(Outbox).where(Outbox.id == mail_id, Outbox.lane == Lane.MAIL)
        found: Outbox | None = await self._session.scalar(query, execution_options=_everywhere)
        return found

    async def lock(self, mail_id: int) -> Outbox | None:
        query = select(Outbox).where(Outbox.id == mail_id, Outbox.lane == Lane.MAIL).with_for_update()
        options = {"populate_existing": True}
        found: Outbox | None = await self._session.scalar(query, execution_options=options)
        return found

    async def returned(self, contact_id: int, recipient: str, since: datetime) -> list[datetime]:
        """List when the emails left that came back for the moment from this address, oldest first."""
        query = select(Outbox.finished_at).where(Outbox.contact_id == contact_id, Outbox.lane == Lane.MAIL)
        query = query.where(Outbox.recipient == recipient, Outbox.fault == RETURNED)
        query = query.where(Outbox.state == Outcome.SENT, Outbox.finished_at >= since)
        return [at for at in await self._session.scalars(query.order_by(Outbox.finished_at)) if at]

    async def end_reminders(self, contact_ids: Collection[int]) -> None:
        """Cancel the unsent reminders of those of these contacts whose address takes no email."""
        dead = select(Contact.id).where(one_of(Contact.id, contact_ids), Contact.bounced_at.is_not(None))
        waiting = update(Outbox).where(
            Outbox.contact_id.in_(dead),
            Outbox.lane == Lane.MAIL,
            Outbox.priority == Priority.REMINDER,
            Outbox.state.in_([Outcome.QUEUED, Outcome.HELD]),
        )
        change = waiting.values(state=Outcome.CANCELLED, finished_at=self._now)
        await self._session.execute(change, execution_options=_in_bulk)

    async def since(self, contact_id: int, kind: str, at: datetime) -> list[Outbox]:
        """List a contact's emails of one kind enqueued after `at`, oldest first, without cancelled ones."""
        query = select(Outbox).where(Outbox.contact_id == contact_id, Outbox.kind == kind)
        query = query.where(Outbox.created_at > at, Outbox.state != Outcome.CANCELLED)
        return list(await self._session.scalars(query.order_by(Outbox.created_at)))

    async def hurry(self, mail: Outbox) -> bool:
        """Send an email that waits for its next attempt at once.

        Returns False if it does not wait for one.
        """
        if mail.state != Outcome.QUEUED or not mail.attempts:
            return False
        mail.due_at = self._now
        self._outbox.added.add(Lane(mail.lane))
        return True

    async def of_import(self, import_id: int) -> dict[Outcome, int]:
        """Count an import's emails by state, without reminders."""
        query = select(Outbox.state, func.count()).where(*_of(import_id)).group_by(Outbox.state)
        return {Outcome(state): count for state, count in await self._session.execute(query)}

    async def sent_of_import(self, import_id: int, since: datetime) -> int:
        """Count an import's emails that were sent from a moment on, without reminders."""
        sent = Outbox.state == Outcome.SENT, Outbox.finished_at >= since
        query = select(func.count()).select_from(Outbox).where(*_of(import_id), *sent)
        return int(await self._session.scalar(query) or 0)

    async def next_of_import(self, import_id: int) -> datetime | None:
        """Find when the next email of an import is due, without reminders."""
        query = select(func.min(Outbox.due_at)).where(*_of(import_id), Outbox.state == Outcome.QUEUED)
        due: datetime | None = await self._session.scalar(query)
        return due


def _of(import_id: int) -> tuple[ColumnElement[bool], ...]:
    return Outbox.import_id == import_id, _NO_REMINDER
