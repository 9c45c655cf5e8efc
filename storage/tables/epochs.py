"""Queries of the epoch, one row with the database's identity and the number of program starts."""

import secrets
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.engine.table import Table
from storage.entities.epoch import Epoch
from storage.entities.rate import RateCounter

ONLY = 1
_everywhere = {"every_workspace": True, "synchronize_session": False}


_row: Any = Epoch.__table__
_GET = select(Epoch).where(Epoch.id == ONLY).with_for_update()
_STARTED = update(_row).where(_row.c.id == ONLY)
_STARTED = _STARTED.values(database=bindparam("its_database"), starts=bindparam("its_starts"), copied_at=None)
_WORK_DONE = select(RateCounter.next_at).where(RateCounter.name == bindparam("lane"))


class Epochs(Table):
    async def get(self) -> Epoch | None:
        """Lock and return the row. None before the first start by a version that keeps an epoch."""
        found: Epoch | None = (await self._run_everywhere(_GET)).scalar()
        return found

    async def add(self) -> Epoch:
        insert = self._insert(Epoch).values(id=ONLY, database=secrets.token_hex(16), starts=0)
        await self._session.execute(insert.on_conflict_do_nothing(), execution_options=_everywhere)
        found = await self.get()
        assert found, "it was just added"
        return found

    async def started(self, database: str, starts: int) -> None:
        await self._run_everywhere(_STARTED, its_database=database, its_starts=starts)

    async def write_again(self) -> None:
        """Write what is there already, to see whether the database can be written to."""
        change = update(Epoch).where(Epoch.id == ONLY).values(starts=Epoch.starts)
        await self._session.execute(change, execution_options=_everywhere)

    async def work_done(self, lane: str) -> int:
        """Return a number that grows with each row this lane has taken."""
        return int((await self._run_everywhere(_WORK_DONE, lane=lane)).scalar() or 0)
