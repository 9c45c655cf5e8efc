"""Queries of processed deliveries. Slack repeats events, and a signed request can be replayed."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage.engine.table import Table
from storage.entities.delivery import ProcessedDelivery
from storage.entities.errors import AlreadyDone

# Slack may deliver an event up to two hours late; a signed request is valid for five minutes.
REMEMBERED_FOR = timedelta(days=1)


class ProcessedDeliveries(Table):
    async def act_once(self, key: str, now: datetime) -> None:
        """Mark a delivery as processed. Raises AlreadyDone if an earlier transaction did."""
        insert = self._insert(ProcessedDelivery).values(workspace_id=self.workspace_id, key=key, at=now)
        done = await self._session.execute(insert.on_conflict_do_nothing().returning(ProcessedDelivery.key))
        if done.scalar() is None:
            raise AlreadyDone(key)
        await self._forget(now)

    async def _forget(self, now: datetime) -> None:
        await self._session.execute(
            delete(ProcessedDelivery).where(ProcessedDelivery.at < now - REMEMBERED_FOR),
            execution_options={"every_workspace": True},
        )
