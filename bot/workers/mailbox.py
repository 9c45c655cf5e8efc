"""Reads a mailbox for reports of failed delivery.

A message is marked as read only after what it reports is stored. So each is taken in at least once.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.mail.imap import FAULTS, Imap, OpenMailbox
from bot.workers.regularly import regularly
from storage.engine.failpoints import Step, reach
from storage.engine.faults import cause_of

log = structlog.get_logger()

LOOK_EVERY = timedelta(minutes=1)


class BounceMailbox:
    """A loop that looks at the start and every minute. Several processes may look at the same mailbox."""

    def __init__(
        self, imap: Imap, take_in: Callable[[bytes], Awaitable[object]], wake_up: asyncio.Event, clock: Clock
    ) -> None:
        self._imap, self._take_in, self._wake_up, self._clock = imap, take_in, wake_up, clock
        self._away = False

    async def run(self) -> None:
        await regularly(self._look, LOOK_EVERY, self._wake_up, self._clock)

    async def _look(self) -> None:
        try:
            async with self._opened() as mailbox:
                for number in await asyncio.to_thread(mailbox.unread):
                    await self._take_in_one(mailbox, number)
        except FAULTS as error:
            self._begins(error)
        except Exception as error:
            if cause_of(error) is None:
                log.error("bounce_mailbox_not_read", exc_info=error)
        else:
            self._is_over()

    @contextlib.asynccontextmanager
    async def _opened(self) -> AsyncIterator[OpenMailbox]:
        mailbox = await asyncio.to_thread(self._imap.open)
        try:
            yield mailbox
        except BaseException:
            mailbox.drop()
            raise
        await asyncio.to_thread(mailbox.close)

    async def _take_in_one(self, mailbox: OpenMailbox, number: str) -> None:
        """Take in a message. One that our own code fails at does not stop the others."""
        raw = await asyncio.to_thread(mailbox.fetch, number)
        try:
            await self._take_in(raw)
        except Exception as error:
            if cause_of(error):
                raise
            log.error("bounce_not_read", exc_info=error)
        reach(Step.BOUNCE_RECORDED)
        await asyncio.to_thread(mailbox.mark_read, number)

    def _begins(self, error: Exception) -> None:
        """Log one line when the mailbox cannot be read, and one when it can again."""
        if not self._away:
            log.warning("bounce_mailbox_away", reason=f"{type(error).__name__}: {error}")
        self._away = True

    def _is_over(self) -> None:
        if self._away:
            log.info("bounce_mailbox_back")
        self._away = False
