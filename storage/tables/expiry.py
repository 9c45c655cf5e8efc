"""Marks expired invitations, links and sign-ups, so that they stay expired when the clock is set back.

Of a sign-up that nobody confirmed in time nothing is kept but that there was one, and a keyed hash.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table
from storage.entities.application import HELD_FOR, Application
from storage.entities.contact import Invitation
from storage.entities.link import Link

AT_ONCE = 1_000
_in_bulk = {"every_workspace": True, "synchronize_session": False}


class Expiry(Table):
    def __init__(self, session: AsyncSession, now: datetime, hash_recipient: Callable[[str], str]) -> None:
        super().__init__(session)
        self._now, self._hash = now, hash_recipient

    async def mark(self, *, anew: bool = False) -> bool:
        """Mark up to a thousand expired rows of each kind. Returns True if there may be more.

        What sign-ups say that nobody confirmed is deleted; `anew` also looks at those marked before.
        """
        began = or_(Invitation.began_at.is_not(None), Invitation.unasked)
        invitations = await self._mark(Invitation, and_(Invitation.expires_at <= self._now, began))
        links = await self._mark(Link, Link.expires_at <= self._now)
        applications = await self._forget(
            Application.email_key != "" if anew else Application.expired_at.is_(None)
        )
        return AT_ONCE in {invitations, links, applications}

    async def _forget(self, which: ColumnElement[bool]) -> int:
        late = and_(Application.confirmed_at.is_(None), Application.created_at <= self._now - HELD_FOR)
        query = select(Application).where(late, which).order_by(Application.id).limit(AT_ONCE)
        query = query.with_for_update(skip_locked=True)
        found = list(await self._session.scalars(query, execution_options=_in_bulk))
        for each in found:
            each.forget(self._hash(each.email_key), self._now)
        return len(found)

    async def _mark(self, kind: Any, late: ColumnElement[bool]) -> int:
        """Mark rows of one kind and count them.

        In the order of ids, and without rows that others have locked, so that processes cannot block each
        other. Those rows are marked the next time.
        """
        found = select(kind.id).where(kind.expired_at.is_(None), late).order_by(kind.id).limit(AT_ONCE)
        ids = list(
            await self._session.scalars(found.with_for_update(skip_locked=True), execution_options=_in_bulk)
        )
        if ids:
            change = update(kind).where(kind.id.in_(ids)).values(expired_at=self._now)
            await self._session.execute(change, execution_options=_in_bulk)
        return len(ids)
