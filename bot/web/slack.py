"""POST /slack/events: verifies and limits Slack's requests before Bolt reads them."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_internals import build_async_context
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import Clock
from bot.web import shapes

log = structlog.get_logger()

MOST_BYTES = 1_000_000  # a view is at most 250 kB, and comes back with its state


class TooLarge(Exception):
    """The body has more bytes than the route allows."""


def slack_events(
    app: AsyncApp, signing_secret: str, clock: Clock
) -> Callable[[Request], Awaitable[Response]]:
    """Make the route for commands, interactivity, option loads and events."""
    verifier = SignatureVerifier(signing_secret, _SlackClock(clock))

    async def receive(request: Request) -> Response:
        try:
            body = await read_body(request, MOST_BYTES)
        except TooLarge:
            return PlainTextResponse("The request is too large.", 400)
        if body == b"ssl_check=1" or body.startswith(b"ssl_check=1&"):
            return Response(status_code=200)
        if not _is_slacks(verifier, body, request):
            log.warning("signature_refused")
            return PlainTextResponse("The signature is missing, wrong or too old.", 401)
        return await _dispatch(app, body, request)

    return receive


async def read_body(request: Request, most: int) -> bytes:
    """Read the body. Raises TooLarge as soon as it exceeds `most` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge
    return bytes(body)


class _SlackClock(SlackClock):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


def _is_slacks(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    # int() accepts more than Slack sends, and the verifier crashes on what int() rejects.
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body.decode(), timestamp, signature)
    except UnicodeDecodeError:
        return False


async def _dispatch(app: AsyncApp, body: bytes, request: Request) -> Response:
    try:
        bolt_request = parsed(body.decode(), dict(request.headers))
    except (ValueError, RecursionError, KeyError, AttributeError, TypeError, IndexError):
        return PlainTextResponse("The body is not what Slack sends.", 400)
    answer = await app.async_dispatch(bolt_request)
    headers = {name: values[0] for name, values in answer.headers.items() if name.lower() != "content-length"}
    return Response(answer.body, answer.status, headers)


def parsed(body: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """Parse a request for Bolt. Raises ValueError and similar errors for what is not Slack's payload.

    slack-bolt 1.30 takes every form that contains the letters "payload" for an interactive one and reads it
    as empty, so such a body is parsed again here.
    """
    request = AsyncBoltRequest(body=body, headers={**headers})
    if not request.body and body and not body.lstrip().startswith("{"):
        request.body = dict(parse_qsl(body, keep_blank_values=True))
        request.context = build_async_context(AsyncBoltContext({}), request.body)
    if not isinstance(request.body, dict) or not shapes.is_slacks(request.body):
        raise ValueError("no payload of Slack's")
    return request
