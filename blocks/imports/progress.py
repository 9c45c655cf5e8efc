"""Work under way, as a bar of characters with its share in per cent, and how long it will still take."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from blocks.imports.words import time_left

CELLS = 12
_DONE, _LEFT = "█", "░"
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """How much of the work was done between two moments. What was done before `since` says nothing here."""

    done: int
    since: datetime | None
    at: datetime

    def minutes_for(self, left: int) -> int | None:
        """Estimate minutes at this pace, less than one as 0. None as long as there is no pace."""
        if self.since is None or self.done <= 0 or self.at <= self.since:
            return None
        seconds = left * (self.at - self.since).total_seconds() / self.done
        return 0 if seconds < _MINUTE else ceil(seconds / _MINUTE)


def progress_line(done: int, of: int, pace: Stretch) -> str:
    """Write "█████░░░░░░░ 42 % · about 3 minutes left"."""
    minutes = pace.minutes_for(of - done)
    return " · ".join([bar(done, of), *([time_left(minutes)] if minutes is not None else [])])


def bar(done: int, of: int) -> str:
    """Draw the bar. Both it and the number are rounded down: it is full only when all is done."""
    cells, share = done * CELLS // of, done * 100 // of
    return f"{_DONE * cells}{_LEFT * (CELLS - cells)} {share} %"
