"""Runs a listener again if the database gave up its unit of work because of a conflict."""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from functools import partial
from typing import Any

from storage.engine.conflicts import run_again

Listener = Callable[..., Awaitable[Any]]


class Acted:
    """Records whether a request has committed or called Slack, which cannot be undone."""

    def __init__(self) -> None:
        self.yes = self.committed = False

    def note(self) -> None:
        self.yes = True

    def commit(self) -> None:
        self.yes = self.committed = True


_acted: ContextVar[Acted] = ContextVar("acted")


def has_committed() -> bool:
    """Tell whether this request's listener has changed something for good."""
    acted = _acted.get(None)
    return acted is not None and acted.committed


def watch() -> Acted:
    """Record from now on what this request does."""
    acted = Acted()
    _acted.set(acted)
    return acted


def again(listener: Listener) -> Listener:
    """Make a listener that is run again after a conflict, if it has neither committed nor called Slack.

    Up to then it has no effect, so running it again is safe.
    """

    async def run(**arguments: Any) -> Any:
        acted = _acted.get()
        acted.yes = acted.committed = False  # the access check may have called Slack, and stored a profile
        return await run_again(partial(listener, **arguments), lambda: not acted.yes)

    return run
