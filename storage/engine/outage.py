"""What is known of trouble with the database, each told once however many notice it: an outage, and a crowd.

An outage lasts from the first error until a write works again, a crowd until nobody is turned away any more.
"""

from collections.abc import Callable
from time import monotonic

from storage.engine.faults import Cause, cause_of, said_by

AFTERMATH_SECONDS = 5.0  # errors of an outage that is over are still on their way
RESTART_SECONDS = 5.0  # a server that restarts is back by then
CALM_SECONDS = 60.0  # a crowd comes in waves


class DatabaseOutage:
    """Whether the database can be used, as far as is known. Errors may be noticed in any thread."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since = 0.0
        self._over: float | None = None
        self.cause: Cause | None = None
        self.detail = ""

    def notice(self, error: BaseException) -> None:
        """Begin an outage with the first error that says the database cannot be used."""
        cause, now = cause_of(error), self._clock()
        in_the_aftermath = self._over is not None and now - self._over < AFTERMATH_SECONDS
        if self.cause is None and cause and cause.lasts and not in_the_aftermath:
            self._since, self.detail, self.cause = now, said_by(error), cause

    def may_be_a_restart(self) -> bool:
        """Tell whether it began so lately that the database may be back in a moment."""
        return self.cause is None or self._clock() - self._since < RESTART_SECONDS

    def end(self) -> float:
        """End it: a write has worked. Returns the seconds it lasted."""
        self._over, self.cause, self.detail = self._clock(), None, ""
        return self._over - self._since


class Crowd:
    """Whether so many wanted the database at once that some waited in vain."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last = 0.0
        self.in_vain = 0

    def turned_away(self) -> None:
        self._last = self._clock()
        self.in_vain += 1

    def is_over(self) -> bool:
        return self._clock() - self._last >= CALM_SECONDS
