"""What has been acted on already: Slack repeats itself, and a signed request can be sent again."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from storage.bookkeeping import Seen
from storage.errors import AlreadyDone
from storage.table import Table

# Slack may deliver an event up to two hours late; a signed request is good for five minutes.
REMEMBERED_FOR = timedelta(days=1)


class SeenTable(Table):
    async def act_once(self, key: str, now: datetime) -> None:
        """Raises AlreadyDone if a committed unit of work has acted on this key."""
        insert = self._insert(Seen).values(workspace_id=self.workspace_id, key=key, at=now)
        done = await self._session.execute(insert.on_conflict_do_nothing().returning(Seen.key))
        if done.scalar() is None:
            raise AlreadyDone(key)
        await self._forget(now)

    async def _forget(self, now: datetime) -> None:
        await self._session.execute(
            delete(Seen).where(Seen.at < now - REMEMBERED_FOR), execution_options={"every_workspace": True}
        )
