"""Queries of the counters of reports."""

from sqlalchemy import select

from storage.engine.table import Table
from storage.entities.bounce import BounceCount

_everywhere = {"every_workspace": True}


class Bounces(Table):
    async def count(self, kind: str) -> None:
        """Count a report of failed delivery."""
        insert = self._insert(BounceCount).values(kind=kind, reports=1)
        again = {"reports": BounceCount.reports + 1}
        counted = insert.on_conflict_do_update(index_elements=[BounceCount.kind], set_=again)
        await self._session.execute(counted, execution_options=_everywhere)

    async def counts(self) -> dict[str, int]:
        query = select(BounceCount.kind, BounceCount.reports)
        rows = await self._session.execute(query, execution_options=_everywhere)
        return {row.kind: row.reports for row in rows}
