"""Reads what access checks need about a person, in one row, for every request from Slack."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, and_, bindparam, cast, select

from storage.engine.database import Database
from storage.entities.colleague import GroupMember
from storage.entities.member import Member
from storage.entities.settings import WorkspaceSettings
from storage.entities.workspace import Workspace

_MEMBER = tuple(Member.__table__.columns)
_BY_GROUP = (
    select(GroupMember.user_id)
    .where(GroupMember.workspace_id == Workspace.id, GroupMember.user_id == bindparam("user_id"))
    .exists()
)
_QUERY = (
    select(cast(Workspace.settings, Text).label("settings"), _BY_GROUP.label("by_group"), *_MEMBER)
    .outerjoin(Member, and_(Member.workspace_id == Workspace.id, Member.user_id == bindparam("user_id")))
    .where(Workspace.id == bindparam("workspace_id"))
)


@dataclass(frozen=True, slots=True)
class Admission:
    """A person's cached profile and the workspace's settings.

    `member` is None if the person is not cached. `by_group`: they are in a user group of hiring managers.
    It is shared, so nobody may change it.
    """

    member: Member | None
    settings: WorkspaceSettings
    by_group: bool = False


async def look_up(database: Database, workspace_id: int, user_id: str) -> Admission:
    """Read a person's profile and the settings, outside a unit of work.

    This is for speed: each modal waits for it, and a single row needs no transaction.
    """
    row = await database.look(_QUERY, {"workspace_id": workspace_id, "user_id": user_id})
    return _NOTHING if row is None else _admission(*row)


@lru_cache(maxsize=1_000)  # the same again for whoever goes on working
def _admission(settings: str, by_group: bool, *profile: Any) -> Admission:
    values = dict(zip((column.key for column in _MEMBER), profile, strict=True))
    member = Member(**values) if values["user_id"] else None
    return Admission(member, WorkspaceSettings.from_json(json.loads(settings)), bool(by_group))


_NOTHING = Admission(None, WorkspaceSettings())
