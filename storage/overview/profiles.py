"""Conditions on what profiles say: places, languages and usual rates. Also what rows show of them.

A place or language is found by its beginning, or by the beginning of a word in it, from the index of terms.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, String, bindparam, exists, select

from storage.engine.keys import sort_key
from storage.entities.contact import Contact
from storage.entities.profile import Profile, ProfileTerm

LAST = "\U0010ffff"  # the last of all characters
KINDS = ("place", "language")
_contact, _term = Contact.__table__.c, ProfileTerm.__table__.c
_profile = Profile.__table__.c
USUAL_RATE = (_profile.rate, _profile.currency, _profile.per)  # empty if it is not known

Condition = ColumnElement[bool]


def term_values(kind: str, typed: str) -> dict[str, Any]:
    """Return the parameters that find what was typed: the range of terms that begin with it."""
    begins = sort_key(typed)
    return {kind: begins, f"{kind}_end": begins + LAST}


def _here(column: Any) -> Condition:
    ours: Condition = column == bindparam("workspace_id", type_=BigInteger)
    return ours


def _begins(kind: str) -> list[Condition]:
    begin, end = bindparam(kind, type_=String()), bindparam(f"{kind}_end", type_=String())
    return [_here(_term.workspace_id), _term.kind == kind, _term.term >= begin, _term.term < end]


def is_of(kind: str) -> Condition:
    return exists().where(_term.contact_id == _contact.id, *_begins(kind))


def those_of(kind: str) -> Select[Any]:
    """Select the ids of contacts with a term of this kind, some more than once."""
    return select(_term.contact_id.label("id")).where(*_begins(kind))


def _paid() -> list[Condition]:
    """Compare rates in one currency and for one unit: they cannot be converted."""
    same = [_profile.currency == bindparam("currency"), _profile.per == bindparam("per", type_=String())]
    return [_here(_profile.workspace_id), *same, _profile.rate_rank <= bindparam("rate", type_=BigInteger)]


def is_paid_up_to() -> Condition:
    return exists().where(_profile.contact_id == _contact.id, *_paid())


def those_paid_up_to() -> Select[Any]:
    return select(_profile.contact_id.label("id")).where(*_paid())


def profiles() -> tuple[FromClause, Condition]:
    """Return what to join to contacts for what their profiles say, and how."""
    return Profile.__table__, (_profile.contact_id == _contact.id) & _here(_profile.workspace_id)
