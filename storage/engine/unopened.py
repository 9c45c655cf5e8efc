"""A session that is opened when SQLAlchemy is asked something. Most who only read never ask it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


class Unopened:
    """The notes of a session, and the session as soon as anything else of it is used."""

    def __init__(self, opened: Callable[[], AsyncSession]) -> None:
        self.info: dict[str, Any] = {}
        self._opened = opened

    @cached_property
    def _session(self) -> AsyncSession:
        session = self._opened()
        session.sync_session.info = self.info
        return session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    async def close(self) -> None:
        if "_session" in vars(self):
            await self._session.close()
