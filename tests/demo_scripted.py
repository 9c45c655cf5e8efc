"""An app that answers what a test says, to see what Slack makes of each answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo import DemoServer
from tests.demo_app import greeting_form

Json = dict[str, Any]
Answer = Callable[[], Awaitable[Response]]


def says(body: Any = None, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    async def answer() -> Response:
        text = json.dumps(body) if isinstance(body, dict) else body or ""
        return Response(text, status, headers)

    return answer


async def never() -> Response:
    await asyncio.Event().wait()
    return Response()


class Scripted:
    """An app that answers what the test says, in order, and then nothing but 200."""

    def __init__(self, demo: DemoServer) -> None:
        self.demo = demo
        self.client = AsyncWebClient(token=demo.bot_token, base_url=demo.api_url)
        self.script: list[Answer] = []
        self.requests: list[tuple[dict[str, str], bytes]] = []

    async def answer(self, request: Request) -> Response:
        self.requests.append((dict(request.headers), await request.body()))
        return await (self.script.pop(0) if self.script else says())()

    def will(self, *answers: Answer) -> None:
        self.script.extend(answers)

    def payload(self, number: int = -1) -> Json:
        """The nth request's payload, whichever way it is wrapped."""
        body = self.requests[number][1].decode()
        if body.startswith("{"):
            events: Json = json.loads(body)
            return events
        fields = {key: values[0] for key, values in parse_qs(body, keep_blank_values=True).items()}
        inner: Json = json.loads(fields["payload"]) if "payload" in fields else fields
        return inner

    async def opens(self, who: str = "manager", **more: Any) -> None:
        """A modal, as if the person had asked for it."""
        trigger = self.demo.world.new_trigger(self.demo.person(who).user)
        await self.client.views_open(trigger_id=trigger, view={**greeting_form(), **more})

    async def posts(self, *blocks: Json, text: str = "Card") -> None:
        await self.client.chat_postMessage(channel="#hiring", text=text, blocks=list(blocks))


@asynccontextmanager
async def served(app: Scripted) -> AsyncIterator[None]:
    web = Starlette(routes=[Route("/slack", app.answer, methods=["POST"])])
    server = uvicorn.Server(
        uvicorn.Config(web, port=0, log_config=None, log_level="critical", lifespan="off")
    )
    task = asyncio.create_task(server.serve())
    await app.demo.until(lambda: server.started)
    app.demo.request_url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/slack"
    yield
    server.should_exit = server.force_exit = True
    for each in server.server_state.tasks:
        each.cancel()
    await task
