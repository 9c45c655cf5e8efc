"""Conditions on when contacts are free, by words that still count.

`by` names the parameter with the day by which they must be free.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    bindparam,
    case,
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
    return [_fresh(), _profile.workspace_id == bindparam("workspace_id", type_=BigInteger), by_then]


def _fresh() -> ColumnElement[bool]:
    return _profile.free_said_at > bindparam("fresh_since")


def is_free(by: str) -> ColumnElement[bool]:
    return exists().where(_profile.contact_id == _contact.id, *_free(by))


def those_free(by: str) -> Select[Any]:
    """Select the ids of contacts who are free by a day, from the index of fresh words."""
    return select(_profile.contact_id.label("id")).where(*_free(by))


def fresh_words() -> list[ColumnElement[Any]]:
    """List the columns of what a joined profile says of it. `free_said_at` is empty if that is faded."""
    said = case((_fresh(), _profile.free_said_at)).label("free_said_at")
    return [_profile.free_from, _profile.days_a_week, said]
