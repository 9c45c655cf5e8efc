"""The time of the demo: the machine's own, and what the story skips, since nobody watches for four hours."""

from datetime import datetime, timedelta

from bot.clock import system_clock


class StoryClock:
    """One for the product and its stand-in of Slack: each judges how old the other's requests are."""

    def __init__(self) -> None:
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self._skipped

    def seconds(self) -> float:
        return self().timestamp()

    def skip(self, time: timedelta) -> None:
        self._skipped += time
