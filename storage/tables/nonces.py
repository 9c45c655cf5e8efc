"""Queries of used nonces: a one-time value is refused the second time, in any process."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage.engine.table import Table
from storage.entities.installation import Spent

REMEMBERED_FOR = timedelta(hours=1)  # longer than any such value is valid
_everywhere = {"every_workspace": True}


class UsedNonces(Table):
    async def spend(self, key: str, now: datetime) -> bool:
        """Mark a value as used. Return False if it was before."""
        insert = self._insert(Spent).values(key=key, at=now).on_conflict_do_nothing().returning(Spent.key)
        first = (await self._session.execute(insert, execution_options=_everywhere)).scalar()
        await self._session.execute(
            delete(Spent).where(Spent.at < now - REMEMBERED_FOR), execution_options=_everywhere
        )
        return first is not None
