"""Does the outbox work that only changes the database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.workers.engine.registry import Registry
from bot.workers.engine.results import Effect, Result, Sent, Unwanted
from storage.entities.outbox import Outbox
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Note:
    """A change of the database, made in the transaction that records the row as done."""

    effect: Effect


Quiet = Registry[Callable[[UnitOfWork, Any], Awaitable[Note | None]]]


class QuietSender:
    """A sender for work that needs neither Slack nor the relay."""

    def __init__(self, new_uow: Callable[..., UnitOfWork], handlers: Quiet) -> None:
        self._new_uow, self._handlers = new_uow, handlers

    async def send(self, row: Outbox) -> Result:
        work, handler = self._handlers.find(row)
        async with self._new_uow(workspace_id=row.workspace_id).read() as uow:
            note = await handler(uow, work)
        return Sent(note.effect) if note else Unwanted()

    async def close(self) -> None:
        """Do nothing: there is no connection to close."""
