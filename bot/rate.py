"""Parses rates such as "600/minute"."""

import re
from dataclasses import dataclass
from typing import Self

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_WRITTEN = re.compile(r"(\d+)/(second|minute|hour)")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` per `seconds`."""

    count: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse "N/second", "N/minute" or "N/hour". Raises ValueError that shows the form."""
        match = _WRITTEN.fullmatch(text.strip())
        if not match or not int(match[1]):
            raise ValueError("must be written like 600/minute, 10/second or 5000/hour")
        return cls(int(match[1]), _SECONDS[match[2]])

    @property
    def every_us(self) -> int:
        """Microseconds from one to the next, rounded up so that the rate is never exceeded."""
        return -(-self.seconds * 1_000_000 // self.count)

    @property
    def burst(self) -> int:
        """The number that may go at once after a pause: one second's worth, at least one."""
        return max(1, self.count // self.seconds)
