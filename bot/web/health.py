"""Is it alive, is it ready, how is it doing."""

from collections.abc import Awaitable, Callable

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from storage.uow import UnitOfWork

Checks = Callable[[], Awaitable[dict[str, bool]]]


def routes(checks: Checks, new_uow: Callable[..., UnitOfWork]) -> list[Route]:
    """`checks` tells for each part by name whether it is ready."""

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_request: Request) -> Response:
        parts = await checks()
        parts["database"] = await _answers(new_uow())
        return JSONResponse(parts, 200 if all(parts.values()) else 503)

    async def metrics(_request: Request) -> Response:
        registry = CollectorRegistry()
        rows = Gauge("outbox_rows", "Rows of the outbox", ["lane", "state"], registry=registry)
        async with new_uow().read() as uow:
            for (lane, state), count in (await uow.sending.counts()).items():
                rows.labels(lane, state).set(count)
        return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


async def _answers(uow: UnitOfWork) -> bool:
    try:
        async with uow.read():
            await uow.workspaces.any()
    except (SQLAlchemyError, OSError, TimeoutError):
        return False
    return True
