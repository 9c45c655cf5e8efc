"""Lists: a search with filters and order, saved by name, for one member or the team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, BigId, Json, Key, Tenant
from storage.entities.errors import NotFound

NO_LIST_NAME = "Please enter a name for the list."
LIST_NAME_TAKEN = "There is a list with this name already. Please choose another name."
TOO_MANY_LISTS = "You have {most} lists, which is as many as fit. Please delete one first."
TOO_MANY_MATCH = (
    "More than {most} people are on this list, too many to tell a channel about. Please narrow it down first,"
    " or leave this empty."
)


class SavedList(Tenant, Base):
    """A member's list, or the team's.

    `criteria` and `sort` are those of storage.overview.listing. If it has a `channel`, this is told when
    somebody new is on the list; `told_at` is when it last was.
    """

    __tablename__ = "saved_list"
    __table_args__ = (UniqueConstraint("workspace_id", "owner", "name_key"), SQLITE)

    id: Mapped[Key]
    name: Mapped[str]
    name_key: Mapped[str]  # for comparing names
    owner: Mapped[str]  # the Slack id of who made it, or TEAM
    made_by: Mapped[str]
    criteria: Mapped[Json]
    sort: Mapped[str]
    channel: Mapped[str | None]
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def for_team(self) -> bool:
        return self.owner == TEAM

    def must_be_seen_by(self, user_id: str) -> None:
        """Treat another member's list as if it were not there. Raises NotFound."""
        if self.owner not in {TEAM, user_id}:
            raise NotFound("list")


TEAM = "team"


@dataclass(frozen=True, slots=True)
class ListChoice:
    """The lists somebody can choose, those with a star first, and the one that their Home tab shows.

    What it shows is `worth_saving` if it is less than everybody, or in another order.
    """

    lists: tuple[SavedList, ...] = ()
    starred: frozenset[int] = frozenset()
    chosen: SavedList | None = None
    worth_saving: bool = False


class ListStar(Tenant, Base):
    """A member's star on a list, which puts it first in their choice of lists."""

    __tablename__ = "list_star"

    list_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("saved_list.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(primary_key=True)


class ListMatch(Tenant, Base):
    """A contact who is on a list that tells a channel. `fresh` until the channel has been told."""

    __tablename__ = "list_match"
    __table_args__ = (Index("ix_list_match_contact_id", "contact_id"),)

    list_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("saved_list.id", ondelete="CASCADE"), primary_key=True
    )
    contact_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True
    )
    fresh: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
