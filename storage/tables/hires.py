"""Queries of hires by id, modal, contact and state."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept
from storage.entities.contact import Contact
from storage.entities.errors import NotFound
from storage.entities.hire import Hire
from storage.entities.profile import Profile
from storage.entities.status import HireState
from storage.tables.contacts import Contacts, with_profile

_HAPPENED = Hire.state.in_([HireState.ACCEPTED, HireState.ENDED])
MOST_LIKED = 400  # limit of praise, which orders only contacts with equally many hires
A_HIRE = 1_000
_with_contact = joinedload(Hire.contact, innerjoin=True).options(with_profile)
_GET = kept(
    select(Hire, Contact, Profile)
    .join(Hire.contact)
    .outerjoin(Contact.profile)
    .where(Hire.id == bindparam("hire"))
)


class Hires(Table):
    async def get(self, hire_id: int) -> Hire:
        row = (await self._run(_GET, hire=hire_id)).first()
        if row is None:
            raise NotFound("job")
        hire: Hire = await Contacts(self._session).with_contact(*row)
        return hire

    async def lock(self, hire_id: int) -> Hire:
        """Load a hire and lock its contact, so that the second of two simultaneous presses sees the first."""
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

    async def of_contact(self, contact_id: int, most: int | None) -> list[Hire]:
        """List a contact's newest hires, or all."""
        query = select(Hire).where(Hire.contact_id == contact_id).order_by(Hire.id.desc()).limit(most)
        return list(await self._session.scalars(query))

    async def last(self, contact_id: int) -> Hire | None:
        """Find the contact's newest accepted or ended hire."""
        query = select(Hire).where(Hire.contact_id == contact_id, _HAPPENED).order_by(Hire.id.desc()).limit(1)
        hire: Hire | None = await self._session.scalar(query)
        return hire

    async def last_currency(self) -> str | None:
        """Return the currency of the workspace's newest offer."""
        query = select(Hire.currency).order_by(Hire.id.desc()).limit(1)
        currency: str | None = await self._session.scalar(query)
        return currency

    async def open_offers(self, contact_ids: Collection[int]) -> list[Hire]:
        """List the unanswered offers to these contacts, with the contacts."""
        these = one_of(Hire.contact_id, contact_ids)
        query = select(Hire).where(these, Hire.state == HireState.OFFERED).order_by(Hire.id)
        query = query.options(joinedload(Hire.contact, innerjoin=True))
        return list(await self._session.scalars(query))

    async def under_way(self, contact_id: int) -> list[Hire]:
        """List a contact's offered or accepted hires, oldest first."""
        wanted = Hire.state.in_([HireState.OFFERED, HireState.ACCEPTED])
        query = select(Hire).where(Hire.contact_id == contact_id, wanted).order_by(Hire.id)
        return list(await self._session.scalars(query))

    async def overlapping(self, contact_id: int, start: date, end: date | None) -> list[Hire]:
        """List accepted hires that share a day with this period."""
        query = select(Hire).where(Hire.contact_id == contact_id, Hire.state == HireState.ACCEPTED)
        query = query.where(or_(Hire.end.is_(None), Hire.end >= start)).order_by(Hire.start, Hire.id)
        return list(await self._session.scalars(query.where(Hire.start <= end) if end else query))

    async def current(self, most: int, after: tuple[date, int] | None = None) -> list[Hire]:
        """List accepted hires that have not ended, by first day, starting behind `after`."""
        query = select(Hire).where(Hire.state == HireState.ACCEPTED).options(_with_contact)
        if after:
            day, hire_id = after
            query = query.where(or_(Hire.start > day, and_(Hire.start == day, Hire.id > hire_id)))
        hires = list(await self._session.scalars(query.order_by(Hire.start, Hire.id).limit(most)))
        await Contacts(self._session).all_whole([each.contact for each in hires])
        return hires

    async def asked(self, hire_id: int, channel: str, ts: str) -> None:
        """Store where the offer's direct message was posted."""
        await self._session.execute(
            update(Hire).where(Hire.id == hire_id).values(asked_channel=channel, asked_ts=ts),
            execution_options={"synchronize_session": False},
        )

    async def recount(self, contact_id: int) -> None:
        """Update a contact's number of hires and its rank.

        Done without the ORM, because it must not raise the contact's version.
        """
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
