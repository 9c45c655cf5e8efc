"""Queries of cached Slack members."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from storage.engine.one_of import one_of
from storage.engine.table import Table, kept
from storage.entities.member import Member

_KEPT = [column.key for column in Member.__table__.columns if not column.primary_key]


# `remember` changes rows behind the session's back
_GET = kept(
    select(Member).where(Member.user_id == bindparam("user")).execution_options(populate_existing=True)
)
_NAMES = kept(select(Member.user_id, Member.name).where(one_of(Member.user_id)))
_OUTSIDE = kept(
    select(Member.user_id).where(
        one_of(Member.user_id),
        or_(Member.deleted, Member.guest, Member.stranger, Member.bot),
    )
)


class Members(Table):
    async def get(self, user_id: str) -> Member | None:
        member: Member | None = (await self._run(_GET, user=user_id)).scalar()
        return member

    async def remember(self, member: Member) -> None:
        """Store a member's profile.

        It is one statement, since two clicks at once may both have asked Slack.
        """
        values = {name: getattr(member, name) for name in _KEPT}
        insert = self._insert(Member).values(workspace_id=self.workspace_id, user_id=member.user_id, **values)
        keys = [Member.workspace_id, Member.user_id]
        await self._session.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))

    async def names(self, user_ids: Collection[str]) -> dict[str, str]:
        """Look up names of cached members: {Slack id: name}."""
        if not user_ids:
            return {}
        return {row.user_id: row.name for row in await self._run(_NAMES, ids=user_ids)}

    async def known_admins(self) -> list[str]:
        """List Slack ids of cached administrators who are still of the team."""
        of_the_team = (~Member.deleted, ~Member.guest, ~Member.stranger, ~Member.bot)
        query = select(Member.user_id).where(Member.admin, *of_the_team).order_by(Member.user_id)
        return list(await self._session.scalars(query))

    async def outside(self, user_ids: Collection[str]) -> set[str]:
        """Find those among these people who are cached as nobody of the team."""
        return set((await self._run(_OUTSIDE, ids=user_ids)).scalars()) if user_ids else set()

    async def fetched_before(self, user_ids: Collection[str], at: datetime) -> list[str]:
        """Keep those whose profile is older than `at`, or not cached."""
        query = select(Member.user_id).where(Member.user_id.in_(user_ids), Member.fetched_at > at)
        fresh = set(await self._session.scalars(query)) if user_ids else set()
        return sorted(set(user_ids) - fresh)
