"""Maps each kind of outbox row to its class of work and its handler."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Generic, TypeVar

from bot.workers.engine.results import Ended
from storage.engine.request import on_behalf_of
from storage.entities.outbox import Outbox
from storage.outbox.sending import Ending
from storage.outbox.work import NotKnown, NotUnderstood, Work
from storage.uow import UnitOfWork

Handler = TypeVar("Handler")
WorkOf = TypeVar("WorkOf", bound=Work)


class Registry(Generic[Handler]):
    """The handlers of one lane, by kind."""

    def __init__(self) -> None:
        self._handlers: dict[str, tuple[type[Work], Handler]] = {}

    def add(self, work: type[Work], handler: Handler) -> None:
        self._handlers[work.kind] = work, handler

    def find(self, row: Outbox) -> tuple[Any, Handler]:
        """Read a row back into its class of work and find the handler. Raises NotUnderstood."""
        if row.kind not in self._handlers:
            raise NotKnown(f"Nobody here knows work of the kind {row.kind}.")
        work, handler = self._handlers[row.kind]
        return work.read(row), handler

    def known(self) -> set[type[Work]]:
        """List the classes that have a handler in this lane."""
        return {work for work, _ in self._handlers.values()}


class Ends(Registry[Callable[[UnitOfWork, Any], Awaitable[None]]]):
    """Callbacks that run when work of one kind and workspace has ended, in the transaction that records it.

    They get pairs (work, ending).
    """

    def tell(self, work: type[WorkOf], told: Callable[[UnitOfWork, WorkOf, Ending], Awaitable[None]]) -> None:
        """Have each told by itself, on behalf of the request that has enqueued it."""

        async def tell_each(uow: UnitOfWork, ended: Sequence[tuple[WorkOf, Ending]]) -> None:
            for each, ending in ended:
                with on_behalf_of(ending.row.request):
                    await told(uow, each, ending)

        self.add(work, tell_each)


def tells(ends: Ends) -> Ended:
    """Make one callback that calls the right one for rows of one kind.

    Rows without a callback, and rows that cannot be understood, are ignored.
    """

    async def ended(uow: UnitOfWork, endings: Sequence[Ending]) -> None:
        understood = []
        for ending in endings:
            with suppress(NotUnderstood):
                work, tell = ends.find(ending.row)
                understood.append((work, ending))
        if understood:
            await tell(uow, understood)

    return ended
