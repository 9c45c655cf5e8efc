"""Statements that add a row, one for each way to treat an existing row with the same key.

Cached: each add needs one, and building it takes longer than running it.
"""

from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_
from sqlalchemy.dialects import postgresql, sqlite

from storage.entities.outbox import Outbox
from storage.entities.status import Outcome
from storage.outbox.work import Repeat

_row = Outbox.__table__
_queued = _row.c.state == Outcome.QUEUED
_being_sent = _row.c.state == Outcome.SENDING


class Due(Enum):
    """When an existing row is due after it was added again."""

    GIVEN = auto()  # at the new time
    AS_IT_WAS = auto()  # at its own time if it is queued, otherwise at the new time
    SOONER = auto()  # at the earlier of both times if it is queued, otherwise at the new time


@cache
def adding(repeat: Repeat, due: Due, *, on_sqlite: bool) -> Any:
    """Build the statement that adds a row. Its parameters are the columns of a new row."""
    # The table instead of the entity: with the entity, the ORM would process every value.
    insert: Any = sqlite.insert(_row) if on_sqlite else postgresql.insert(_row)  # type: ignore[arg-type]
    if repeat is Repeat.ONCE:
        return insert.on_conflict_do_nothing()
    return _revive(insert) if repeat is Repeat.REVIVE else _again(insert, due)


def _revive(insert: Any) -> Any:
    """Enqueue a cancelled row again. One that is queued or sent stays unchanged."""
    again = {
        "state": Outcome.QUEUED,
        "created_at": insert.excluded.created_at,
        "due_at": insert.excluded.due_at,
        "attempts": 0,
        "bugs": 0,
        "lost": 0,
        "finished_at": None,
        "request": insert.excluded.request,
    }
    cancelled = _row.c.state == Outcome.CANCELLED
    return insert.on_conflict_do_update(index_elements=[_row.c.key], set_=again, where=cancelled)


def _again(insert: Any, due: Due) -> Any:
    again = {
        "wanted": _row.c.wanted + 1,
        "state": case((_being_sent, Outcome.SENDING), else_=Outcome.QUEUED),
        "attempts": case((_being_sent, _row.c.attempts), else_=0),
        "bugs": case((_being_sent, _row.c.bugs), else_=0),
        # Adding a row again must not make one that kills workers come more often.
        "lost": case((or_(_being_sent, _queued), _row.c.lost), else_=0),
        "due_at": _due_at(due, insert.excluded.due_at),
        "created_at": insert.excluded.created_at,
        "payload": insert.excluded.payload,
        "request": insert.excluded.request,
    }
    return insert.on_conflict_do_update(index_elements=[_row.c.key], set_=again)


def _due_at(due: Due, given: ColumnElement[Any]) -> ColumnElement[Any]:
    match due:
        case Due.GIVEN:
            return given
        case Due.AS_IT_WAS:
            return case((_queued, _row.c.due_at), else_=given)
        case Due.SOONER:
            as_it_was = or_(_row.c.due_at < given, _row.c.lost > 0)
            return case((and_(_queued, as_it_was), _row.c.due_at), else_=given)
