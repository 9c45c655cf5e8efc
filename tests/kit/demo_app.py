"""A small Bolt app, unrelated to the product, for testing the stand-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from demo import DemoServer
from demo.delivery.hosting import HttpHost

Json = dict[str, Any]
MANIFEST: Json = {
    "display_information": {"name": "Greeter"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Greeter"},
        "slash_commands": [{"command": "/greet", "description": "Greets"}],
        "shortcuts": [
            {"type": "global", "name": "Greet someone", "callback_id": "greet", "description": "x"},
            {"type": "message", "name": "Answer this", "callback_id": "answer", "description": "x"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "commands", "files:read", "files:write", "im:write", "users:read",
                    "users:read.email", "channels:read"],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "file_shared", "member_joined_channel", "app_uninstalled"]
        },
        "interactivity": {"is_enabled": True},
    },
}  # fmt: skip


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def option(word: str) -> Json:
    return {"text": plain(word), "value": word.lower()}


def greeting_form() -> Json:
    return {
        "type": "modal",
        "callback_id": "greeting",
        "title": plain("Greet someone"),
        "submit": plain("Greet"),
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "name", "label": plain("Name"),
             "element": {"type": "plain_text_input", "action_id": "v"}},
            {"type": "input", "block_id": "tags", "label": plain("Tags"), "optional": True,
             "element": {"type": "multi_external_select", "action_id": "tags", "min_query_length": 0}},
            {"type": "actions", "block_id": "more",
             "elements": [{"type": "button", "action_id": "deeper", "text": plain("Deeper")}]},
        ],
    }  # fmt: skip


def card(text: str, button: str | None) -> list[Json]:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    if button is None:
        return [section]
    return [section, {"type": "actions", "elements": [
        {"type": "button", "action_id": "wave", "text": plain(button), "value": "1"}]}]  # fmt: skip


class Greeter:
    """The app, with a record of what it received."""

    def __init__(self, demo: DemoServer) -> None:
        self.demo = demo
        self.client = AsyncWebClient(token=demo.bot_token, base_url=demo.api_url)
        self.app = AsyncApp(
            token=demo.bot_token,
            signing_secret=demo.signing_secret,
            client=self.client,
            process_before_response=True,
        )
        self.heard: list[tuple[str, Json]] = []
        self._listen()

    def _listen(self) -> None:
        app = self.app
        app.command("/greet")(self.command)
        app.shortcut("greet")(self.command)
        app.shortcut("answer")(self.answer)
        app.view("greeting")(self.submitted)
        app.view_closed("greeting")(self.quiet)
        app.action("wave")(self.wave)
        app.action("deeper")(self.deeper)
        app.options("tags")(self.tags)
        for name in ("app_home_opened", "file_shared", "member_joined_channel", "app_uninstalled"):
            app.event(name)(self.event)

    async def command(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        self.heard.append(("command", body))
        if body.get("text") == "help":
            await ack("Say */greet*")
            return
        await client.views_open(trigger_id=body["trigger_id"], view=greeting_form())
        await ack()

    async def answer(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        self.heard.append(("answer", body))
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_postMessage(channel=channel, thread_ts=ts, text="Noted")
        await ack()

    async def submitted(self, ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        self.heard.append(("submitted", body))
        name = view["state"]["values"]["name"]["v"]["value"]
        if name == "nobody":
            await ack(response_action="errors", errors={"name": "There is nobody of that name."})
            return
        channel = self.demo.channel("hiring").id
        await client.chat_postMessage(
            channel=channel, text=f"Hello {name}", blocks=card(f"*Hello {name}*", "Wave")
        )
        await ack()

    async def wave(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        self.heard.append(("wave", body))
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        await client.chat_update(channel=channel, ts=ts, text="Waved", blocks=card("Waved", None))
        await ack()

    async def deeper(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        self.heard.append(("deeper", body))
        await client.views_push(trigger_id=body["trigger_id"], view=greeting_form())
        await ack()

    async def tags(self, ack: AsyncAck, body: Json) -> None:
        self.heard.append(("tags", body))
        typed = body["value"]
        await ack(options=[option(each) for each in ("React", "Rust") if typed.lower() in each.lower()])

    async def quiet(self, ack: AsyncAck, body: Json) -> None:
        self.heard.append(("closed", body))
        await ack()

    async def event(self, event: Json, body: Json, client: AsyncWebClient) -> None:
        self.heard.append((event["type"], body))
        if event["type"] == "app_home_opened":
            await client.views_publish(
                user_id=event["user"], view={"type": "home", "blocks": card("At home", "Wave")}
            )

    def heard_of(self, kind: str) -> list[Json]:
        return [body for what, body in self.heard if what == kind]


@asynccontextmanager
async def hosted(app: ASGIApp) -> AsyncIterator[str]:
    """Serve an app, yielding its address. At the end, open connections are not waited for."""
    host = HttpHost("127.0.0.1", 0)
    await host.start(app)
    try:
        yield f"http://{host.address}"
    finally:
        await host.stop()


@asynccontextmanager
async def over_http(greeter: Greeter) -> AsyncIterator[None]:
    handler = AsyncSlackRequestHandler(greeter.app)

    async def slack(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", slack, methods=["POST"])])
    async with hosted(web) as url:
        greeter.demo.request_url = f"{url}/slack/events"
        yield


@asynccontextmanager
async def over_socket(greeter: Greeter) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(greeter.app, greeter.demo.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await greeter.demo.until(lambda: greeter.demo.sockets.count)
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]
