"""Queries of Home tabs. Their state is stored, so that buttons work in any process."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from storage.engine.table import Table, kept
from storage.entities.team import HomeTab

WATCHED_FOR = timedelta(minutes=10)  # after they last opened or used it


_ONE = select(HomeTab).where(HomeTab.user_id == bindparam("user"))
_GET = kept(_ONE)
_LOCK = kept(_ONE.with_for_update().execution_options(populate_existing=True))
_WATCHED = kept(select(HomeTab.user_id, HomeTab.drawn_at).where(HomeTab.seen_at > bindparam("since")))
_DRAWN = kept(update(HomeTab).where(HomeTab.user_id == bindparam("user")).values(drawn_at=bindparam("drawn")))


class Homes(Table):
    async def get(self, user_id: str) -> HomeTab | None:
        home: HomeTab | None = (await self._run(_GET, user=user_id)).scalar()
        return home

    async def look(self, user_id: str, sort: str, at: datetime) -> HomeTab:
        """Load and lock a person's Home tab and mark it as seen now. Added on their first visit."""
        row = {"workspace_id": self.workspace_id, "user_id": user_id, "criteria": {}, "sort": sort}
        row |= {"place": None, "fresh": 0, "seen_at": at, "drawn_at": at}
        insert = self._insert(HomeTab).values(**row)
        await self._session.execute(
            insert.on_conflict_do_update(
                index_elements=[HomeTab.workspace_id, HomeTab.user_id], set_={"seen_at": at, "drawn_at": at}
            )
        )
        home: HomeTab = (await self._run(_LOCK, user=user_id)).scalar_one()
        return home

    async def watched(self, now: datetime) -> list[tuple[str, datetime]]:
        """List (user id, last drawn) of people who may be looking at their Home tab."""
        found = await self._run(_WATCHED, since=now - WATCHED_FOR)
        return [(user_id, drawn_at) for user_id, drawn_at in found]

    async def everybody(self, seen_before: datetime | None = None) -> list[str]:
        """List who has a Home tab, or only those who last saw it before a time."""
        query = select(HomeTab.user_id).order_by(HomeTab.user_id)
        if seen_before:
            query = query.where(HomeTab.seen_at <= seen_before)
        return list(await self._session.scalars(query))

    async def forget(self) -> None:
        """Delete the state of every Home tab."""
        await self._session.execute(delete(HomeTab), execution_options={"synchronize_session": False})

    async def drawn(self, user_id: str, at: datetime) -> None:
        await self._run(_DRAWN, user=user_id, drawn=at)
