"""The outbox: mails and messages are wished for in the transaction of the change that wants them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import and_, case, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Json
from storage.bookkeeping import Outbox
from storage.cards import Cards
from storage.status import Outcome
from storage.table import Table

# views.publish is of Tier 4: a hundred a minute for an app in a workspace.
HOME_APART = timedelta(seconds=2)
HOME_ROOM = timedelta(seconds=0.75)


class Lane(StrEnum):
    """What a row needs to leave: the mail relay or Slack. One that is down does not hold up the other."""

    MAIL = "mail"
    SLACK = "slack"


class Priority(IntEnum):
    """Lower goes first: one invitation does not wait behind an import."""

    PERSONAL = 10
    REMINDER = 50
    BULK = 90


class OutboxTable(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now
        self.added = False
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
    ) -> None:
        """A mail, drawn when it is sent; `recipient` is the keyed hash of the address."""
        await self._wish(Lane.MAIL, kind, key, payload, priority, contact_id=contact_id, recipient=recipient)

    async def slack(
        self,
        kind: str,
        key: str,
        payload: Json,
        *,
        contact_id: int | None = None,
        due_at: datetime | None = None,
        again: bool = True,
    ) -> None:
        """What Slack shall show, now or when due; wished again under its key it is shown again, or not."""
        await self._wish(
            Lane.SLACK,
            kind,
            key,
            payload,
            Priority.PERSONAL,
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

    async def redraw_homes(self, watched: Collection[tuple[str, datetime]], first: str = "") -> None:
        """The Home tabs people may be looking at show it, too: `first`'s at once, the others in turn.

        `watched` are (user id, when it was last drawn). However much changes, and however many look, Slack
        takes so many publishings a minute of an app in a workspace.
        """
        apart = max(HOME_APART, HOME_ROOM * len(watched))
        for user_id, drawn_at in watched:
            due = self._now if user_id == first else max(self._now, drawn_at + apart)
            row = self._row(Lane.SLACK, "home", f"home:{user_id}", {"user": user_id}, Priority.PERSONAL)
            insert = self._insert(Outbox).values(**row, due_at=due)
            waits_already = and_(Outbox.state == Outcome.QUEUED, Outbox.due_at < due)
            await self._session.execute(
                self._wished_again(insert, case((waits_already, Outbox.due_at), else_=due))
            )
            self.added = True

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
    ) -> None:
        row = self._row(lane, kind, key, payload, priority) | {
            "contact_id": contact_id,
            "recipient": recipient,
        }
        insert = self._insert(Outbox).values(**row, due_at=due_at or self._now)
        as_it_was = due_at or case((Outbox.state == Outcome.QUEUED, Outbox.due_at), else_=self._now)
        once_more = self._wished_again(insert, as_it_was) if again else insert.on_conflict_do_nothing()
        await self._session.execute(once_more)
        self.added = True

    def _row(self, lane: Lane, kind: str, key: str, payload: Json, priority: Priority) -> dict[str, Any]:
        row: dict[str, Any] = {
            "lane": lane,
            "kind": kind,
            "key": f"{self.workspace_id}:{key}",
            "payload": payload,
        }
        row |= {"workspace_id": self.workspace_id, "priority": priority, "state": Outcome.QUEUED}
        return row | {"created_at": self._now, "wanted": 1, "attempts": 0}

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
                "payload": insert.excluded.payload,
            },
        )

    async def wished(self, key: str) -> bool:
        """Whether this was ever wanted, sent by now or not."""
        query = select(Outbox.id).where(Outbox.key == f"{self.workspace_id}:{key}")
        return await self._session.scalar(query) is not None

    async def latest_mail(self, contact_id: int) -> Outbox | None:
        """The newest mail to this contact: its state is the state of the mail that people see."""
        query = select(Outbox).where(Outbox.contact_id == contact_id, Outbox.lane == Lane.MAIL)
        row: Outbox | None = await self._session.scalar(query.order_by(Outbox.id.desc()).limit(1))
        return row

    async def hurry(self, mail: Outbox) -> bool:
        """A mail that waits to be tried again is tried at once; False when there is nothing to hurry."""
        if mail.state != Outcome.QUEUED or not mail.attempts:
            return False
        mail.due_at = self._now
        self.added = True
        return True

    async def cancel_mails(self, contact_id: int) -> None:
        """Mails to this contact that have not left are not wanted any more."""
        waiting = (Outbox.contact_id == contact_id, Outbox.lane == Lane.MAIL, Outbox.state == Outcome.QUEUED)
        await self._session.execute(
            update(Outbox).where(*waiting).values(state=Outcome.CANCELLED, finished_at=self._now),
            execution_options={"synchronize_session": False},
        )
