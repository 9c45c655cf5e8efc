"""One line an event, and no address, token or key in it."""

import logging
import re
from collections.abc import Mapping
from typing import Any, TextIO

import structlog

_SECRETS = re.compile(
    r"xox[a-z]*[-.][\w.-]+|xapp-[\w-]+|[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|(?<=/i/)[\w.-]+|(?<=/stop/)[\w.-]+|[\w-]{8,}\.[\w-]{40,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
# Bolt logs the body of a request with a wrong signature, and slack_sdk what it sends, at these levels.
_TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp.access", "uvicorn.access", "alembic")


def set_up_logging(level: str, form: str, stream: TextIO | None = None) -> None:
    """`form` is console or json; written to standard error if no stream is given."""
    chain: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _without_secrets,
    ]
    shown = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=chain,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _one_line, shown],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(text: str) -> str:
    """The text without addresses, tokens, passwords in URLs and personal links."""
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
    """A name with a line break in it must not pass for a line of its own; a traceback may."""
    return {
        key: value.translate(_IN_TRACEBACKS if key == "exception" else _CONTROLS)
        if isinstance(value, str)
        else value
        for key, value in event.items()
    }


# Also the line ends that only Unicode knows, and the marks that turn the direction of writing.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A)), " ")
_IN_TRACEBACKS = {code: " " for code in _CONTROLS if code not in (9, 10)}
