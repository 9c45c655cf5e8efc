"""A session that is opened when SQLAlchemy is asked something. Most who only read never ask it."""

from collections.abc import Awaitable, Callable
from functools import cached_property, wraps
from inspect import iscoroutinefunction
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


class Unopened:
    """The notes of a session, and the session as soon as anything else of it is used.

    `reach` takes its connection to a server, with patience, before it first asks one.
    """

    def __init__(
        self,
        opened: Callable[[], AsyncSession],
        reach: Callable[[AsyncSession], Awaitable[None]] | None = None,
    ) -> None:
        self.info: dict[str, Any] = {}
        self._opened, self._reach = opened, reach

    @cached_property
    def _session(self) -> AsyncSession:
        session = self._opened()
        session.sync_session.info = self.info
        return session

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._session, name)
        return self._having_reached(found) if self._reach and iscoroutinefunction(found) else found

    def _having_reached(self, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @wraps(ask)
        async def asked(*args: Any, **options: Any) -> Any:
            if reach := self._reach:
                await reach(self._session)
                self._reach = None
            return await ask(*args, **options)

        return asked

    async def close(self) -> None:
        if "_session" in vars(self):
            await self._session.close()
