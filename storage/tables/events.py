"""Queries of the history, and the only place that writes it. Events are never updated."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.base import Json, UtcDateTime
from storage.engine.table import Table
from storage.entities.contact import Contact
from storage.entities.event import Event, EventDetail, HistoryEntry
from storage.entities.member import Member
from storage.entities.status import EventKind, Status

Recorded = Mapping[EventKind, Collection[int]]  # {kind of event: ids of its contacts}


# Into the tables themselves: nothing asks for the entity of an event, and the ORM takes several times longer.
_ADD: Any = insert(Event.__table__)  # type: ignore[arg-type]
_ADD_FOR_DETAILS = _ADD.returning(Event.__table__.c.id, sort_by_parameter_order=True)
_ADD_DETAIL: Any = insert(EventDetail.__table__)  # type: ignore[arg-type]

# A newer version that runs beside this one may record more kinds.
_KNOWN = Event.kind.in_(list(EventKind))


class Remark(NamedTuple):
    """What a use case notes for the log, by ids alone."""

    workspace_id: int
    name: str
    ids: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Done:
    """What a unit of work has committed. The events are pairs (workspace id, events)."""

    actor: str
    remarks: Sequence[Remark]
    events: Sequence[tuple[int, Recorded]]


class Events(Table):
    """Recorder of events.

    It keeps them until the end of the unit of work, which applies their consequences.
    """

    def __init__(self, session: AsyncSession, actor: str, origin: str, now: datetime) -> None:
        super().__init__(session)
        self._actor, self._origin, self._now = actor, origin, now
        self._at = literal(now, UtcDateTime())
        self._recorded: dict[int, dict[EventKind, set[int]]] = {}

    @contextmanager
    def by(self, actor: str, origin: str) -> Iterator[None]:
        """Record events as somebody else's."""
        before = self._actor, self._origin
        self._actor, self._origin = actor, origin
        try:
            yield
        finally:
            self._actor, self._origin = before

    def take_recorded(self) -> Mapping[int, Recorded]:
        """Return and clear the events recorded so far: {workspace id: {kind: contact ids}}."""
        recorded, self._recorded = self._recorded, {}
        return recorded

    async def record(
        self,
        kind: EventKind,
        contact: Contact | None = None,
        contact_id: int | None = None,
        *,
        before: Json | None = None,
        after: Json | None = None,
        concerned: Collection[int] = (),
    ) -> None:
        """Record an event with the contact's status.

        Personal values belong in details (`before`, `after`), which erasure deletes. `concerned` are contacts
        that get the event's consequences without an entry in their history.
        """
        contact_id, status = (contact.id, contact.status) if contact else (contact_id, None)
        self._remember(kind, [*concerned, contact_id] if contact_id else concerned)
        event = self._event(kind, contact_id, status)
        if before or after:
            event_id = (await self._add_row(_ADD_FOR_DETAILS, event)).scalar_one()
            await self._add_row(_ADD_DETAIL, self._detail(event_id, before or {}, after or {}))
        else:
            await self._add_row(_ADD, event)

    async def record_each(self, kind: EventKind, contact_ids: Collection[int]) -> None:
        """Record one kind of event for each of these contacts, without status and details."""
        if contact_ids:
            self._remember(kind, contact_ids)
            await self._add_rows(_ADD, [self._event(kind, each, None) for each in contact_ids])

    async def record_all(
        self, kind: EventKind, after: Mapping[int, Json], status: Status | None = None
    ) -> None:
        """Record one kind of event for many contacts.

        `after` is {contact id: new values}; empty values store no details.
        """
        if not after:
            return
        self._remember(kind, after)
        events = [self._event(kind, contact_id, status) for contact_id in after]
        ids = (await self._session.execute(_ADD_FOR_DETAILS, events)).scalars()
        its = zip(ids, after.values(), strict=True)
        if details := [self._detail(event_id, {}, values) for event_id, values in its if values]:
            await self._session.execute(_ADD_DETAIL, details)

    async def record_found(self, kind: EventKind, status: Status, found: Select[tuple[int, Any]]) -> None:
        """Record one kind of event for all contacts a query finds, without loading them.

        The query returns (contact id, JSON of new values), each contact once.
        """
        contact_id, after = found.selected_columns
        self._remember(kind, await self._write_found(kind, status, found, contact_id))
        its: dict[str, Any] = {"workspace_id": Event.workspace_id, "event_id": Event.id}
        its |= {"before": literal({}, EventDetail.before.type), "after": after}
        rows = found.with_only_columns(*its.values(), maintain_column_froms=True).where(
            Event.workspace_id == self.workspace_id,
            Event.contact_id == contact_id,
            Event.kind == kind.value,
            Event.at == self._at,
        )
        await self._session.execute(insert(EventDetail).from_select(list(its), rows))

    async def _write_found(
        self, kind: EventKind, status: Status, found: Select[Any], contact_id: ColumnElement[Any]
    ) -> set[int]:
        values = {
            "workspace_id": literal(self.workspace_id), "contact_id": contact_id,
            "kind": literal(kind.value), "status": literal(status.value),
            "actor": literal(self._actor), "origin": literal(self._origin), "at": self._at,
        }  # fmt: skip
        rows = found.with_only_columns(*values.values(), maintain_column_froms=True)
        written = insert(Event).from_select(list(values), rows).returning(Event.contact_id)
        return {contact_id for contact_id in await self._session.scalars(written) if contact_id}

    def _remember(self, kind: EventKind, contact_ids: Collection[int]) -> None:
        self._recorded.setdefault(self.workspace_id, defaultdict(set))[kind].update(contact_ids)

    def _detail(self, event_id: int, before: Json, after: Json) -> Json:
        return {"workspace_id": self.workspace_id, "event_id": event_id, "before": before, "after": after}

    def _event(self, kind: EventKind, contact_id: int | None, status: Status | None) -> Json:
        about: Json = {"workspace_id": self.workspace_id, "contact_id": contact_id, "status": status}
        return about | {"kind": kind, "actor": self._actor, "origin": self._origin, "at": self._now}

    async def of_contact(self, contact_id: int) -> list[Event]:
        query = select(Event).where(Event.contact_id == contact_id, _KNOWN).order_by(Event.id)
        return list(await self._session.scalars(query))

    async def newest_at(self) -> datetime | None:
        """Return when the workspace's newest event happened."""
        newest: datetime | None = await self._session.scalar(
            select(Event.at).order_by(Event.id.desc()).limit(1)
        )
        return newest

    async def told(self, contact_id: int, most: int) -> list[HistoryEntry]:
        """List a contact's newest events, with their details and who caused them."""
        return await self._newest(most, Event.contact_id == contact_id)

    async def latest_settings(self, most: int) -> list[HistoryEntry]:
        """List the newest changes of settings, with old and new values and their authors."""
        # The contact id is there for its index: few events have none, and changes of settings are among them.
        return await self._newest(most, Event.contact_id.is_(None), Event.kind == EventKind.SETTINGS_CHANGED)

    async def _newest(self, most: int, *where: ColumnElement[bool]) -> list[HistoryEntry]:
        query = (
            select(Event, EventDetail, Member.name)
            .outerjoin(EventDetail, EventDetail.event_id == Event.id)
            .outerjoin(Member, Member.user_id == Event.actor)
            .where(_KNOWN, *where)
        )
        rows = await self._session.execute(query.order_by(Event.id.desc()).limit(most))
        return [
            HistoryEntry(event, name or "", getattr(detail, "before", {}), getattr(detail, "after", {}))
            for event, detail, name in rows
        ]
