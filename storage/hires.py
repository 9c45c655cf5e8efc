"""Hires: found by id, by the modal they came from, by contact, and those that are current."""

from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from storage.contacts import Contacts, whole
from storage.errors import NotFound
from storage.hire import Hire
from storage.models import Contact
from storage.status import HireState
from storage.table import Table

_HAPPENED = Hire.state.in_([HireState.ACCEPTED, HireState.ENDED])
MOST_LIKED = 400  # more praise than that does not count: it only orders those with as many hires
A_HIRE = 1_000
_with_contact = joinedload(Hire.contact, innerjoin=True).options(*whole)


class Hires(Table):
    async def get(self, hire_id: int) -> Hire:
        return _found(
            await self._session.scalar(select(Hire).where(Hire.id == hire_id).options(_with_contact))
        )

    async def lock(self, hire_id: int) -> Hire:
        """Locks the contact, as every change does, so that the second of two presses sees the first."""
        contact_id = await self._session.scalar(select(Hire.contact_id).where(Hire.id == hire_id))
        if contact_id is None:
            raise NotFound("job")
        contact = await Contacts(self._session).lock(contact_id)
        query = select(Hire).where(Hire.id == hire_id).execution_options(populate_existing=True)
        hire = _found(await self._session.scalar(query))
        set_committed_value(hire, "contact", contact)
        return hire

    async def add(self, hire: Hire) -> Hire:
        hire.workspace_id = self.workspace_id
        self._session.add(hire)
        await self._session.flush()
        return hire

    async def by_request(self, request_key: str) -> Hire | None:
        hire: Hire | None = await self._session.scalar(select(Hire).where(Hire.request_key == request_key))
        return hire

    async def of_contact(self, contact_id: int, most: int) -> list[Hire]:
        """The newest."""
        query = select(Hire).where(Hire.contact_id == contact_id).order_by(Hire.id.desc()).limit(most)
        return list(await self._session.scalars(query))

    async def last(self, contact_id: int) -> Hire | None:
        """The newest that was agreed on."""
        query = select(Hire).where(Hire.contact_id == contact_id, _HAPPENED).order_by(Hire.id.desc()).limit(1)
        hire: Hire | None = await self._session.scalar(query)
        return hire

    async def last_currency(self) -> str | None:
        """Of whomever the workspace hired last."""
        query = select(Hire.currency).order_by(Hire.id.desc()).limit(1)
        currency: str | None = await self._session.scalar(query)
        return currency

    async def open_offers(self, contact_id: int) -> list[Hire]:
        query = select(Hire).where(Hire.contact_id == contact_id, Hire.state == HireState.OFFERED)
        return list(await self._session.scalars(query.order_by(Hire.id)))

    async def under_way(self, contact_id: int) -> list[Hire]:
        """Offered or accepted, the oldest first."""
        wanted = Hire.state.in_([HireState.OFFERED, HireState.ACCEPTED])
        query = select(Hire).where(Hire.contact_id == contact_id, wanted).order_by(Hire.id)
        return list(await self._session.scalars(query))

    async def overlapping(self, contact_id: int, start: date, end: date | None) -> list[Hire]:
        """Agreed jobs that share a day with these."""
        query = select(Hire).where(Hire.contact_id == contact_id, Hire.state == HireState.ACCEPTED)
        query = query.where(or_(Hire.end.is_(None), Hire.end >= start)).order_by(Hire.start, Hire.id)
        return list(await self._session.scalars(query.where(Hire.start <= end) if end else query))

    async def current(self, most: int, after: tuple[date, int] | None = None) -> list[Hire]:
        """All agreed jobs that have not ended, by their first day; from behind `after` on."""
        query = select(Hire).where(Hire.state == HireState.ACCEPTED).options(_with_contact)
        if after:
            day, hire_id = after
            query = query.where(or_(Hire.start > day, and_(Hire.start == day, Hire.id > hire_id)))
        return list(await self._session.scalars(query.order_by(Hire.start, Hire.id).limit(most)))

    async def asked(self, hire_id: int, channel: str, ts: str) -> None:
        """From now on the person is asked by this message."""
        await self._session.execute(
            update(Hire).where(Hire.id == hire_id).values(asked_channel=channel, asked_ts=ts),
            execution_options={"synchronize_session": False},
        )

    async def recount(self, contact_id: int) -> None:
        """How often they were hired, by which contacts are sorted; past the ORM, for it is nobody's edit."""
        await self._session.flush()
        liked = func.coalesce(
            func.sum(case((Hire.again.is_(True), 1), (Hire.again.is_(False), -1), else_=0)), 0
        )
        query = select(func.count(), liked).where(Hire.contact_id == contact_id, _HAPPENED)
        hires, likes = (await self._session.execute(query)).one()
        praise = max(-MOST_LIKED, min(MOST_LIKED, int(likes)))
        change = update(Contact).where(Contact.id == contact_id)
        values: dict[str, Any] = {"hires": hires, "hire_rank": -(hires * A_HIRE + praise)}
        await self._session.execute(change.values(values), execution_options={"synchronize_session": "fetch"})


def _found(hire: Hire | None) -> Hire:
    if hire is None:
        raise NotFound("job")
    return hire
