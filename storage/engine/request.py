"""The id of the request that is being handled, for the log and for the work it enqueues."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str | None] = ContextVar("request", default=None)


def current_request() -> str | None:
    """Return the id: 32 hexadecimal digits, as those of traces. None if nobody's request is handled."""
    return _current.get()


def begin_request() -> str:
    """Give the request that this task handles from now on an id of its own."""
    made = secrets.token_hex(16)
    _current.set(made)
    return made


@contextmanager
def on_behalf_of(request: str | None) -> Iterator[None]:
    """Act for the request that has enqueued some work."""
    before = _current.set(request)
    try:
        yield
    finally:
        _current.reset(before)
