"""The bare equivalent: a stock Bolt AsyncApp, run as its documentation shows, that opens the same modal.

python -m bench.stock http PORT API_URL  |  python -m bench.stock socket API_URL
"""

import asyncio
import sys

import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from blocks.invitation.form import invite_modal
from storage.entities.right import Right

SIGNING_SECRET = "bench"


def build(api_url: str) -> AsyncApp:
    client = AsyncWebClient(token="xoxb-bench", base_url=api_url)
    app = AsyncApp(token="xoxb-bench", signing_secret=SIGNING_SECRET, client=client)

    @app.command("/invite-contact")
    async def invite(ack: AsyncAck, client: AsyncWebClient, body: dict[str, str]) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=VIEW)

    return app


VIEW = invite_modal(frozenset(Right), "Ada Lovelace", "ada@example.com", ("python",))


def serve_http(port: int, api_url: str) -> None:
    handler = AsyncSlackRequestHandler(build(api_url))

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    site = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    uvicorn.run(site, port=port, log_level="critical", access_log=False)


async def serve_socket(api_url: str) -> None:
    await AsyncSocketModeHandler(build(api_url), "xapp-bench").start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    if sys.argv[1] == "http":
        serve_http(int(sys.argv[2]), sys.argv[3])
    else:
        asyncio.run(serve_socket(sys.argv[2]))
