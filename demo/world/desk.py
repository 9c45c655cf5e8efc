"""What a person's gestures work with, and their result."""

from dataclasses import dataclass

from demo.delivery.courier import Courier
from demo.delivery.events import EventQueue
from demo.world.log import Log
from demo.world.world import World


@dataclass(frozen=True)
class Desk:
    world: World
    log: Log
    courier: Courier
    events: EventQueue

    def problem(self, method: str, text: str) -> None:
        self.log.problem(self.world.now(), method, text)


@dataclass(frozen=True)
class Result:
    """The result of a gesture. `error` is the message Slack shows the person."""

    error: str | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


FINE = Result()
