"""Runs a unit of work again after a conflict with another, such as a deadlock."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from storage.engine.faults import DatabaseFault

Result = TypeVar("Result")

MOST_RUNS = 3
# PostgreSQL's codes for deadlocks and serialization failures.
_CONFLICTS = {"40P01", "40001"}


def is_conflict(error: BaseException) -> bool:
    """Tell whether a unit of work failed only because it conflicted with another."""
    cause = getattr(error, "orig", None)
    return isinstance(error, DatabaseFault) and getattr(cause, "sqlstate", None) in _CONFLICTS


async def run_again(work: Callable[[], Awaitable[Result]], may: Callable[[], bool] | None = None) -> Result:
    """Run work, and run it again after a conflict, three times at most.

    The work must be repeatable. `may` is asked before a repetition, and is False once something cannot be
    undone.
    """
    for _ in range(MOST_RUNS - 1):
        try:
            return await work()
        except DatabaseFault as error:
            if not is_conflict(error) or (may and not may()):
                raise
    return await work()
