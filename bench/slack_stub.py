"""A minimal Slack for benchmarks: a Web API that answers from memory, and a Socket Mode server.

python -m bench.slack_stub prints its port, then serves until its standard input ends. POST /drive starts
Socket Mode load: {"count", "in_flight"} answers {"seconds"} once every envelope is acknowledged. GET /calls
answers {method: number of calls}.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import uvloop
from aiohttp import WSMsgType, web

TEAM = "T00000001"
PEOPLE = tuple(f"U{number:08}" for number in range(1, 21))
_TURNS = itertools.cycle(PEOPLE)
ANSWERS: dict[str, dict[str, Any]] = {
    "auth.test": {
        "ok": True,
        "url": "https://acme.slack.com/",
        "team": "Acme",
        "user": "bot",
        "team_id": "T00000001",
        "user_id": "U0000BOT1",
        "bot_id": "B00000001",
        "is_enterprise_install": False,
    },
    "users.list": {"ok": True, "members": [], "response_metadata": {"next_cursor": ""}},
    "views.publish": {"ok": True},
    "chat.update": {"ok": True, "channel": "C00000001", "ts": "1700000000.000100"},
    "views.open": {"ok": True, "view": {"id": "V00000001", "type": "modal", "hash": "1.abc"}},
}


class Stub:
    """The stub's answers, and a load generator for connected Socket Mode clients."""

    def __init__(self) -> None:
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Event] = {}
        self._bodies = {name: json.dumps(answer).encode() for name, answer in ANSWERS.items()}
        self._calls: Counter[str] = Counter()
        self.port = 0

    async def api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self.port}/link"})
        await request.read()
        self._calls[method] += 1
        if method == "users.info":
            return web.json_response({"ok": True, "user": user(request.query["user"])})
        if method == "chat.postMessage":
            ts = f"1700000000.{self._calls[method]:06}"
            return web.json_response({"ok": True, "channel": "C00000001", "ts": ts})
        return web.Response(body=self._bodies[method], content_type="application/json")

    async def calls(self, _request: web.Request) -> web.Response:
        return web.json_response(self._calls)

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                waiting = self._waiting.pop(json.loads(message.data)["envelope_id"], None)
                if waiting:
                    waiting.set()
        self._sockets.remove(socket)
        return socket

    async def sockets(self, _request: web.Request) -> web.Response:
        return web.json_response(len(self._sockets))

    async def drive(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        numbers = iter(range(wanted["count"]))
        turns = itertools.cycle(self._sockets)
        began = time.perf_counter()
        await asyncio.gather(*(self._one_lane(numbers, turns) for _ in range(wanted["in_flight"])))
        return web.json_response({"seconds": time.perf_counter() - began})

    async def _one_lane(
        self, numbers: Iterator[int], turns: "itertools.cycle[web.WebSocketResponse]"
    ) -> None:
        for _ in numbers:
            envelope_id = f"{time.perf_counter_ns()}"
            acknowledged = self._waiting[envelope_id] = asyncio.Event()
            envelope = {
                "envelope_id": envelope_id,
                "type": "slash_commands",
                "accepts_response_payload": True,
            }
            await next(turns).send_json(envelope | {"payload": command_payload(envelope_id)})
            await acknowledged.wait()


def user(user_id: str) -> dict[str, Any]:
    profile = {"real_name": "Jordan Lee", "email": f"{user_id.lower()}@acme.example"}
    return {"id": user_id, "team_id": TEAM, "name": "jordan", "is_admin": True, "profile": profile}


def command_payload(trigger_id: str) -> dict[str, str]:
    """Build a command, by each of the people in turn."""
    return {
        "token": "x",
        "team_id": "T00000001",
        "team_domain": "acme",
        "channel_id": "C00000001",
        "channel_name": "general",
        "user_id": next(_TURNS),
        "user_name": "jordan",
        "command": "/invite-contact",
        "text": "Ada Lovelace ada@example.com #python",
        "api_app_id": "A00000001",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/1",
        "trigger_id": trigger_id,
    }


def home_payload(person: str, event_id: str) -> dict[str, Any]:
    event = {"type": "app_home_opened", "user": person, "tab": "home", "channel": "D00000001"}
    return {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": event}


def form_payload(number: int) -> dict[str, Any]:
    """Build the form of a command, filled in, by each of the people in turn."""
    typed = {"name": f"Zoë Ångström {number}", "email": f"zoe{number}@studio.example", "note": "Hello"}
    values: dict[str, Any] = {field: {field: {"value": text}} for field, text in typed.items()}
    values["tags"] = {"tags": {"selected_options": [{"value": "python"}]}}
    values |= {box: {box: {"selected_options": []}} for box in ("offer", "later")}
    view = {"id": f"V{number}", "callback_id": "invite", "type": "modal", "state": {"values": values}}
    person = {"id": PEOPLE[number % len(PEOPLE)], "team_id": TEAM}
    return {"type": "view_submission", "team": {"id": TEAM}, "user": person, "view": view}


async def main() -> None:
    stub = Stub()
    app = web.Application()
    app.add_routes(
        [
            web.post("/api/{method}", stub.api),
            web.get("/api/{method}", stub.api),
            web.get("/link", stub.link),
            web.post("/drive", stub.drive),
            web.get("/sockets", stub.sockets),
            web.get("/calls", stub.calls),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stub.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    sys.stdout.write(f"{stub.port}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(main())
