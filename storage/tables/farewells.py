"""Queries of contacts whose time is over."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from storage.engine.one_of import one_of
from storage.engine.table import Table
from storage.entities.application import Application
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.event import Event
from storage.entities.farewell import Farewell
from storage.entities.hire import Hire
from storage.entities.status import HireState, Status
from storage.tables.contacts import Contacts, with_profile

_in_bulk = {"synchronize_session": False}
_UNDER_WAY = (HireState.OFFERED, HireState.ACCEPTED)


class Farewells(Table):
    async def over(self, since: Mapping[Status, datetime], most: int) -> list[tuple[int, str | None]]:
        """List (contact id, whom to ask) of contacts untouched since the moment given for their status.

        What the program did by itself, such as a reminder, touches nobody. Contacts with an open offer or an
        agreed job are left out, and so are those who are on a card already.
        """
        if not since:
            return []
        over = or_(*(and_(Contact.status == each, _untouched(at)) for each, at in since.items()))
        busy = exists().where(Hire.contact_id == Contact.id, Hire.state.in_(_UNDER_WAY))
        responsible = (
            select(Application.responsible)
            .where(Application.contact_id == Contact.id)
            .order_by(Application.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = select(Contact.id, Contact.invited_by, responsible)
        query = query.where(over, ~busy, Contact.farewell_id.is_(None)).order_by(Contact.id).limit(most)
        rows = await self._session.execute(query)
        return [(contact_id, invited_by or asked) for contact_id, invited_by, asked in rows]

    async def add(self, farewell: Farewell, contact_ids: Collection[int]) -> Farewell:
        farewell.workspace_id = self.workspace_id
        self._session.add(farewell)
        await self._session.flush()
        await self._set(farewell.id, contact_ids)
        return farewell

    async def get(self, farewell_id: int) -> Farewell:
        return _found(await self._session.scalar(select(Farewell).where(Farewell.id == farewell_id)))

    async def lock(self, farewell_id: int) -> Farewell:
        query = select(Farewell).where(Farewell.id == farewell_id).with_for_update()
        return _found(await self._session.scalar(query.execution_options(populate_existing=True)))

    async def contacts(self, farewell_id: int, most: int | None = None) -> Sequence[Contact]:
        """List the contacts that are still on a card, by name."""
        query = select(Contact).where(Contact.farewell_id == farewell_id).options(with_profile)
        found = await self._session.scalars(query.order_by(Contact.sort_key, Contact.id).limit(most))
        return await Contacts(self._session).all_whole(found.all())

    async def keep(self, contact_ids: Collection[int]) -> None:
        """Take contacts off their cards."""
        await self._set(None, contact_ids)

    async def _set(self, farewell_id: int | None, contact_ids: Collection[int]) -> None:
        change = update(Contact).where(one_of(Contact.id, contact_ids)).values(farewell_id=farewell_id)
        await self._session.execute(change, execution_options=_in_bulk)

    async def still_over(self, farewell: Farewell, most: int) -> list[Contact]:
        """List contacts of a card who were not touched since it was made. They are locked."""
        query = select(Contact).where(Contact.farewell_id == farewell.id, _untouched(farewell.created_at))
        query = query.order_by(Contact.id).limit(most).with_for_update()
        return list(await self._session.scalars(query))

    async def posted(self, farewell_id: int, channel: str, ts: str) -> None:
        change = update(Farewell).where(Farewell.id == farewell_id).values(channel=channel, ts=ts)
        await self._session.execute(change, execution_options=_in_bulk)


def _untouched(since: datetime) -> ColumnElement[bool]:
    touched = exists().where(Event.contact_id == Contact.id, Event.at > since, Event.actor != "system")
    return and_(Contact.created_at <= since, ~touched)


def _found(farewell: Farewell | None) -> Farewell:
    if farewell is None:
        raise NotFound("card")
    return farewell
