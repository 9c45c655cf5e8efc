"""Marks expired invitations, links and sign-ups, so that they stay expired when the clock is set back.

Of a sign-up that nobody confirmed in time nothing is kept but that there was one, and a keyed hash.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table, seldom
from storage.entities.application import HELD_FOR, Application
from storage.entities.contact import Invitation
from storage.entities.link import Link

AT_ONCE = 1_000
_in_bulk = {"every_workspace": True, "synchronize_session": False}


@cache
def _expired(kind: Any) -> Any:
    """Find up to a thousand rows of one kind that are to be marked."""
    late = [kind.expired_at.is_(None), kind.expires_at <= bindparam("now")]
    if kind is Invitation:
        late.append(or_(Invitation.began_at.is_not(None), Invitation.unasked))
    found = select(kind.id).where(*late).order_by(kind.id).limit(AT_ONCE)
    return found.with_for_update(skip_locked=True)


def _unconfirmed(which: ColumnElement[bool]) -> Any:
    late = and_(Application.confirmed_at.is_(None), Application.created_at <= bindparam("before"))
    query = select(Application).where(late, which).order_by(Application.id).limit(AT_ONCE)
    return seldom(query.with_for_update(skip_locked=True))


_UNCONFIRMED = _unconfirmed(Application.expired_at.is_(None))
_UNCONFIRMED_ANEW = _unconfirmed(Application.email_key != "")


class Expiry(Table):
    def __init__(self, session: AsyncSession, now: datetime, hash_recipient: Callable[[str], str]) -> None:
        super().__init__(session)
        self._now, self._hash = now, hash_recipient

    async def mark(self, *, anew: bool = False) -> bool:
        """Mark up to a thousand expired rows of each kind. Returns True if there may be more.

        What sign-ups say that nobody confirmed is deleted; `anew` also looks at those marked before.
        """
        invitations, links = await self._mark(Invitation), await self._mark(Link)
        applications = await self._forget(anew=anew)
        return AT_ONCE in {invitations, links, applications}

    async def _forget(self, *, anew: bool) -> int:
        query = _UNCONFIRMED_ANEW if anew else _UNCONFIRMED
        found = list((await self._run_everywhere(query, before=self._now - HELD_FOR)).scalars())
        for each in found:
            each.forget(self._hash(each.email_key), self._now)
        return len(found)

    async def _mark(self, kind: Any) -> int:
        """Mark rows of one kind and count them.

        In the order of ids, and without rows that others have locked, so that processes cannot block each
        other. Those rows are marked the next time.
        """
        ids = list((await self._run_everywhere(_expired(kind), now=self._now)).scalars())
        if ids:
            change = update(kind).where(kind.id.in_(ids)).values(expired_at=self._now)
            await self._session.execute(change, execution_options=_in_bulk)
        return len(ids)
