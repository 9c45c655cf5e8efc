"""How a send of an outbox row can end, and what a sender is."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.workers.engine.retry import Failure
from storage.entities.outbox import Outbox
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork

Effect = Callable[[UnitOfWork], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Sent. `effect` runs in the transaction that records it."""

    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Not sent, because it is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Later:
    """Not sent, because it is too early. It is tried again at `due_at`."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class Soon:
    """Not rendered, because something it says is just being found out. It is rendered again in a moment."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Not sent, because the database could not be read. It is tried again soon, whatever its age."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Not sent. The retry table decides whether to try again. `about` is for the lane's judge."""

    failure: Failure
    about: object = None


Result = Sent | Unwanted | Later | Unread | Failed


class Overtaken(Exception):
    """Some results may not be recorded: their rows belong to another worker, or were recorded before."""

    def __init__(self, rows: set[int]) -> None:
        super().__init__(f"rows {sorted(rows)}")
        self.rows = rows


class Sender(Protocol):
    """Sends one row at a time, outside any transaction."""

    async def send(self, row: Outbox) -> Result: ...

    async def close(self) -> None: ...


Ended = Callable[[UnitOfWork, Sequence[Ending]], Awaitable[None]]  # the endings are of one kind


Results = Sequence[tuple[Outbox, Result]]
