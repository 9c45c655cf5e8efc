"""Measures calls of the Web API where all clients share them: in their HTTP session."""

import re
from collections.abc import Callable
from time import monotonic
from types import SimpleNamespace
from urllib.parse import urlsplit

import aiohttp

from bot.metrics import Metrics
from bot.tracing import Tracing

OK, RATE_LIMITED, REFUSED, FAILED, UNREACHABLE = "ok", "ratelimited", "refused", "failed", "unreachable"
_METHOD = re.compile(r"[a-zA-Z]+(\.[a-zA-Z]+)*")
_SAID = re.compile(rb'"ok"\s*:\s*(true|false)')
_LIMITED = re.compile(rb'"error"\s*:\s*"rate_?limited"')
_TOO_MANY = 429


def measuring(api_url: str, metrics: Metrics, tracing: Tracing) -> aiohttp.TraceConfig:
    """Make the trace of a session. It counts what goes below `api_url`, by method."""
    below = urlsplit(api_url).path
    config = aiohttp.TraceConfig()

    async def begin(_session: object, call: SimpleNamespace, sent: aiohttp.TraceRequestStartParams) -> None:
        method = sent.url.path.removeprefix(below)
        call.method = method if sent.url.path.startswith(below) and _METHOD.fullmatch(method) else None
        if call.method:
            call.began, call.end = monotonic(), tracing.begin(f"slack {method}")

    def ended(call: SimpleNamespace, result: str) -> None:
        if method := call.method:
            call.method = None
            metrics.slack_call(method, result, monotonic() - call.began)
            end: Callable[[], None] = call.end
            end()

    async def answered(
        _session: object, call: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        call.status = answer.response.status

    async def read(
        _session: object, call: SimpleNamespace, answer: aiohttp.TraceResponseChunkReceivedParams
    ) -> None:
        ended(call, result_of(call.status, answer.chunk))

    async def broke(
        _session: object, call: SimpleNamespace, _error: aiohttp.TraceRequestExceptionParams
    ) -> None:
        ended(call, UNREACHABLE)

    config.on_request_start.append(begin)
    config.on_request_end.append(answered)
    config.on_response_chunk_received.append(read)
    config.on_request_exception.append(broke)
    return config


def result_of(status: int, body: bytes) -> str:
    """Name what a call came to, from its answer."""
    said = _SAID.search(body)
    if status == _TOO_MANY or (said and said[1] == b"false" and _LIMITED.search(body)):
        return RATE_LIMITED
    if said is None:
        return FAILED
    return OK if said[1] == b"true" else REFUSED
