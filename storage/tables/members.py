"""Queries of cached Slack members."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, or_, select

from storage.engine.one_of import one_of
from storage.engine.table import Table, insert_into, kept
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


_KNOWN_ADMINS = kept(
    select(Member.user_id)
    .where(Member.admin, ~Member.deleted, ~Member.guest, ~Member.stranger, ~Member.bot)
    .order_by(Member.user_id)
)
_FRESH = kept(select(Member.user_id).where(one_of(Member.user_id), Member.fetched_at > bindparam("at")))


@cache
def _remembering(*, on_sqlite: bool) -> Any:
    insert = insert_into(Member, on_sqlite=on_sqlite)
    said = {name: insert.excluded[name] for name in _KEPT}
    return insert.on_conflict_do_update(index_elements=["workspace_id", "user_id"], set_=said)


class Members(Table):
    async def get(self, user_id: str) -> Member | None:
        member: Member | None = (await self._run(_GET, user=user_id)).scalar()
        return member

    async def remember(self, member: Member) -> None:
        """Store a member's profile.

        It is one statement, since two clicks at once may both have asked Slack.
        """
        row = {name: getattr(member, name) for name in ("user_id", *_KEPT)}
        row["workspace_id"] = self.workspace_id
        await self._add_row(_remembering(on_sqlite=self._on_sqlite), row)

    async def names(self, user_ids: Collection[str]) -> dict[str, str]:
        """Look up names of cached members: {Slack id: name}."""
        if not user_ids:
            return {}
        return {row.user_id: row.name for row in await self._run(_NAMES, ids=user_ids)}

    async def known_admins(self) -> list[str]:
        """List Slack ids of cached administrators who are still of the team."""
        return list((await self._run(_KNOWN_ADMINS)).scalars())

    async def outside(self, user_ids: Collection[str]) -> set[str]:
        """Find those among these people who are cached as nobody of the team."""
        return set((await self._run(_OUTSIDE, ids=user_ids)).scalars()) if user_ids else set()

    async def fetched_before(self, user_ids: Collection[str], at: datetime) -> list[str]:
        """Keep those whose profile is older than `at`, or not cached."""
        fresh = set((await self._run(_FRESH, ids=user_ids, at=at)).scalars()) if user_ids else set()
        return sorted(set(user_ids) - fresh)
