"""What is good once: the second who shows it is refused, in whichever process."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage.installation import Spent
from storage.table import Table

REMEMBERED_FOR = timedelta(hours=1)  # longer than anything of the kind is good for
_everywhere = {"every_workspace": True}


class SpentTable(Table):
    async def spend(self, key: str, now: datetime) -> bool:
        """Whether this was the first time."""
        insert = self._insert(Spent).values(key=key, at=now).on_conflict_do_nothing().returning(Spent.key)
        first = (await self._session.execute(insert, execution_options=_everywhere)).scalar()
        await self._session.execute(
            delete(Spent).where(Spent.at < now - REMEMBERED_FOR), execution_options=_everywhere
        )
        return first is not None
