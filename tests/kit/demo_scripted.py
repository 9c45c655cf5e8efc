"""A Bolt app that answers as a test tells it, to see how the stand-in handles each answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from demo import DemoServer
from tests.kit.demo_app import greeting_form, hosted

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
    """An app that gives the test's answers in order, and then only 200."""

    def __init__(self, demo: DemoServer) -> None:
        self.demo = demo
        self.client = AsyncWebClient(token=demo.bot_token, base_url=demo.api_url)
        self.script: list[Answer] = []
        self.requests: list[tuple[dict[str, str], bytes]] = []

    async def answer(self, request: Request) -> Response:
        self.requests.append((dict(request.headers), await request.body()))
        return await (self.script.pop(0) if self.script else says())()

    def will(self, *answers: Answer) -> None:
        if never in answers:
            self.demo.courier.ack_timeout = 1.0
        self.script.extend(answers)

    def payload(self, number: int = -1) -> Json:
        """Return the nth request's payload, unwrapped."""
        body = self.requests[number][1].decode()
        if body.startswith("{"):
            events: Json = json.loads(body)
            return events
        fields = {key: values[0] for key, values in parse_qs(body, keep_blank_values=True).items()}
        inner: Json = json.loads(fields["payload"]) if "payload" in fields else fields
        return inner

    async def opens(self, who: str = "manager", **more: Any) -> None:
        """Open a modal for a person."""
        trigger = self.demo.world.new_trigger(self.demo.person(who).user)
        await self.client.views_open(trigger_id=trigger, view={**greeting_form(), **more})

    async def posts(self, *blocks: Json, text: str = "Card") -> None:
        await self.client.chat_postMessage(channel="#hiring", text=text, blocks=list(blocks))


@asynccontextmanager
async def served(app: Scripted) -> AsyncIterator[None]:
    web = Starlette(routes=[Route("/slack", app.answer, methods=["POST"])])
    async with hosted(web) as url:
        app.demo.request_url = f"{url}/slack"
        yield
