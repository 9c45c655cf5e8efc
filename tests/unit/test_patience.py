"""How long a database server is waited for that has gone."""

import asyncio
from collections.abc import Callable
from time import monotonic

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from storage.engine.faults import Cause, DatabaseFault, NoAnswer, cause_of
from storage.engine.outage import RESTART_SECONDS, DatabaseOutage
from storage.engine.patience import with_patience

GONE = OperationalError("SELECT 1", {}, psycopg.OperationalError("server closed the connection unexpectedly"))
WRONG = OperationalError("SELECT 1", {}, psycopg.errors.UndefinedColumn("no such column"))


class Server:
    """A server that answers with errors first."""

    def __init__(self, outage: DatabaseOutage, *errors: Exception) -> None:
        self._outage, self._errors, self.asked = outage, list(errors), 0

    async def answer(self) -> str:
        self.asked += 1
        if self._errors:
            error = self._errors.pop(0)
            self._outage.notice(error)
            raise error
        return "here"


def an_outage(*times: float) -> DatabaseOutage:
    """Make one whose clock gives these times, the last one for good."""
    left = list(times)
    clock: Callable[[], float] = lambda: left.pop(0) if len(left) > 1 else left[0]  # noqa: E731
    return DatabaseOutage(clock)


async def test_a_server_that_is_back_in_time_is_asked_again() -> None:
    outage = an_outage(0)
    server = Server(outage, GONE, GONE)
    assert await with_patience(server.answer, monotonic() + 60, outage) == "here"
    assert server.asked == 3


@pytest.mark.parametrize(
    ("error", "seconds", "times"),
    [
        (WRONG, 60, (0,)),  # our own mistake: it would be wrong again
        (GONE, 0.05, (0,)),  # nobody has time to wait
        (GONE, 60, (0, RESTART_SECONDS)),  # gone for longer than a restart takes
    ],
)
async def test_what_would_wait_in_vain_fails_at_once(
    error: Exception, seconds: float, times: tuple[float, ...]
) -> None:
    outage = an_outage(*times)
    server = Server(outage, error)
    with pytest.raises(DatabaseFault):
        await with_patience(server.answer, monotonic() + seconds, outage)
    assert server.asked == 1


async def test_who_is_let_wait_without_a_word_gets_an_error_in_time() -> None:
    outage = an_outage(0)
    with pytest.raises(NoAnswer, match=r"no answer within 0\.\d s") as raised:
        await with_patience(asyncio.Event().wait, monotonic(), outage, silence=0.05)
    assert cause_of(raised.value) is Cause.AWAY
    assert outage.cause is Cause.AWAY
