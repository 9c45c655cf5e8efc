"""The only source of time. Code that needs the time gets a clock as an argument."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the time now, with UTC as its zone."""
    return datetime.now(UTC)
