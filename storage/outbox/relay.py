"""Queries about trouble with the relay: the lane's pause, and the emails concerned."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table, seldom
from storage.entities.installation import Install
from storage.entities.member import Member
from storage.entities.outbox import Outbox
from storage.entities.rate import RateCounter
from storage.entities.relay import RelayTrouble
from storage.entities.status import Outcome
from storage.outbox.sending import Ending
from storage.outbox.work import Lane

SUSPECT = "suspect"  # refused like others before it, perhaps because of us
CLEARED = "cleared"  # was a suspect, but the relay has accepted another email since
US = "us"
GIVEN_UP_AT_ONCE = 200
SHOWN_AT_ONCE = 200

_everywhere = {"every_workspace": True}
_in_bulk = {"every_workspace": True, "synchronize_session": False}
_WAITING = (Outbox.lane == Lane.MAIL, Outbox.state == Outcome.QUEUED)


_TROUBLE = seldom(select(RelayTrouble).where(RelayTrouble.lane == Lane.MAIL))


class Relay(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now

    async def trouble(self) -> RelayTrouble | None:
        found: RelayTrouble | None = (await self._run_everywhere(_TROUBLE)).scalar()
        return found

    async def lock_trouble(self) -> RelayTrouble | None:
        """Load the trouble for a change. Lock the rate first, as claims do, to avoid a deadlock."""
        rate = select(RateCounter.name).where(RateCounter.name == Lane.MAIL).with_for_update()
        await self._session.execute(rate, execution_options=_everywhere)
        query = _TROUBLE.with_for_update()
        options = _everywhere | {"populate_existing": True}
        found: RelayTrouble | None = await self._session.scalar(query, execution_options=options)
        return found

    async def lock_or_add_trouble(self) -> RelayTrouble:
        trouble = await self.lock_trouble()
        if trouble is None:
            values = {"lane": Lane.MAIL, "refusals": 0, "words": "", "advice": "", "reason": "", "run": {}}
            values |= {"wait_seconds": 0, "quick": 0, "told": False}
            insert = self._insert(RelayTrouble).values(**values).on_conflict_do_nothing()
            await self._session.execute(insert, execution_options=_everywhere)
            trouble = await self.lock_trouble()
        assert trouble is not None
        return trouble

    async def end_trouble(self) -> None:
        """Delete the trouble, and make emails that were refused because of us due at once."""
        await self._session.execute(
            delete(RelayTrouble).where(RelayTrouble.lane == Lane.MAIL), execution_options=_in_bulk
        )
        again: dict[Any, Any] = {
            "due_at": case((Outbox.due_at > self._now, self._now), else_=Outbox.due_at),
            "fault": case((Outbox.fault == SUSPECT, CLEARED), else_=Outbox.fault),
        }
        refused = update(Outbox).where(*_WAITING, Outbox.fault.in_([US, SUSPECT])).values(again)
        await self._session.execute(refused, execution_options=_in_bulk)

    async def revive(self, row_ids: Collection[int], due_at: datetime, reason: str) -> list[tuple[int, int]]:
        """Queue emails again that were taken for undeliverable. Returns their (workspace, contact)."""
        failed = update(Outbox).where(Outbox.id.in_(row_ids), Outbox.state == Outcome.FAILED)
        again = {"state": Outcome.QUEUED, "due_at": due_at, "finished_at": None, "fault": SUSPECT}
        change = failed.values(again | {"error": reason}).returning(Outbox.workspace_id, Outbox.contact_id)
        rows = await self._session.execute(change, execution_options=_in_bulk)
        return [(row.workspace_id, row.contact_id) for row in rows if row.contact_id]

    async def explain(self, reason: str) -> None:
        """Show inviters why emails refused because of us are still waiting."""
        refused = update(Outbox).where(*_WAITING, Outbox.fault.in_([US, SUSPECT])).values(error=reason)
        await self._session.execute(refused, execution_options=_in_bulk)

    async def last_accepted(self) -> datetime | None:
        """Find when the relay last accepted an email, among those enqueued last."""
        query = select(Outbox.finished_at).where(Outbox.lane == Lane.MAIL, Outbox.state == Outcome.SENT)
        query = query.order_by(Outbox.id.desc()).limit(100)
        times = await self._session.scalars(query, execution_options=_everywhere)
        return max(filter(None, times), default=None)

    async def give_up(self, before: datetime, reason: str) -> list[Ending]:
        """Fail due emails that were first due before `before`, at most GIVEN_UP_AT_ONCE."""
        old = select(Outbox.id).where(*_WAITING, Outbox.due_at <= self._now, Outbox.created_at <= before)
        old = old.order_by(Outbox.due_at, Outbox.id).limit(GIVEN_UP_AT_ONCE)
        failed = {"state": Outcome.FAILED, "finished_at": self._now, "error": reason, "fault": US}
        change = update(Outbox).where(Outbox.id.in_(old)).values(failed).returning(Outbox)
        rows = await self._session.scalars(change, execution_options=_in_bulk | {"populate_existing": True})
        return [Ending(row, Outcome.FAILED, reason, fault=US) for row in rows]

    async def waiting_contacts(self) -> list[tuple[int, int]]:
        """List (workspace, contact) of waiting emails outside imports, since cards show their state."""
        query = select(Outbox.workspace_id, Outbox.contact_id).distinct()
        waiting = or_(Outbox.due_at <= self._now, Outbox.fault.in_([US, SUSPECT]))
        query = query.where(*_WAITING, waiting, Outbox.import_id.is_(None))
        query = query.where(Outbox.contact_id.is_not(None)).limit(SHOWN_AT_ONCE)
        rows = await self._session.execute(query, execution_options=_everywhere)
        return [(row.workspace_id, row.contact_id) for row in rows]

    async def waiting_workspaces(self) -> list[int]:
        """List the workspaces whose emails wait for the relay."""
        waiting = or_(Outbox.due_at <= self._now, Outbox.fault.in_([US, SUSPECT]))
        query = select(Outbox.workspace_id).distinct().where(*_WAITING, waiting)
        return sorted(await self._session.scalars(query, execution_options=_everywhere))

    async def told_of_delay(self, kind: str, incident: int) -> list[int]:
        """List the workspaces in which work of this kind, about this incident, was enqueued."""
        told = Outbox.key.contains(f":{kind}:{incident}:", autoescape=True)
        query = select(Outbox.workspace_id).distinct().where(Outbox.kind == kind, told)
        return sorted(await self._session.scalars(query, execution_options=_everywhere))

    async def home(self) -> int | None:
        """Find the workspace that enqueued the newest email."""
        query = (
            select(Outbox.workspace_id).where(Outbox.lane == Lane.MAIL).order_by(Outbox.id.desc()).limit(1)
        )
        found: int | None = await self._session.scalar(query, execution_options=_everywhere)
        return found

    async def homes_of(self, user_ids: Collection[str]) -> list[tuple[int, str]]:
        """Find a workspace for each person: (workspace, user).

        Unknown people are listed for every workspace, since Slack knows them in one only.
        """
        if not user_ids:
            return []
        query = select(Member.user_id, func.min(Member.workspace_id)).where(Member.user_id.in_(user_ids))
        rows = await self._session.execute(query.group_by(Member.user_id), execution_options=_everywhere)
        known: dict[str, int] = {row[0]: row[1] for row in rows}
        living = select(Install.workspace_id).where(Install.token.is_not(None))
        everywhere = list(await self._session.scalars(living, execution_options=_everywhere))
        found = [(home, user_id) for user_id, home in known.items()]
        return found + [(home, each) for each in user_ids if each not in known for home in everywhere]
