"""Keeps emails within the limits of their recipients' domains.

Rows over a limit go back to the queue in the transaction that claimed them, each for a later time. The
counters are rows of the rate table, under a hash of the domain. Claims are one at a time, since each locks
its lane's rate first.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table
from storage.entities.application import Application
from storage.entities.contact import Contact
from storage.entities.outbox import Outbox
from storage.entities.rate import RateCounter
from storage.entities.status import Outcome
from storage.outbox.limits import DomainLimit, RateLimit
from storage.outbox.work import Lane

SENT, PLANNED = "mail_domain", "mail_domain_later"
PLANNED_AHEAD_US = 600_000_000  # so that cancelled emails leave no long gap
BUSY_AGAIN = timedelta(seconds=1)
FORGOTTEN_AT_ONCE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_everywhere = {"every_workspace": True}
_in_bulk = {"every_workspace": True, "synchronize_session": False}


class DomainCounts(Table):
    def __init__(self, session: AsyncSession, now: datetime, hash_domain: Callable[[str], str]) -> None:
        super().__init__(session)
        self._now, self._hash = now, hash_domain

    async def hold_back(self, rows: Sequence[Outbox], limit: DomainLimit) -> list[Outbox]:
        """Put rows over a limit back into the queue. Returns the others."""
        domains = await self._domains(rows)
        busy = await self._busy(rows) if limit.at_once else Counter[str]()
        counters = await self._counters(set(domains.values())) if limit.rate else {}
        kept: list[Outbox] = []
        for row in rows:
            domain = domains.get(row.id)
            later = self._later(domain, limit, busy, counters) if domain else None
            if later:
                await self._put_back(row, later)
            else:
                kept.append(row)
        await self._store(counters)
        return kept

    def _later(
        self, domain: str, limit: DomainLimit, busy: Counter[str], counters: dict[str, int]
    ) -> datetime | None:
        """Return when an email may be tried again, or None, and count it, if it may go now."""
        if limit.at_once and busy[domain] >= limit.at_once:
            return self._now + BUSY_AGAIN
        if limit.rate:
            sent = limit.rate.possible(counters.get(f"{SENT}:{domain}", 0), self._us)
            if not limit.rate.allows(sent, self._us):
                return self._planned(domain, limit.rate, sent, counters)
            counters[f"{SENT}:{domain}"] = max(sent, self._us) + limit.rate.every_us
        busy[domain] += 1
        return None

    def _planned(self, domain: str, rate: RateLimit, sent: int, counters: dict[str, int]) -> datetime:
        """Plan an email for the next time that no other waits for."""
        opens_at, name = rate.opens_at(sent), f"{PLANNED}:{domain}"
        planned = max(counters.get(name, 0), opens_at)
        if planned > self._us + PLANNED_AHEAD_US:
            planned = opens_at
        counters[name] = planned + rate.every_us
        return _EPOCH + timedelta(microseconds=planned)

    @property
    def _us(self) -> int:
        return (self._now - _EPOCH) // timedelta(microseconds=1)

    async def _domains(self, rows: Sequence[Outbox]) -> dict[int, str]:
        """Find {row id: hash of its recipient's domain}. A sign-up's recipient may be no contact yet."""
        signups = {row.id: row.payload["application"] for row in rows if "application" in row.payload}
        contacts = {row.id: row.contact_id for row in rows if row.contact_id and row.id not in signups}
        found = await self._keys(Application, signups) | await self._keys(Contact, contacts)
        return {row_id: self._hash(key.rpartition("@")[2]) for row_id, key in found.items() if key}

    async def _keys(self, table: Any, wanted: Mapping[int, int]) -> dict[int, str]:
        if not wanted:
            return {}
        query = select(table.id, table.email_key).where(table.id.in_(set(wanted.values())))
        keys: dict[int, str] = dict(list(await self._session.execute(query, execution_options=_everywhere)))
        return {row_id: keys[whose] for row_id, whose in wanted.items() if whose in keys}

    async def _busy(self, rows: Sequence[Outbox]) -> Counter[str]:
        """Count the emails that are being sent, by domain, without these."""
        query = select(Outbox).where(Outbox.lane == Lane.MAIL, Outbox.state == Outcome.SENDING)
        query = query.where(Outbox.id.not_in([row.id for row in rows]))
        under_way = list(await self._session.scalars(query, execution_options=_everywhere))
        return Counter((await self._domains(under_way)).values())

    async def _counters(self, domains: set[str]) -> dict[str, int]:
        names = [f"{kind}:{domain}" for kind in (SENT, PLANNED) for domain in domains]
        query = select(RateCounter.name, RateCounter.next_at).where(RateCounter.name.in_(names))
        return dict(list(await self._session.execute(query, execution_options=_everywhere)))

    async def _store(self, counters: Mapping[str, int]) -> None:
        """Store the counters, and forget those of domains to which nothing went lately."""
        for name, next_at in sorted(counters.items()):
            insert = self._insert(RateCounter).values(name=name, next_at=next_at)
            change = insert.on_conflict_do_update(
                index_elements=[RateCounter.name], set_={"next_at": next_at}
            )
            await self._session.execute(change, execution_options=_everywhere)
        if counters:
            kinds = or_(*(RateCounter.name.startswith(f"{kind}:") for kind in (SENT, PLANNED)))
            quiet = select(RateCounter.name).where(kinds, RateCounter.next_at < self._us)
            quiet = quiet.limit(FORGOTTEN_AT_ONCE)
            await self._session.execute(
                delete(RateCounter).where(RateCounter.name.in_(quiet)), execution_options=_in_bulk
            )

    async def _put_back(self, row: Outbox, due_at: datetime) -> None:
        """Undo a claim, as if it had not been tried."""
        before = {"state": Outcome.QUEUED, "attempts": Outbox.attempts - 1, "lease_until": None}
        change = update(Outbox).where(Outbox.id == row.id).values(**before, started_at=None, due_at=due_at)
        await self._session.execute(change, execution_options=_in_bulk)
