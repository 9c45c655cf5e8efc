"""When to try again: a pure function of what went wrong and how often it has been tried."""

from dataclasses import dataclass
from datetime import timedelta

FIRST = timedelta(seconds=10)
LONGEST = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
MOST_BUGS = 5  # a row that makes our own code fail will not get better by itself


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a send did not succeed, in words for the inviter.

    `lasting`: trying again cannot help. `bug`: our own code failed. `wait`: what the other side asked for.
    """

    reason: str
    lasting: bool = False
    bug: bool = False
    wait: timedelta | None = None


def next_try(failure: Failure, attempts: int, age: timedelta, jitter: float) -> timedelta | None:
    """How long to wait before the next try, or None to park the row.

    `attempts` counts this one; `age` is since it first was to be sent; `jitter` is from 0 to 1.
    """
    if failure.lasting or age >= GIVE_UP_AFTER or (failure.bug and attempts >= MOST_BUGS):
        return None
    if failure.wait is not None:
        return min(failure.wait, LONGEST)
    doubled: timedelta = FIRST * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST) * (0.75 + jitter / 2)
