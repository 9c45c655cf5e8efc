"""Tags: the team's own words, one row for every spelling of the same word."""

from collections.abc import Iterable

from sqlalchemy import select

from storage.models import Tag
from storage.table import Table


def tag_key(name: str) -> str:
    """How tags are compared: "Python" and "python" are one."""
    return name.casefold()


class Tags(Table):
    async def beginning(self, typed: str, limit: int) -> list[Tag]:
        """Tags that hold what was typed, those that begin with it first."""
        key = tag_key(typed.strip())
        query = select(Tag).where(Tag.key.contains(key, autoescape=True))
        query = query.order_by(~Tag.key.startswith(key, autoescape=True), Tag.key).limit(limit)
        return list(await self._session.scalars(query))

    async def named(self, names: Iterable[str]) -> list[Tag]:
        """The tags of these names; missing ones are made. The first spelling of a word stays."""
        wanted = {tag_key(name): name for name in names}
        if not wanted:
            return []
        await self._add_missing(wanted)
        found = await self._session.scalars(select(Tag).where(Tag.key.in_(wanted)).order_by(Tag.key))
        return list(found)

    async def _add_missing(self, wanted: dict[str, str]) -> None:
        rows = [{"workspace_id": self.workspace_id, "key": key, "name": name} for key, name in wanted.items()]
        # Two people may add the same new tag at once; the second keeps the first one's.
        await self._session.execute(self._insert(Tag).on_conflict_do_nothing(), rows)
