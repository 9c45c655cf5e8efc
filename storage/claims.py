"""The statements of a worker's turn: what it claims, and what it does about rows of workers that are gone.

Made once: each turn needs several, and making one takes longer than its answer.
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal_column, select, union_all, update

from storage.base import UtcDateTime
from storage.bookkeeping import Outbox
from storage.outbox import Lane, Priority
from storage.status import Outcome
from storage.suppressions import suppressed

MOST_LOST = 10  # a row that was under way each time a worker died may be what kills them
LOST = "The program stopped each time this was about to be sent."

# Written out: no database takes an index over queued rows for a state it learns only when it runs.
_QUEUED = Outbox.state == literal_column("'queued'")
_DEADLY = Outbox.lost + 1 >= MOST_LOST
_NOW = bindparam("now", type_=UtcDateTime())


@cache
def starting(lane: Lane) -> Any:
    """Claims the next `most` rows that may be sent, until `until`."""
    change = update(Outbox).where(_next(lane, ~suppressed()))
    change = change.values(
        state=Outcome.SENDING,
        attempts=Outbox.attempts + 1,
        started_at=_NOW,
        lease_until=bindparam("until", type_=UtcDateTime()),
    )
    return change.returning(Outbox)


@cache
def cancelling(lane: Lane) -> Any:
    """Of the next `most` rows those to suppressed addresses."""
    change = update(Outbox).where(_next(lane), suppressed())
    return change.values(state=Outcome.CANCELLED, finished_at=_NOW).returning(Outbox)


@cache
def returning(lane: Lane) -> Any:
    again = {"state": Outcome.QUEUED, "lost": Outbox.lost + 1, "lease_until": None}
    return update(Outbox).where(_lost(lane), ~_DEADLY).values(again).returning(Outbox.id)


@cache
def parking(lane: Lane) -> Any:
    parked = {"state": Outcome.FAILED, "finished_at": _NOW, "error": LOST, "lease_until": None}
    return update(Outbox).where(_lost(lane), _DEADLY).values(lost=Outbox.lost + 1, **parked).returning(Outbox)


@cache
def first_queued(lane: Lane) -> Any:
    of_priority = (
        select(func.min(Outbox.due_at).label("at")).where(
            Outbox.lane == lane, _QUEUED, Outbox.priority == priority
        )
        for priority in Priority
    )
    return select(func.min(union_all(*of_priority).subquery().c.at))


@cache
def first_leased(lane: Lane) -> Any:
    return select(func.min(Outbox.lease_until)).where(_under_way(lane))


def _next(lane: Lane, *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The next `most` due rows that no other worker is about to take.

    One range of the index for each priority: thousands that wait for a later day are not looked at.
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
    """With a worker that is not the one who asks."""
    held: ColumnElement[int] = bindparam("held", expanding=True)
    return and_(Outbox.lane == lane, Outbox.state == Outcome.SENDING, Outbox.id.not_in(held))


def _lost(lane: Lane) -> ColumnElement[bool]:
    return and_(_under_way(lane), Outbox.lease_until < _NOW)
