"""A guided tour of the app. Its steps come from the program that starts the demo."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from demo.world.changes import Changes
from demo.world.model import Json

Complain = Callable[[str, str], None]


@dataclass(frozen=True)
class Step:
    """One step of the tour.

    `act` runs once, before the step is shown for the first time. Going back undoes nothing.
    """

    title: str
    text: str
    press: str = ""
    person: str | None = None  # a name or role
    place: str | None = None  # a channel's name, or home, app or mail
    act: Callable[[], Awaitable[None]] | None = None


class Tour:
    def __init__(self, changes: Changes, steps: Sequence[Step], complain: Complain) -> None:
        self.steps = list(steps)
        self.at: int | None = None
        self._changes = changes
        self._complain = complain
        self._acted: set[int] = set()

    async def move(self, action: str) -> None:
        """Move through the tour: `start`, `next`, `back` or `stop`."""
        last, at = len(self.steps) - 1, self.at or 0
        moves = {"start": 0, "next": min(at + 1, last), "back": max(at - 1, 0), "stop": None}
        target = moves[action] if self.steps else None
        if target is not None:
            await self._act(target)
        self.at = target
        self._changes.bump("tour")

    async def _act(self, number: int) -> None:
        step = self.steps[number]
        if step.act is None or number in self._acted:
            return
        self._acted.add(number)
        try:
            await step.act()
        except Exception as error:
            self._complain("tour", f"{step.title}: {error}")

    async def play(self, tell: Callable[[Step], None]) -> None:
        """Run every step in order, without a page. An error ends the tour."""
        for step in self.steps:
            tell(step)
            if step.act is not None:
                await step.act()

    def shown(self) -> Json | None:
        if self.at is None:
            return None
        step = self.steps[self.at]
        words = {"title": step.title, "text": step.text, "press": step.press}
        place = {"person": step.person, "place": step.place}
        return {"step": self.at + 1, "of": len(self.steps), **words, **place}
