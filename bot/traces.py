"""Sends spans by OTLP over HTTP, to where OpenTelemetry's variables say. Loaded only if they are set."""

from contextlib import AbstractContextManager
from threading import Thread

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

from bot import __version__
from storage.engine.request import current_request

NAME = "trusted-contacts"
LAST_SECONDS = 2.0


class RequestIds(RandomIdGenerator):
    """Gives a request's spans its id as their trace's, also those of the work it enqueued."""

    def generate_trace_id(self) -> int:
        request = current_request()
        return int(request, 16) if request else super().generate_trace_id()


class Traces:
    """The spans of this process, sent in batches from a thread of their own."""

    def __init__(self) -> None:
        ours = Resource({"service.name": NAME, "service.version": __version__})
        resource = ours.merge(OTELResourceDetector().detect())  # what the environment says wins
        self._provider = TracerProvider(resource=resource, id_generator=RequestIds(), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(NAME, __version__)

    def span(self, name: str) -> AbstractContextManager[object]:
        return self._tracer.start_as_current_span(name)

    def close(self) -> None:
        """Send what is left, but let nothing that does not answer delay the program's end."""
        last = Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        last.join(LAST_SECONDS)
