"""Numbers for Prometheus that this process counts. What the database knows is added when it is asked."""

from collections.abc import Iterable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from bot import __version__
from bot.mail.verdict import Fault
from storage.entities.status import Outcome
from storage.outbox.sending import Ending

NOTHING = "none"
BUG, LOST = "bug", "lost"
# Why an email was not sent: whose fault it was, or what stopped it.
REASONS = (*Fault, BUG, LOST)
SENT, RETRIED, FAILED, CANCELLED = "sent", "retried", "failed", "cancelled"
IMPORT_RESULTS = ("done", "stopped", "failed", "unreadable", "undone")
_RESULTS = {
    Outcome.SENT: SENT,
    Outcome.QUEUED: RETRIED,
    Outcome.FAILED: FAILED,
    Outcome.CANCELLED: CANCELLED,
}
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counters of one process. Their labels take few values, so that no name or address becomes one."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        its: dict[str, Any] = {"registry": self.registry}
        Info("trusted_contacts", "The program's version", **its).info({"version": __version__})
        self._emails = Counter("emails", "Emails by what became of a try", ["result", "reason"], **its)
        self._imports = Counter("imports", "Imports that ended", ["result"], **its)
        self._calls = Counter("slack_calls", "Calls of Slack's Web API", ["method", "result"], **its)
        self._seconds = Histogram(
            "slack_call_seconds",
            "How long calls of Slack's Web API took",
            ["method"],
            buckets=_SECONDS,
            **its,
        )
        self._lag = Gauge("loop_lag_seconds", "The longest delay of the event loop lately", **its)
        self._begin_with_zeros()

    def _begin_with_zeros(self) -> None:
        """Show each counter before it first counts, so that its first increase is one."""
        for result in (SENT, CANCELLED):
            self._emails.labels(result, NOTHING)
        for reason in REASONS:
            self._emails.labels(RETRIED, reason)
            self._emails.labels(FAILED, reason)
        for result in IMPORT_RESULTS:
            self._imports.labels(result)

    def email(self, ending: Ending) -> None:
        """Count what became of a try. One that was only put off is no try."""
        if why := outcome_of(ending):
            self._emails.labels(*why).inc()

    def imported(self, result: str) -> None:
        self._imports.labels(result).inc()

    def slack_call(self, method: str, result: str, seconds: float) -> None:
        self._calls.labels(method, result).inc()
        self._seconds.labels(method).observe(seconds)

    def loop_lag(self, seconds: float) -> None:
        self._lag.set(seconds)

    def text(self, others: Iterable[Metric]) -> bytes:
        """Write everything in Prometheus' text format, with what the database knows."""
        return generate_latest(self.registry) + generate_latest(_Given(others))


class _Given(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def outcome_of(ending: Ending) -> tuple[str, str] | None:
    """Name what became of an email: (result, reason). None if it was put off without a try."""
    result = _RESULTS[ending.state]
    if ending.state in {Outcome.SENT, Outcome.CANCELLED}:
        return result, NOTHING
    if ending.state is Outcome.QUEUED and ending.error is None:
        return None
    if ending.bug:
        return result, BUG
    return result, ending.fault if ending.fault in set(Fault) else LOST
