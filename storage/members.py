"""Members: the short memory of Slack's people."""

from collections.abc import Collection

from sqlalchemy import select

from storage.bookkeeping import Member
from storage.table import Table


class Members(Table):
    async def get(self, user_id: str) -> Member | None:
        member: Member | None = await self._session.scalar(select(Member).where(Member.user_id == user_id))
        return member

    async def remember(self, member: Member) -> None:
        member.workspace_id = self.workspace_id
        await self._session.merge(member)

    async def names(self, user_ids: Collection[str]) -> dict[str, str]:
        """{Slack id: name} of those who are known."""
        query = select(Member.user_id, Member.name).where(Member.user_id.in_(user_ids))
        return {row.user_id: row.name for row in await self._session.execute(query)} if user_ids else {}

    async def known_admins(self) -> list[str]:
        """The Slack ids of administrators seen so far."""
        query = select(Member.user_id).where(Member.admin, ~Member.deleted).order_by(Member.user_id)
        return list(await self._session.scalars(query))
