"""Unique identifiers in Slack's formats."""

import base64
import itertools
from collections.abc import Callable

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Ids:
    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._count = itertools.count(1)
        self._last_ts = 0

    def new(self, prefix: str) -> str:
        """Make an id like U08000000A1: letters and digits, nine or more."""
        return prefix + "08" + _base36(next(self._count)).rjust(8, "0")

    def ts(self) -> str:
        """Make a message timestamp, unique and increasing across the whole stand-in."""
        self._last_ts = max(self._last_ts + 100, int(self._now() * 1_000_000) // 100 * 100)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def hash(self) -> str:
        return f"{int(self._now())}.{_letters(next(self._count))}"

    def trigger(self) -> str:
        return f"{next(self._count)}.{int(self._now())}.{_letters(next(self._count)).lower()}"

    def secret(self, prefix: str) -> str:
        return f"{prefix}-{next(self._count)}-{_letters(next(self._count))}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _letters(number: int) -> str:
    return base64.b32encode((number * 2_654_435_761 % 2**40).to_bytes(5, "big")).decode()
