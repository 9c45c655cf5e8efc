"""Failures that tests and the page can switch on, such as rate limits, outages and lost replies."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

# Calls a minute by Slack's published tiers. Some methods have limits of their own.
TIERS = {"1": 1, "2": 20, "3": 50, "4": 100, "post": 60, "auth": 600, "permalink": 200}


@dataclass
class FaultAnswer:
    """An answer given instead of the method's own."""

    status: int = 200
    error: str = ""
    retry_after: int | None = None
    lost: bool = False  # the call takes effect but its reply never arrives


@dataclass
class Faults:
    now: Callable[[], float]
    down: Literal["500", "hang", "refuse"] | None = None
    tiers: bool = False
    revoked: bool = False
    revoked_teams: set[str] = field(default_factory=set)
    missing_scopes: set[str] = field(default_factory=set)
    events_times: int = 1
    events_late: float = 0.0
    events_off: bool = False
    events_shuffled: bool = False
    waiting: Counter[str] = field(default_factory=Counter)
    _once: dict[tuple[str, str], deque[FaultAnswer]] = field(default_factory=lambda: defaultdict(deque))
    _slow: dict[str, float] = field(default_factory=dict)
    _used: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def once(
        self, method: str, error: str, times: int = 1, status: int = 200, team_id: str = "", after: int = 0
    ) -> None:
        """Plant an error for the next calls of a method, in one workspace or in any.

        `after` is the number of calls that succeed before.
        """
        self._plant(method, team_id, FaultAnswer(), after)
        self._plant(method, team_id, FaultAnswer(status, error), times)

    def limit(self, method: str, retry_after: int = 1, times: int = 1, team_id: str = "") -> None:
        self._plant(method, team_id, FaultAnswer(429, "ratelimited", retry_after), times)

    def lose_reply(self, method: str, times: int = 1, team_id: str = "") -> None:
        self._plant(method, team_id, FaultAnswer(lost=True), times)

    def _plant(self, method: str, team_id: str, answer: FaultAnswer, times: int) -> None:
        self._once[method, team_id].extend([answer] * times)

    def slow(self, method: str, seconds: float) -> None:
        self._slow[method] = seconds

    async def slow_down(self, method: str) -> None:
        """Let a call wait if its method is slow. Those that wait are counted in `waiting`."""
        waiting = self.waiting  # `clear` begins another
        waiting[method] += 1
        try:
            await asyncio.sleep(self._slow.get(method, 0.0))
        finally:
            waiting[method] -= 1

    def planted(self, method: str, team_id: str = "") -> FaultAnswer | None:
        queue = self._once.get((method, team_id)) or self._once.get((method, ""))
        return queue.popleft() if queue else None

    def over_limit(self, key: tuple[str, str], tier: str) -> FaultAnswer | None:
        """Count a call. Return a 429 answer if its tier allows no more calls in this minute."""
        if not self.tiers or tier not in TIERS:
            return None
        used, now = self._used[key], self.now()
        while used and used[0] <= now - 60:
            used.popleft()
        if len(used) >= TIERS[tier]:
            return FaultAnswer(429, "ratelimited", max(1, int(used[0] + 60 - now) + 1))
        used.append(now)
        return None

    def clear(self) -> None:
        fresh = Faults(self.now)
        self.__dict__.update(fresh.__dict__)
