"""A guided tour of the app in the page: steps written by whoever starts the demo."""

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.demo.changes import Changes


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    press: str = ""
    person: str | None = None  # a name or role
    place: str | None = None  # a channel's name, or home, app, mail


@dataclass
class Tour:
    changes: Changes
    steps: list[Step] = field(default_factory=list)
    at: int | None = None

    def move(self, action: str) -> None:
        last = len(self.steps) - 1
        at = self.at or 0
        moves = {"start": 0, "next": min(at + 1, last), "back": max(at - 1, 0), "stop": None}
        self.at = moves[action] if self.steps else None
        self.changes.bump("tour")

    def shown(self) -> dict[str, Any] | None:
        if self.at is None:
            return None
        return {"step": self.at + 1, "of": len(self.steps), **asdict(self.steps[self.at])}
