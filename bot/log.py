"""Logging: one line per event, without addresses, tokens or keys."""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog

from storage.engine.request import current_request

_SECRETS = re.compile(
    r"xox[a-z]*[-.][\w.-]+|xapp-[\w-]+|[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|(?<=/i/)[\w.-]+|(?<=/stop/)[\w.-]+|[\w-]{8,}\.[\w-]{40,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
# At these levels Bolt logs the body of a request with a wrong signature, and slack_sdk what it sends.
_TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp.access", "uvicorn.access", "alembic")
_DEAF = "flufl.bounce"  # logs a traceback for each form of report that a message does not have
_NEEDLESS = "As you gave `client` as well, `token` will be unused."
MOST_TRACEBACKS = 1_000


def set_up_logging(level: str, form: str, stream: TextIO | None = None) -> None:
    """Configure logging. `form` is console or json; the default stream is standard error."""
    chain: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _with_request,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        OnceEach(),
        _without_secrets,
    ]
    shown = structlog.processors.JSONRenderer() if form == "json" else _console(stream or sys.stderr)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *chain,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.addFilter(_matters)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=chain,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _one_line, shown],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(_DEAF).setLevel(logging.CRITICAL)


def _console(stream: TextIO) -> structlog.dev.ConsoleRenderer:
    """Colours are for terminals: in a journal or a file they are noise."""
    return structlog.dev.ConsoleRenderer(colors=stream.isatty())


class OnceEach:
    """Print a traceback the first time only; when the very same happens again, its last line."""

    def __init__(self) -> None:
        self._printed: set[int] = set()

    def __call__(
        self, _logger: object, _method: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        printed = event.get("exception")
        if not isinstance(printed, str):
            return event
        known = hash((event.get("event"), printed))
        if known in self._printed:
            event["again"] = event.pop("exception").strip().splitlines()[-1]
        elif len(self._printed) < MOST_TRACEBACKS:
            self._printed.add(known)
        return event


def _with_request(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Add the id of the request that is handled, or that has enqueued what is done."""
    if request := current_request():
        event.setdefault("request", request)
    return event


def _matters(record: logging.LogRecord) -> bool:
    """Leave out that Bolt has found SLACK_BOT_TOKEN in the environment and does not need it."""
    return record.getMessage() != _NEEDLESS


def redact(text: str) -> str:
    """Remove addresses, tokens, passwords in URLs and personal links from a text."""
    return _SECRETS.sub("…", text)


def _without_secrets(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return {key: value if key.startswith("_") else _safe(value) for key, value in event.items()}


def _safe(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _safe(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_safe(inner) for inner in value]
    return redact(str(value))


def _one_line(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Replace line breaks, so that no name can fake a log line. Tracebacks keep theirs."""
    return {
        key: value.translate(_IN_TRACEBACKS if key == "exception" else _CONTROLS)
        if isinstance(value, str)
        else value
        for key, value in event.items()
    }


# Includes Unicode's own line ends and bidi marks.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), " ")
_IN_TRACEBACKS = {code: " " for code in _CONTROLS if code not in (9, 10)}
