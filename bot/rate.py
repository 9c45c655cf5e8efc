"""Rates as people write them: "600/minute"."""

import re
from dataclasses import dataclass
from typing import Self

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_WRITTEN = re.compile(r"(\d+)/(second|minute|hour)")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` in `seconds`."""

    count: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads "N/second", "N/minute" or "N/hour"; raises ValueError with the form it should have."""
        match = _WRITTEN.fullmatch(text.strip())
        if not match or not int(match[1]):
            raise ValueError("must be written like 600/minute, 10/second or 5000/hour")
        return cls(int(match[1]), _SECONDS[match[2]])

    @property
    def every_us(self) -> int:
        """Microseconds from one to the next, rounded up: never more than was written."""
        return -(-self.seconds * 1_000_000 // self.count)

    def within(self, seconds: int) -> int:
        """How many that makes in so many seconds, at least one."""
        return max(1, self.count * seconds // self.seconds)

    @property
    def burst(self) -> int:
        """As many as one second allows may go at once after a pause, at least one."""
        return max(1, self.count // self.seconds)
