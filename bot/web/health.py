"""Health checks: alive, ready, and metrics."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.log import redact
from bot.metrics import Metrics
from bot.tracing import Tracing
from storage.engine.faults import Cause, DatabaseFault, cause_of, said_by
from storage.uow import UnitOfWork

Checks = Callable[[], Awaitable[dict[str, bool]]]

_ONLY_READABLE = {Cause.FULL, Cause.DISK}


@dataclass(frozen=True, slots=True)
class Watched:
    """What monitors are told of. `checks` returns, for each part by name, whether it is ready."""

    checks: Checks
    metrics: Metrics
    tracing: Tracing


def routes(watched: Watched, new_uow: Callable[..., UnitOfWork]) -> list[Route]:

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_request: Request) -> Response:
        parts = await watched.checks()
        parts["database"], told = await _database(new_uow())
        return JSONResponse(parts | told, 200 if all(parts.values()) else 503)

    async def monitored(_request: Request) -> Response:
        text = watched.metrics.text(await _in_database(new_uow()))
        return Response(text, media_type="text/plain; version=0.0.4")

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", monitored)]


async def _in_database(uow: UnitOfWork) -> list[Metric]:
    """Read what waits or went wrong in all processes together."""
    rows = GaugeMetricFamily(
        "outbox_rows", "Rows of the outbox that wait or went wrong", labels=["lane", "state"]
    )
    due = GaugeMetricFamily(
        "outbox_oldest_due_seconds", "For how long each lane's oldest row has been due", labels=["lane"]
    )
    bounces = CounterMetricFamily("bounces", "Reports of failed delivery", labels=["kind"])
    async with uow.read():
        for (lane, state), count in (await uow.monitored.counts()).items():
            rows.add_metric([lane, state], count)
        for lane, seconds in (await uow.monitored.oldest_due(uow.now)).items():
            due.add_metric([lane], seconds)
        for kind, reports in (await uow.bounces.counts()).items():
            bounces.add_metric([kind], reports)
        waiting, since = await uow.monitored.applications()
        waited = max(0.0, (uow.now - since).total_seconds()) if since else 0.0
    return [
        rows,
        due,
        bounces,
        GaugeMetricFamily("applications_waiting", "People who wait for approval", waiting),
        GaugeMetricFamily("applications_oldest_seconds", "For how long the first of them waits", waited),
    ]


async def _database(uow: UnitOfWork) -> tuple[bool, dict[str, str]]:
    """Tell whether the database can be used, and describe trouble with it (`detail`) or the relay (`mail`).

    While the relay refuses us, emails wait, but everything else works.
    """
    try:
        async with uow.read(at_once=True):
            await uow.workspaces.any()
            trouble = await uow.relay.trouble()
    except (DatabaseFault, OSError, TimeoutError) as error:
        return False, {"detail": _described(cause_of(error) or Cause.AWAY, said_by(error))}
    outage = uow.outage
    told = {"detail": _described(outage.cause, outage.detail)} if outage.cause else {}
    if trouble and trouble.paused_at is not None:
        told["mail"] = f"refused: {trouble.words} {trouble.advice}"
    return outage.cause not in _ONLY_READABLE, told


def _described(cause: Cause, said: str) -> str:
    return redact(f"{cause} (database: {said})")
