"""Traces are sent where OpenTelemetry's variables say, and OpenTelemetry is not loaded without them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from bot.tracing import NoTracing, tracing
from tests.kit.product import running


class Collector:
    """Keeps the spans that are sent by OTLP over HTTP."""

    def __init__(self) -> None:
        self.traces: dict[str, set[bytes]] = {}  # {name of a span: ids of its traces}
        self.service = ""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        async with server:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        self._keep(await reader.readexactly(length))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    def _keep(self, body: bytes) -> None:
        for sent in ExportTraceServiceRequest.FromString(body).resource_spans:
            named = {each.key: each.value.string_value for each in sent.resource.attributes}
            self.service = named["service.name"]
            for scope in sent.scope_spans:
                for span in scope.spans:
                    self.traces.setdefault(span.name, set()).add(span.trace_id)


async def test_a_requests_spans_and_those_of_its_email_are_one_trace(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = Collector()
    async with collector.listening() as url:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        async with running(database_url) as house:
            await house.name_hiring_manager("Jordan Lee")
            await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
            link = await house.link("ada@x.dk")
            await house.web.get(link)
    traces = collector.traces
    assert collector.service == "trusted-contacts"
    assert {"POST /slack", "slack views.open", "mail invitation", "GET /i"} <= set(traces)
    assert traces["mail invitation"] < traces["POST /slack"]
    assert not any("ada" in name or link.rsplit("/", 1)[-1] in name for name in traces)


def test_without_its_variables_nothing_is_traced() -> None:
    nowhere = tracing(wanted=False)
    assert isinstance(nowhere, NoTracing)
    with nowhere.span("nothing"):
        pass
    nowhere.close()
