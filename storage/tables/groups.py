"""Queries of Slack user groups whose members are hiring managers."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, not_, select

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept, seldom
from storage.entities.colleague import GroupMember, UserGroup

_OTHERS_MEMBERS = kept(delete(GroupMember).where(not_(one_of(GroupMember.group_id))))
_OTHERS = kept(delete(UserGroup).where(not_(one_of(UserGroup.group_id))))
_ALL = seldom(select(UserGroup).order_by(UserGroup.group_id))
_HAS = kept(select(GroupMember.group_id).where(GroupMember.user_id == bindparam("user")).limit(1))


class Groups(Table):
    async def all(self) -> list[UserGroup]:
        return list((await self._run(_ALL)).scalars())

    async def has(self, user_id: str) -> bool:
        """Tell whether somebody is a member of any of the groups."""
        return (await self._run(_HAS, user=user_id)).scalar() is not None

    async def members(self, group_ids: Collection[str]) -> set[str]:
        query = select(GroupMember.user_id).where(GroupMember.group_id.in_(group_ids))
        return set(await self._session.scalars(query)) if group_ids else set()

    async def keep(self, group_id: str, name: str, handle: str, user_ids: Collection[str]) -> None:
        """Store a group and exactly these members."""
        values = {"name": name, "handle": handle}
        insert = self._insert(UserGroup).values(workspace_id=self.workspace_id, group_id=group_id, **values)
        keys = [UserGroup.workspace_id, UserGroup.group_id]
        await self._session.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))
        await self._session.execute(delete(GroupMember).where(GroupMember.group_id == group_id))
        rows = [
            {"workspace_id": self.workspace_id, "group_id": group_id, "user_id": each}
            for each in sorted(set(user_ids))
        ]
        if rows:
            await self._session.execute(self._insert(GroupMember).on_conflict_do_nothing(), rows)

    async def forget_others(self, group_ids: Collection[str]) -> None:
        """Delete all groups but these, with their members."""
        await self._run(_OTHERS_MEMBERS, ids=group_ids)
        await self._run(_OTHERS, ids=group_ids)
