"""What must be known of somebody before they are let in: one row, read for every request of Slack's."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, select

from storage.bookkeeping import Member
from storage.database import Database
from storage.models import Workspace
from storage.settings import WorkspaceSettings

_MEMBER = tuple(Member.__table__.columns)
_QUERY = (
    select(Workspace.settings, *_MEMBER)
    .outerjoin(Member, and_(Member.workspace_id == Workspace.id, Member.user_id == bindparam("user_id")))
    .where(Workspace.id == bindparam("workspace_id"))
)


@dataclass(frozen=True, slots=True)
class Admission:
    """`member` is None for somebody Slack has not been asked about yet."""

    member: Member | None
    settings: WorkspaceSettings


async def look_up(database: Database, workspace_id: int, user_id: str) -> Admission:
    """Reads past the unit of work: one row to be consistent with nothing, on the way to every modal."""
    row = await database.look(_QUERY, {"workspace_id": workspace_id, "user_id": user_id})
    if row is None:
        return Admission(None, WorkspaceSettings())
    values: dict[str, Any] = dict(zip((column.key for column in _MEMBER), row[1:], strict=True))
    member = Member(**values) if values["user_id"] else None
    return Admission(member, WorkspaceSettings.from_json(row[0]))
