"""Decides when to retry: a pure function of the failure and the number of attempts."""

from dataclasses import dataclass
from datetime import timedelta

from storage.outbox.sending import GIVE_UP_AFTER

FIRST = timedelta(seconds=10)
LONGEST = timedelta(hours=1)
MOST_BUGS = 5  # a row that crashes our own code will not recover by itself


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a send failed, in words for the inviter. `fault` and `reply` are those of a refused email.

    `lasting`: a retry cannot help. `bug`: our own code failed. `wait`: the time the other side asked for.
    """

    reason: str
    lasting: bool = False
    bug: bool = False
    wait: timedelta | None = None
    fault: str | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What happened to a row so far.

    `attempts` includes the one that failed, `bugs` only earlier ones. `age` is the time since the row was
    first due.
    """

    attempts: int
    age: timedelta
    bugs: int = 0


def next_try(failure: Failure, tried: Tried, jitter: float) -> timedelta | None:
    """Return how long to wait before the next attempt, or None to give up. `jitter` is between 0 and 1."""
    too_many = failure.bug and tried.bugs + 1 >= MOST_BUGS
    if failure.lasting or tried.age >= GIVE_UP_AFTER or too_many:
        return None
    if failure.wait is not None:
        return min(failure.wait, LONGEST)
    doubled: timedelta = FIRST * 2 ** min(tried.attempts - 1, 20)
    return min(doubled, LONGEST) * (0.75 + jitter / 2)
