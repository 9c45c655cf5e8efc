"""Colleagues who have left or are away, and the members of Slack user groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.base import SQLITE, Base, Json, Key, Tenant
from storage.entities.errors import FieldRefused

# In place of a Slack id: what nobody else has taken over belongs to all administrators.
ADMINISTRATORS: Final = "administrators"
_A_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")

NO_HEIR = "Please choose an administrator or a hiring manager who is still here."
NO_DEPUTY = "Please choose another hiring manager, or an administrator, who is still here."
WRONG_LAST_DAY_AWAY = "Please choose today or a later day, within the next year."


def is_somebody(slack_id: str) -> bool:
    """Tell whether an id is a person's, rather than a conversation's."""
    return _A_PERSON.fullmatch(slack_id) is not None


class HeirRefused(FieldRefused):
    """The chosen person cannot take anything over."""

    def __init__(self) -> None:
        super().__init__("heir", NO_HEIR)


@dataclass(frozen=True, slots=True)
class OpenThings:
    """What is still open of one kind that was somebody's: how much, and the first names."""

    kind: str
    count: int
    names: Sequence[str]


class Departure(Tenant, Base):
    """Somebody who left, or lost the right to use the app, and what was passed on.

    `heir` is who has taken it over, or ADMINISTRATORS. `passed` are the ids of what was open: {kind: ids}.
    `posts` are the messages about it: {reader: [conversation, ts]}. `returned_at` is set once they may use
    the app again; what was passed on stays with the heir.
    """

    __tablename__ = "departure"
    __table_args__ = (Index("ix_departure_user_id", "workspace_id", "user_id"), SQLITE)

    id: Mapped[Key]
    user_id: Mapped[str]
    left_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    heir: Mapped[str]
    passed: Mapped[Json]
    links_kept_at: Mapped[datetime | None]
    links_kept_by: Mapped[str | None]
    posts: Mapped[dict[str, list[str]]] = mapped_column(JSON)

    def posted(self, reader: str, channel: str, ts: str) -> None:
        """Remember where a reader's message is, so that it can be kept up to date."""
        self.posts = self.posts | {reader: [channel, ts]}


class Absence(Tenant, Base):
    """Somebody who is away until a moment, and who gets meanwhile what waits for them."""

    __tablename__ = "absence"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    deputy: Mapped[str]
    until: Mapped[datetime]


class UserGroup(Tenant, Base):
    """A Slack user group whose members are hiring managers, as Slack last described it."""

    __tablename__ = "user_group"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    handle: Mapped[str]


class GroupMember(Tenant, Base):
    """A member of such a group."""

    __tablename__ = "group_member"
    __table_args__ = ()

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[str] = mapped_column(primary_key=True)
