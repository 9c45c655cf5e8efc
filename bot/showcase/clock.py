"""The demo's clock: the machine's time plus what the story skips, such as four hours."""

from datetime import datetime, timedelta

from bot.clock import system_clock


class StoryClock:
    """A clock shared by the product and the demo's Slack.

    Each rejects requests that the other seems to have made too long ago.
    """

    def __init__(self) -> None:
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self._skipped

    def seconds(self) -> float:
        return self().timestamp()

    def skip(self, time: timedelta) -> None:
        self._skipped += time
