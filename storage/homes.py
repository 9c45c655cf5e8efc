"""Home tabs: what each person's shows, kept so that no button depends on a process's memory."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage.table import Table
from storage.team import HomeTab

WATCHED_FOR = timedelta(minutes=10)  # after somebody last opened or used it


class Homes(Table):
    async def get(self, user_id: str) -> HomeTab | None:
        home: HomeTab | None = await self._session.scalar(select(HomeTab).where(HomeTab.user_id == user_id))
        return home

    async def look(self, user_id: str, sort: str, at: datetime) -> HomeTab:
        """This person's Home, which they have before their eyes now; made when it is their first time."""
        row = {"workspace_id": self.workspace_id, "user_id": user_id, "criteria": {}, "sort": sort}
        row |= {"place": None, "fresh": 0, "seen_at": at, "drawn_at": at}
        insert = self._insert(HomeTab).values(**row)
        await self._session.execute(
            insert.on_conflict_do_update(
                index_elements=[HomeTab.workspace_id, HomeTab.user_id], set_={"seen_at": at, "drawn_at": at}
            )
        )
        query = select(HomeTab).where(HomeTab.user_id == user_id).with_for_update()
        return (await self._session.scalars(query.execution_options(populate_existing=True))).one()

    async def watched(self, now: datetime) -> list[tuple[str, datetime]]:
        """(user id, when it was last drawn) of those who may be looking."""
        query = select(HomeTab.user_id, HomeTab.drawn_at).where(HomeTab.seen_at > now - WATCHED_FOR)
        return [(user_id, drawn_at) for user_id, drawn_at in await self._session.execute(query)]

    async def drawn(self, user_id: str, at: datetime) -> None:
        change = update(HomeTab).where(HomeTab.user_id == user_id).values(drawn_at=at)
        await self._session.execute(change, execution_options={"synchronize_session": False})
