"""Queries of the app's messages and files in Slack that name somebody."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table
from storage.entities.card import Card
from storage.entities.colleague import Departure
from storage.entities.farewell import Farewell
from storage.entities.hire import Hire
from storage.entities.imports import Import, ImportOffer
from storage.entities.trace import Trace

# Where a message's conversation and ts are kept. Those about connection requests may be in other workspaces.
_KEPT = (
    (Trace.channel, Trace.ts),
    (Card.channel, Card.ts),
    (Hire.asked_channel, Hire.asked_ts),
    (Import.channel, Import.ts),
    (ImportOffer.channel, ImportOffer.ts),
    (Farewell.channel, Farewell.ts),
)


class Traces(Table):
    def __init__(self, session: AsyncSession, now: datetime) -> None:
        super().__init__(session)
        self._now = now

    async def message(self, contact_ids: Iterable[int], channel: str, ts: str) -> None:
        """Remember a message that names these contacts."""
        rows = [
            {"workspace_id": self.workspace_id, "contact_id": each, "channel": channel, "ts": ts}
            | {"file_id": None, "created_at": self._now}
            for each in sorted(set(contact_ids))
        ]
        if rows:
            await self._session.execute(insert(Trace), rows)

    async def file(self, file_id: str, contact_id: int | None = None) -> None:
        """Remember a file about one contact, or about whoever was a contact at this time."""
        row = {"workspace_id": self.workspace_id, "contact_id": contact_id, "file_id": file_id}
        await self._session.execute(
            insert(Trace).values(row | {"channel": None, "ts": None, "created_at": self._now})
        )

    async def messages(self) -> list[tuple[str, str]]:
        """List (channel, ts) of all known messages about contacts and imports, wherever they are kept."""
        found: set[tuple[str, str]] = set()
        for channel, ts in _KEPT:
            posted = select(channel, ts).where(ts.is_not(None)).distinct()
            found |= {(at, when) for at, when in await self._session.execute(posted) if at and when}
        for posts in await self._session.scalars(select(Departure.posts)):
            found |= {(at, when) for at, when in posts.values()}
        return sorted(found)

    async def files(self) -> list[str]:
        """List the ids of all known files of the app's."""
        return list(await self._session.scalars(select(Trace.file_id).where(Trace.file_id.is_not(None))))

    async def take(self, contact_id: int, since: datetime) -> Sequence[Trace]:
        """Return and forget what names a contact who was added at `since`."""
        of_all = and_(Trace.contact_id.is_(None), Trace.created_at >= since)
        named = or_(Trace.contact_id == contact_id, of_all)
        found = list(await self._session.scalars(select(Trace).where(named).order_by(Trace.id)))
        gone = delete(Trace).where(named)
        await self._session.execute(gone, execution_options={"synchronize_session": False})
        return found
