"""Conditions on when contacts are free, by words that still count.

`by` names the parameter with the day by which they must be free.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
)

from storage.entities.availability import FADES_AFTER
from storage.entities.contact import Contact
from storage.entities.profile import Profile

_contact, _profile = Contact.__table__.c, Profile.__table__.c


def spans(now: datetime) -> dict[str, Any]:
    """Return the parameter that follows from the time."""
    return {"fresh_since": now - FADES_AFTER}


def _free(by: str) -> list[ColumnElement[bool]]:
    by_then = or_(_profile.free_from.is_(None), _profile.free_from <= bindparam(by, type_=Date()))
    return [*_counts(), by_then]


def _counts() -> list[ColumnElement[bool]]:
    fresh = _profile.free_said_at > bindparam("fresh_since")
    return [fresh, _profile.workspace_id == bindparam("workspace_id", type_=BigInteger)]


def is_free(by: str) -> ColumnElement[bool]:
    return exists().where(_profile.contact_id == _contact.id, *_free(by))


def those_free(by: str) -> Select[Any]:
    """Select the ids of contacts who are free by a day, from the index of fresh words."""
    return select(_profile.contact_id.label("id")).where(*_free(by))


def words_of_free_days() -> tuple[FromClause, ColumnElement[bool]]:
    """Return what to join to contacts for `what_counts`, and how: words that still count."""
    return Profile.__table__, and_(_profile.contact_id == _contact.id, *_counts())


def what_counts() -> list[ColumnElement[Any]]:
    """List the columns of a word that still counts. They are empty if there is none."""
    return [_profile.free_from, _profile.days_a_week, _profile.free_said_at]
