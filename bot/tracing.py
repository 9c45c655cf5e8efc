"""Spans of requests, work and Slack calls, for OpenTelemetry. Without its variables they cost nothing."""

from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

import structlog

log = structlog.get_logger()

_NOTHING = nullcontext()
_ADVICE = "Install it: pip install 'trusted-contacts[tracing]'"


class Tracing(Protocol):
    """Where spans go."""

    def span(self, name: str) -> AbstractContextManager[object]:
        """Make a span of the block's time."""
        ...

    def close(self) -> None:
        """Send what is left. This blocks."""
        ...


class NoTracing:
    """Spans that go nowhere."""

    def span(self, _name: str) -> AbstractContextManager[object]:
        return _NOTHING

    def close(self) -> None:
        """Do nothing: nothing is left."""


def tracing(*, wanted: bool) -> Tracing:
    """Make spans if they are wanted and OpenTelemetry is installed. It is not loaded otherwise."""
    if not wanted:
        return NoTracing()
    if not (find_spec("opentelemetry") and find_spec("opentelemetry.exporter")):
        log.warning("traces_not_sent", detail=f"OpenTelemetry is not installed. {_ADVICE}")
        return NoTracing()
    return cast(Tracing, import_module("bot.traces").Traces())
