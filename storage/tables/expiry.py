"""Marks expired invitations, links and sign-ups, so that they stay expired when the clock is set back."""

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
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now

    async def mark(self) -> bool:
        """Mark up to a thousand expired rows of each kind. Returns True if there may be more."""
        began = or_(Invitation.began_at.is_not(None), Invitation.unasked)
        invitations = await self._mark(Invitation, and_(Invitation.expires_at <= self._now, began))
        links = await self._mark(Link, Link.expires_at <= self._now)
        signed_up = and_(Application.confirmed_at.is_(None), Application.created_at <= self._now - HELD_FOR)
        applications = await self._mark(Application, signed_up)
        return AT_ONCE in {invitations, links, applications}

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
