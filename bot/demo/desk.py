"""What every gesture of a person needs at hand, and what it comes to."""

from dataclasses import dataclass

from bot.demo.courier import Courier
from bot.demo.events import Events
from bot.demo.log import Log
from bot.demo.world import World


@dataclass(frozen=True)
class Desk:
    world: World
    log: Log
    courier: Courier
    events: Events

    def problem(self, method: str, text: str) -> None:
        self.log.problem(self.world.now(), method, text)


@dataclass(frozen=True)
class Result:
    """`error` is the sentence that Slack shows to the person."""

    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


FINE = Result()
