"""The requests in both directions, and problems found in them. Limited in length."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from demo.world.changes import Changes
from demo.world.model import Json

_MOST = 5000


@dataclass(frozen=True)
class Logged:
    """One request. `in` is from the app to Slack, `out` from Slack to the app."""

    n: int
    at: float
    direction: Literal["in", "out"]
    method: str
    status: int
    answer: str
    duration_ms: float
    arguments: Json = field(default_factory=dict)
    reply: Json = field(default_factory=dict)
    scope: str = ""
    tier: str = ""
    caller: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Problem:
    """Something Slack would refuse, or that a person would see as a failure of the app."""

    at: float
    method: str
    text: str


class Log:
    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._count = 0
        self._forgiven: list[str] = []
        self.requests: deque[Logged] = deque(maxlen=_MOST)
        self.problems: list[Problem] = []

    def next_number(self) -> int:
        self._count += 1
        return self._count

    def add(self, entry: Logged) -> None:
        self.requests.append(entry)
        self._changes.bump("log")

    def problem(self, at: float, method: str, text: str) -> None:
        if any(word in text for word in self._forgiven):
            return
        self.problems = [*self.problems[-_MOST:], Problem(at, method, text)]
        self._changes.bump("log")

    @contextmanager
    def expecting(self, *words: str) -> Iterator[None]:
        """Ignore problems whose text contains one of these words, within this block."""
        before, self._forgiven = self._forgiven, [*self._forgiven, *words]
        try:
            yield
        finally:
            self._forgiven = before
