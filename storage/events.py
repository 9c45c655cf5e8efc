"""Events: the history, written with each change and never touched again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.base import Json
from storage.bookkeeping import Event, EventDetail, Member, Told
from storage.models import Contact
from storage.status import EventKind, Status
from storage.table import Table


class Events(Table):
    def __init__(self, session: AsyncSession, actor: str, origin: str, now: datetime) -> None:
        super().__init__(session)
        self._actor, self._origin, self._now = actor, origin, now

    async def record(
        self,
        kind: EventKind,
        contact: Contact | None = None,
        contact_id: int | None = None,
        *,
        before: Json | None = None,
        after: Json | None = None,
    ) -> None:
        """What happened, and to which status it led; personal values stand apart, to be erased."""
        about = (contact.id, contact.status) if contact else (contact_id, None)
        event = self._event(kind, *about)
        self._session.add(event)
        if before or after:
            await self._session.flush()
            detail = EventDetail(event_id=event.id, before=before or {}, after=after or {})
            detail.workspace_id = self.workspace_id
            self._session.add(detail)

    async def record_all(self, kind: EventKind, after: Mapping[int, Json]) -> None:
        """{contact id: what it has now}: the same happened to many, and changed nobody's status."""
        events = {contact_id: self._event(kind, contact_id, None) for contact_id in after}
        self._session.add_all(events.values())
        await self._session.flush()
        details = [
            EventDetail(event_id=event.id, before={}, after=after[contact_id])
            for contact_id, event in events.items()
        ]
        for detail in details:
            detail.workspace_id = self.workspace_id
        self._session.add_all(details)

    def _event(self, kind: EventKind, contact_id: int | None, status: Status | None) -> Event:
        event = Event(contact_id=contact_id, kind=kind, status=status, actor=self._actor, origin=self._origin)
        event.at, event.workspace_id = self._now, self.workspace_id
        return event

    async def of_contact(self, contact_id: int) -> list[Event]:
        query = select(Event).where(Event.contact_id == contact_id).order_by(Event.id)
        return list(await self._session.scalars(query))

    async def told(self, contact_id: int, most: int) -> list[Told]:
        """The newest of its events, with what changed and who did it."""
        query = (
            select(Event, EventDetail, Member.name)
            .outerjoin(EventDetail, EventDetail.event_id == Event.id)
            .outerjoin(Member, Member.user_id == Event.actor)
            .where(Event.contact_id == contact_id)
        )
        rows = await self._session.execute(query.order_by(Event.id.desc()).limit(most))
        return [
            Told(event, name or "", getattr(detail, "before", {}), getattr(detail, "after", {}))
            for event, detail, name in rows
        ]
