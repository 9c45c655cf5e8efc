"""The outbox: mails and messages are wished for in the transaction of the change that wants them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Json
from storage.bookkeeping import Outbox
from storage.cards import Cards
from storage.models import Invitation
from storage.status import Outcome
from storage.table import Table

# views.publish is of Tier 4: a hundred a minute for an app in a workspace.
HOME_APART = timedelta(seconds=2)
HOME_ROOM = timedelta(seconds=0.75)


class Lane(StrEnum):
    """What a row needs: the mail relay, Slack, or long work on a file. None of them holds up another."""

    MAIL = "mail"
    SLACK = "slack"
    IMPORT = "import"


class Priority(IntEnum):
    """Lower goes first: one invitation does not wait behind an import."""

    PERSONAL = 10
    REMINDER = 50
    BULK = 90


A_LITTLE_LATER = timedelta(seconds=3)  # by then whoever waits for an answer has it

INVITATION = "invitation"
REMINDER = "invitation_reminder"
A_LITTLE_LATER = timedelta(seconds=3)  # by then whoever waits for an answer has it


def mail_key(kind: str, invitation: Invitation, number: int) -> str:
    """The nth mail of this kind is wished for once for each link an invitation has had."""
    return f"{kind}:{invitation.id}:{invitation.generation}.{number}"


class OutboxTable(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now
        self.added: set[Lane] = set()
        self._changed: dict[int, set[int]] = {}

    async def mail(
        self,
        kind: str,
        key: str,
        *,
        contact_id: int | None,
        recipient: str,
        payload: Json,
        priority: Priority,
        due_at: datetime | None = None,
        import_id: int | None = None,
        revive: bool = False,
    ) -> None:
        """A mail, drawn when it is sent, now or when due; `recipient` is the keyed hash of the address.

        Once under its key; with `revive` it is wished for anew if it was cancelled before it left.
        """
        await self._wish(
            Lane.MAIL, kind, key, payload, priority,
            contact_id=contact_id, recipient=recipient, due_at=due_at, import_id=import_id, revive=revive,
        )  # fmt: skip

    async def work(self, kind: str, key: str, payload: Json, *, due_at: datetime | None = None) -> None:
        """Long work on a file, in steps; wished again under its key it goes on."""
        await self._wish(Lane.IMPORT, kind, key, payload, Priority.PERSONAL, due_at=due_at, again=True)

    async def slack(
        self,
        kind: str,
        key: str,
        payload: Json,
        *,
        contact_id: int | None = None,
        due_at: datetime | None = None,
        again: bool = True,
        priority: Priority = Priority.PERSONAL,
    ) -> None:
        """What Slack shall show, now or when due; wished again under its key it is shown again, or not."""
        await self._wish(
            Lane.SLACK,
            kind,
            key,
            payload,
            priority,
            contact_id=contact_id,
            due_at=due_at,
            again=again,
        )

    def redraw(self, contact_id: int) -> None:
        """Every card of this contact shows how things stand after this unit of work; wished at its end."""
        self._changed.setdefault(self.workspace_id, set()).add(contact_id)

    def take_changed(self) -> dict[int, set[int]]:
        """{workspace id: contacts to be redrawn}, emptied."""
        changed, self._changed = self._changed, {}
        return changed

    async def redraw_all(self, contact_ids: Collection[int]) -> None:
        for card in await Cards(self._session).of_contacts(contact_ids):
            await self.slack("card", f"card:{card.id}", {"card": card.id}, contact_id=card.contact_id)

    async def look_after_requests(self, contact_id: int) -> None:
        """Something changed for an invitation; if it is a connection request, something follows from that.

        Wished for everybody, and not at once: what is done for some alone would show in how long it takes,
        and in when the inviter's card is redrawn.
        """
        wish, due_at = {"contact": contact_id}, self._now + A_LITTLE_LATER
        await self.slack(
            "requests",
            f"requests:{contact_id}",
            wish,
            contact_id=contact_id,
            due_at=due_at,
            priority=Priority.BULK,
        )

    async def redraw_homes(self, watched: Collection[tuple[str, datetime]], first: str = "") -> None:
        """The Home tabs people may be looking at show it, too: `first`'s at once, the others in turn.

        `watched` are (user id, when it was last drawn). However much changes, and however many look, Slack
        takes so many publishings a minute of an app in a workspace.
        """
        apart = max(HOME_APART, HOME_ROOM * len(watched))
        for user_id, drawn_at in watched:
            due = self._now if user_id == first else max(self._now, drawn_at + apart)
            row = self._row(Lane.SLACK, "home", f"home:{user_id}", {"user": user_id}, Priority.PERSONAL, due)
            waits_already = and_(Outbox.state == Outcome.QUEUED, Outbox.due_at < due)
            soonest = case((waits_already, Outbox.due_at), else_=due)
            await self._session.execute(self._wished_again(row, soonest))
            self.added.add(Lane.SLACK)

    async def redraw_home(self, user_id: str) -> None:
        """This person's, whose view has turned out to be old."""
        await self.redraw_homes([(user_id, self._now)], first=user_id)

    async def _wish(
        self,
        lane: Lane,
        kind: str,
        key: str,
        payload: Json,
        priority: Priority,
        *,
        contact_id: int | None = None,
        recipient: str | None = None,
        due_at: datetime | None = None,
        again: bool = False,
        import_id: int | None = None,
        revive: bool = False,
    ) -> None:
        row = self._row(lane, kind, key, payload, priority, due_at or self._now)
        insert = row.values(contact_id=contact_id, recipient=recipient, import_id=import_id)
        if again:
            as_it_was = due_at or case((Outbox.state == Outcome.QUEUED, Outbox.due_at), else_=self._now)
            wish = self._wished_again(insert, as_it_was)
        else:
            wish = self._revived(insert) if revive else insert.on_conflict_do_nothing()
        await self._session.execute(wish)
        self.added.add(lane)

    def _row(self, lane: Lane, kind: str, key: str, payload: Json, priority: Priority, due: datetime) -> Any:
        """It ages from when it is due, and a mail is dated so."""
        return self._insert(Outbox).values(
            workspace_id=self.workspace_id,
            lane=lane,
            kind=kind,
            key=f"{self.workspace_id}:{key}",
            payload=payload,
            priority=priority,
            state=Outcome.QUEUED,
            created_at=due,
            due_at=due,
            wanted=1,
            attempts=0,
        )

    @staticmethod
    def _revived(insert: Any) -> Any:
        """What has left or still waits stays as it is."""
        return insert.on_conflict_do_update(
            index_elements=[Outbox.key],
            set_={
                "state": Outcome.QUEUED,
                "created_at": insert.excluded.created_at,
                "due_at": insert.excluded.due_at,
                "attempts": 0,
                "finished_at": None,
            },
            where=Outbox.state == Outcome.CANCELLED,
        )

    @staticmethod
    def _wished_again(insert: Any, due_at: Any) -> Any:
        being_sent = Outbox.state == Outcome.SENDING
        return insert.on_conflict_do_update(
            index_elements=[Outbox.key],
            set_={
                "wanted": Outbox.wanted + 1,
                "state": case((being_sent, Outcome.SENDING), else_=Outcome.QUEUED),
                "attempts": case((being_sent, Outbox.attempts), else_=0),
                "due_at": due_at,
                "created_at": insert.excluded.created_at,
                "payload": insert.excluded.payload,
            },
        )

    async def wished(self, key: str) -> bool:
        """Whether this was ever wanted, sent by now or not."""
        query = select(Outbox.id).where(Outbox.key == f"{self.workspace_id}:{key}")
        return await self._session.scalar(query) is not None

    async def latest_mail(self, contact_id: int) -> Outbox | None:
        """The newest mail to this contact: its state is the state of the mail that people see.

        A reminder is not: it waits for days, and most are never sent.
        """
        query = select(Outbox).where(
            Outbox.contact_id == contact_id, Outbox.lane == Lane.MAIL, Outbox.kind != REMINDER
        )
        row: Outbox | None = await self._session.scalar(query.order_by(Outbox.id.desc()).limit(1))
        return row

    async def hurry(self, mail: Outbox) -> bool:
        """A mail that waits to be tried again is tried at once; False when there is nothing to hurry."""
        if mail.state != Outcome.QUEUED or not mail.attempts:
            return False
        mail.due_at = self._now
        self.added.add(Lane(mail.lane))
        return True

    async def import_mails(self, import_id: int) -> dict[Outcome, int]:
        """How the invitations of an import stand; a reminder is none."""
        query = select(Outbox.state, func.count()).where(
            Outbox.import_id == import_id, Outbox.kind == INVITATION
        )
        rows = await self._session.execute(query.group_by(Outbox.state))
        return {Outcome(state): count for state, count in rows}

    async def import_due(self, import_id: int) -> datetime | None:
        """When the next invitation of an import leaves."""
        query = select(func.min(Outbox.due_at)).where(
            Outbox.import_id == import_id, Outbox.kind == INVITATION, Outbox.state == Outcome.QUEUED
        )
        due: datetime | None = await self._session.scalar(query)
        return due

    async def cancel_import(self, import_id: int) -> None:
        """Nothing of this import leaves any more."""
        waiting = (Outbox.import_id == import_id, Outbox.state == Outcome.QUEUED)
        await self._session.execute(
            update(Outbox).where(*waiting).values(state=Outcome.CANCELLED, finished_at=self._now),
            execution_options={"synchronize_session": False},
        )

    async def pending(self, key: str) -> bool:
        """Whether this is wanted and has not ended."""
        query = select(Outbox.id).where(
            Outbox.key == f"{self.workspace_id}:{key}", Outbox.state.in_([Outcome.QUEUED, Outcome.SENDING])
        )
        return await self._session.scalar(query) is not None

    async def cancel_mails(self, contact_id: int) -> None:
        """Mails to this contact that have not left are not wanted any more."""
        waiting = (Outbox.contact_id == contact_id, Outbox.lane == Lane.MAIL, Outbox.state == Outcome.QUEUED)
        await self._session.execute(
            update(Outbox).where(*waiting).values(state=Outcome.CANCELLED, finished_at=self._now),
            execution_options={"synchronize_session": False},
        )

    async def put_off_mails(self) -> None:
        """No mail of this workspace leaves for now."""
        waiting = (Outbox.lane == Lane.MAIL, Outbox.state == Outcome.QUEUED)
        await self._session.execute(
            update(Outbox).where(*waiting).values(state=Outcome.CANCELLED, finished_at=self._now),
            execution_options={"synchronize_session": False},
        )

    async def take_up_again(self, since: datetime) -> None:
        """What was put off at that moment, and what could not be shown in Slack after it."""
        put_off = and_(
            Outbox.lane == Lane.MAIL, Outbox.state == Outcome.CANCELLED, Outbox.finished_at == since
        )
        not_shown = and_(Outbox.lane == Lane.SLACK, Outbox.due_at <= self._now, _unshown(since))
        due = case((Outbox.due_at > self._now, Outbox.due_at), else_=self._now)
        again = {"state": Outcome.QUEUED, "due_at": due, "attempts": 0, "finished_at": None}
        await self._session.execute(
            update(Outbox).where(or_(put_off, not_shown)).values(again | {"error": None}),
            execution_options={"synchronize_session": False},
        )
        self.added |= {Lane.MAIL, Lane.SLACK}


def _unshown(since: datetime) -> ColumnElement[bool]:
    given_up = and_(Outbox.state == Outcome.FAILED, Outbox.finished_at >= since)
    return or_(Outbox.state == Outcome.QUEUED, given_up)
