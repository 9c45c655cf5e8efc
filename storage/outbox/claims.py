"""The statements with which workers claim rows, and return those of dead workers.

Cached: building a statement costs more than running it.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    collate,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from storage.engine.base import UtcDateTime
from storage.engine.detached import columns_of
from storage.engine.one_of import one_of
from storage.entities.outbox import SUSPECT, Outbox
from storage.entities.status import Outcome
from storage.outbox.work import Lane, Priority
from storage.tables.suppressions import suppressed

LOST = "The program stopped each time this was about to be sent."
# enough that a long pause of the program does not fail rows that were being sent before it
LOST_AGAIN_AND_AGAIN = 10

_row: Any = Outbox.__table__
# Literals: with a parameter in its condition, no database would use a partial index.
_QUEUED = Outbox.state == literal_column("'queued'")
_SUSPECT = Outbox.lost >= literal_column(str(SUSPECT))
_NOW = bindparam("now", type_=UtcDateTime())
_POISON = and_(
    Outbox.lost + 1 >= LOST_AGAIN_AND_AGAIN, Outbox.created_at <= bindparam("given_up", type_=UtcDateTime())
)


@cache
def starting(lane: Lane) -> Any:
    """Claim the next `most` rows until `until`, without suspects."""
    may_go = (~suppressed(),) if lane is Lane.MAIL else ()  # only emails have recipients
    return _start(_next(lane, *may_go, ~_SUSPECT))


@cache
def starting_alone() -> Any:
    """Claim one suspect."""
    its = select(Outbox.id).where(Outbox.id == bindparam("suspect"), _QUEUED, ~suppressed())
    return _start(Outbox.id.in_(its.with_for_update(skip_locked=True, of=Outbox)))


@cache
def probing(lane: Lane) -> Any:
    """Claim one due row until `until`: the newest of those tried least.

    It is more likely to be accepted than a refused row or those near it.
    """
    due = select(Outbox.id).where(Outbox.lane == lane, _QUEUED, Outbox.due_at <= _NOW, ~suppressed())
    due = due.order_by(Outbox.attempts, Outbox.id.desc()).limit(bindparam("most"))
    picked = select(due.with_for_update(skip_locked=True, of=Outbox).cte("due").prefix_with("MATERIALIZED"))
    return _start(and_(Outbox.id.in_(picked), Outbox.state == Outcome.QUEUED))


def _start(which: ColumnElement[bool]) -> Any:
    change = update(_row).where(which)
    change = change.values(
        state=Outcome.SENDING,
        attempts=_row.c.attempts + 1,
        started_at=_NOW,
        lease_until=bindparam("until", type_=UtcDateTime()),
    )
    return change.returning(*columns_of(Outbox))


@cache
def cancelling(lane: Lane) -> Any:
    """Cancel those of the next `most` rows that go to suppressed addresses."""
    change = update(Outbox).where(_next(lane), suppressed())
    return change.values(state=Outcome.CANCELLED, finished_at=_NOW).returning(Outbox)


@cache
def suspect(lane: Lane) -> Any:
    """Find the suspect that is next: no other due row has waited longer."""
    ahead = aliased(Outbox)
    waits_longer = exists().where(
        ahead.lane == lane,
        ahead.state == literal_column("'queued'"),
        ahead.lost < SUSPECT,
        tuple_(ahead.priority, ahead.due_at) < tuple_(Outbox.priority, Outbox.due_at),
        ahead.due_at <= _NOW,
    )
    query = select(Outbox.id).where(Outbox.lane == lane, _QUEUED, _SUSPECT, Outbox.due_at <= _NOW)
    return query.where(~waits_longer, ~suppressed()).order_by(Outbox.priority, Outbox.due_at).limit(1)


@cache
def lost(lane: Lane) -> Any:
    """Find the rows of dead workers: (id, number of earlier deaths)."""
    query = select(Outbox.id, Outbox.lost).where(_lost(lane), ~_POISON)
    return query.with_for_update(skip_locked=True)


@cache
def returning() -> Any:
    which = Outbox.id.in_(bindparam("ids", expanding=True))
    due = bindparam("due", type_=UtcDateTime())
    again = {"state": Outcome.QUEUED, "lost": Outbox.lost + 1, "lease_until": None, "due_at": due}
    return update(Outbox).where(which).values(again)


@cache
def parking(lane: Lane) -> Any:
    which = select(Outbox.id).where(_lost(lane), _POISON).with_for_update(skip_locked=True)
    parked = {"state": Outcome.FAILED, "finished_at": _NOW, "error": LOST, "lease_until": None}
    change = update(Outbox).where(Outbox.id.in_(which)).values(lost=Outbox.lost + 1, **parked)
    return change.returning(Outbox)


@cache
def in_order() -> Any:
    """Lock rows in the order of their keys, as everything does that locks outbox rows."""
    query = select(Outbox.id).where(Outbox.id.in_(bindparam("ids", expanding=True)))
    return query.order_by(collate(Outbox.key, "C")).with_for_update()


@cache
def first_queued(lane: Lane) -> Any:
    of_priority = (
        select(func.min(Outbox.due_at).label("at")).where(
            Outbox.lane == lane, _QUEUED, ~_SUSPECT, Outbox.priority == priority
        )
        for priority in Priority
    )
    return select(func.min(union_all(*of_priority).subquery().c.at))


@cache
def ahead(lane: Lane) -> Any:
    """Find when the first row is due, the first lease ends, and the first suspect is due."""
    suspects = select(func.min(Outbox.due_at)).where(Outbox.lane == lane, _QUEUED, _SUSPECT)
    leased = select(func.min(Outbox.lease_until)).where(_under_way(lane))
    return select(*(each.scalar_subquery() for each in (first_queued(lane), leased, suspects)))


def _next(lane: Lane, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Select the next `most` due rows.

    One index range per priority, so that thousands of rows due on later days are not read.
    """
    due = union_all(*(_due(lane, priority, *which) for priority in Priority)).subquery()
    first = select(due.c.id).order_by(due.c.priority, due.c.due_at, due.c.id).limit(bindparam("most"))
    return and_(Outbox.id.in_(first), Outbox.state == Outcome.QUEUED)


def _due(lane: Lane, priority: Priority, *which: ColumnElement[bool]) -> Select[Any]:
    rows = select(Outbox.id, Outbox.priority, Outbox.due_at).where(
        Outbox.lane == lane, _QUEUED, Outbox.priority == priority, Outbox.due_at <= _NOW, *which
    )
    rows = rows.order_by(Outbox.due_at, Outbox.id).limit(bindparam("most"))
    picked = rows.with_for_update(skip_locked=True, of=Outbox)
    return select(picked.cte(f"due_{priority.name.lower()}").prefix_with("MATERIALIZED"))


def _under_way(lane: Lane) -> ColumnElement[bool]:
    """Select rows that other workers are sending: those of this one are `ids`."""
    return and_(Outbox.lane == lane, Outbox.state == Outcome.SENDING, not_(one_of(Outbox.id)))


def _lost(lane: Lane) -> ColumnElement[bool]:
    return and_(_under_way(lane), Outbox.lease_until < _NOW)


@cache
def ended(state: Outcome, *, again: bool) -> Any:
    """Record a result for the rows `ids`; with `again`, for another try `later`.

    A success counts even after the lease ended, a failure only while the row is still ours.
    """
    now, later = _NOW, bindparam("later", type_=UtcDateTime())
    # A row enqueued again keeps its time for a retry after a failure, however often it is enqueued. After a
    # success it is due when it was enqueued for, or now.
    own_time = case((_row.c.due_at > now, _row.c.due_at), else_=now)
    queued = state == Outcome.QUEUED
    enqueued_again = _row.c.wanted > bindparam("version")
    left = or_(_row.c.state == Outcome.SENDING, _row.c.state == Outcome.QUEUED)
    ours = and_(
        _row.c.state == Outcome.SENDING, _row.c.started_at == bindparam("started", type_=UtcDateTime())
    )
    change = update(_row).where(one_of(_row.c.id), left if state == Outcome.SENT else ours)
    return change.values(
        state=case((enqueued_again, Outcome.QUEUED), else_=bindparam("to_state", type_=_row.c.state.type)),
        attempts=case((enqueued_again, 0), else_=_row.c.attempts),
        bugs=case((enqueued_again, 0), else_=_row.c.bugs + bindparam("bug", type_=BigInteger())),
        # A row that came back, with whatever result, is not what kills workers.
        lost=0 if queued else case((enqueued_again, 0), else_=_row.c.lost),
        due_at=case((enqueued_again, later if queued else own_time), else_=later if again else _row.c.due_at),
        finished_at=bindparam("finished", type_=UtcDateTime()),
        lease_until=None,
        error=bindparam("why", type_=String()),
        fault=bindparam("whose", type_=String()),
        reply=bindparam("said", type_=String()),
    ).returning(_row.c.id)
