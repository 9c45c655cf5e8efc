"""Waits for a database server that is just restarting, as long as somebody has time, and no longer."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from storage.engine.faults import Cause, DatabaseFault, NoAnswer, cause_of
from storage.engine.outage import DatabaseOutage

Result = TypeVar("Result")

AGAIN_SECONDS = 0.1  # between attempts
SILENCE_SECONDS = 5.0  # a busy server may be as slow, whatever time there is


async def with_patience(
    work: Callable[[], Awaitable[Result]],
    no_later: float,
    outage: DatabaseOutage,
    silence: float = SILENCE_SECONDS,
) -> Result:
    """Do work that needs a server, and again if it has only just gone, until this time of `monotonic`.

    A pooler before the server lets its clients wait without a word: after so many seconds of silence it
    counts as away. Raises a DatabaseFault.
    """
    while True:
        seconds = max(no_later - monotonic(), silence)
        try:
            async with asyncio.timeout(seconds):
                return await work()
        except TimeoutError:
            silent = NoAnswer(seconds)
            outage.notice(silent)
            raise silent from None
        except DatabaseFault as error:
            in_time = monotonic() + AGAIN_SECONDS < no_later
            if cause_of(error) is not Cause.AWAY or not in_time or not outage.may_be_a_restart():
                raise
        await asyncio.sleep(AGAIN_SECONDS)
