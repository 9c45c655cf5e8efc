"""Queries of processed deliveries. Slack repeats events, and a signed request can be replayed."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete

from storage.engine.table import Table, insert_missing, kept
from storage.entities.delivery import ProcessedDelivery
from storage.entities.errors import AlreadyDone

# Slack may deliver an event up to two hours late; a signed request is valid for five minutes.
REMEMBERED_FOR = timedelta(days=1)


@cache
def _marking(*, on_sqlite: bool) -> Any:
    marking = insert_missing(ProcessedDelivery, on_sqlite=on_sqlite)
    return marking.returning(ProcessedDelivery.__table__.c.key)


_FORGETTING = kept(delete(ProcessedDelivery).where(ProcessedDelivery.at < bindparam("before")))


class ProcessedDeliveries(Table):
    async def act_once(self, key: str, now: datetime) -> None:
        """Mark a delivery as processed. Raises AlreadyDone if an earlier transaction did."""
        row = {"workspace_id": self.workspace_id, "key": key, "at": now}
        done = await self._run(_marking(on_sqlite=self._on_sqlite), **row)
        if done.scalar() is None:
            raise AlreadyDone(key)
        await self._forget(now)

    async def _forget(self, now: datetime) -> None:
        await self._run_everywhere(_FORGETTING, before=now - REMEMBERED_FOR)
