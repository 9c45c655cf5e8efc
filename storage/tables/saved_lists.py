"""Queries of saved lists, their stars, and who is on those that tell a channel."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, or_, select, update

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept, seldom
from storage.entities.errors import NotFound
from storage.entities.saved_list import TEAM, ListMatch, ListStar, SavedList

_in_bulk = {"synchronize_session": False}


_TELLING = seldom(select(SavedList).where(SavedList.channel.is_not(None)).order_by(SavedList.id))
_STARRED = kept(select(ListStar.list_id).where(ListStar.user_id == bindparam("user")))
_VISIBLE = seldom(
    select(SavedList)
    .where(or_(SavedList.owner == TEAM, SavedList.owner == bindparam("user")))
    .order_by(SavedList.name_key, SavedList.id)
)


class SavedLists(Table):
    async def visible_to(self, user_id: str) -> list[SavedList]:
        """List somebody's lists and the team's, by name."""
        return list((await self._run(_VISIBLE, user=user_id)).scalars())

    async def starred_by(self, user_id: str) -> set[int]:
        """List the ids of the lists that somebody has starred."""
        return set((await self._run(_STARRED, user=user_id)).scalars())

    async def get(self, list_id: int) -> SavedList:
        return _found(await self._session.scalar(select(SavedList).where(SavedList.id == list_id)))

    async def lock(self, list_id: int) -> SavedList:
        query = select(SavedList).where(SavedList.id == list_id).with_for_update()
        return _found(await self._session.scalar(query.execution_options(populate_existing=True)))

    async def find(self, list_id: int) -> SavedList | None:
        """Load a list, or None if it was deleted."""
        found: SavedList | None = await self._session.scalar(select(SavedList).where(SavedList.id == list_id))
        return found

    async def by_name(self, owner: str, name_key: str) -> SavedList | None:
        query = select(SavedList).where(SavedList.owner == owner, SavedList.name_key == name_key)
        found: SavedList | None = await self._session.scalar(query)
        return found

    async def every(self) -> list[SavedList]:
        return list(await self._session.scalars(select(SavedList).order_by(SavedList.id)))

    async def add(self, saved: SavedList) -> SavedList:
        saved.workspace_id = self.workspace_id
        self._session.add(saved)
        await self._session.flush()
        return saved

    async def delete(self, list_id: int) -> None:
        await self._session.execute(
            delete(SavedList).where(SavedList.id == list_id), execution_options=_in_bulk
        )

    async def star(self, list_id: int, user_id: str) -> None:
        """Star a list. Starred already, it stays so."""
        row = {"workspace_id": self.workspace_id, "list_id": list_id, "user_id": user_id}
        await self._session.execute(self._insert(ListStar).values(row).on_conflict_do_nothing())

    async def unstar(self, list_id: int, user_id: str) -> None:
        its = ListStar.list_id == list_id, ListStar.user_id == user_id
        await self._session.execute(delete(ListStar).where(*its), execution_options=_in_bulk)

    async def telling(self) -> list[SavedList]:
        """List the lists that tell a channel."""
        return list((await self._run(_TELLING)).scalars())

    async def remember(self, list_id: int, contact_ids: Collection[int], *, fresh: bool) -> bool:
        """Remember who is on a list. Returns whether any of them was not before."""
        rows = [
            {"workspace_id": self.workspace_id, "list_id": list_id, "contact_id": each, "fresh": fresh}
            for each in sorted(contact_ids)
        ]
        if not rows:
            return False
        added = self._insert(ListMatch).on_conflict_do_nothing().returning(ListMatch.contact_id)
        return bool(list(await self._session.scalars(added, rows)))

    async def forget_matches(self, list_id: int) -> None:
        await self._session.execute(
            delete(ListMatch).where(ListMatch.list_id == list_id), execution_options=_in_bulk
        )

    async def fresh(self, list_id: int) -> list[int]:
        """List the contacts of whom the channel has not been told yet."""
        query = select(ListMatch.contact_id).where(ListMatch.list_id == list_id, ListMatch.fresh)
        return list(await self._session.scalars(query))

    async def told(self, list_id: int, contact_ids: Collection[int], at: datetime) -> None:
        """Note that the channel has been told of these contacts."""
        these = ListMatch.list_id == list_id, one_of(ListMatch.contact_id, contact_ids)
        for change in (
            update(ListMatch).where(*these).values(fresh=False),
            update(SavedList).where(SavedList.id == list_id).values(told_at=at),
        ):
            await self._session.execute(change, execution_options=_in_bulk)


def _found(saved: SavedList | None) -> SavedList:
    if saved is None:
        raise NotFound("list")
    return saved
