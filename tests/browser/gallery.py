"""A server that shows the demo's page with canned answers, and keeps what the page posts."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.browser.canned import APP, CHANNELS, FAILED, FAULTS, MAIL, PEOPLE, REQUEST, Json, view

PAGE = Path(__file__).parents[2] / "demo" / "page"
TOPICS = ("channel:C1", "views:U1", "home:U1", "log", "tour")


@dataclass
class Gallery:
    """A server with canned state. Assign new state and call `changed()`; the page then loads it."""

    url: str = ""
    home: list[Json] = field(default_factory=list)
    modals: list[Json] = field(default_factory=list)
    messages: list[Json] = field(default_factory=list)
    channels: list[Json] = field(default_factory=lambda: [*CHANNELS])
    options: list[Json] = field(default_factory=list)
    problems: list[Json] = field(default_factory=list)
    tour: Json | None = None
    refusal: str | None = None  # the answer to every POST
    posts: list[tuple[str, Json]] = field(default_factory=list)
    listeners: list[web.StreamResponse] = field(default_factory=list)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def changed(self, *topics: str) -> None:
        data = json.dumps({"version": 1, "topics": topics or TOPICS})
        for listener in [*self.listeners]:
            with suppress(ConnectionError):  # the page was closed
                await listener.write(f"event: change\ndata: {data}\n\n".encode())

    def read(self, what: str, query: Any) -> Json:
        """Return the canned answer to a GET below /demo."""
        match what.split("/"):
            case ["people"]:
                workspaces = [{"id": "T1", "name": "Acme", "domain": "acme"}]
                return {"workspaces": workspaces, "people": PEOPLE, "app": APP}
            case ["state"]:
                return self.state(query["person"])
            case ["messages"]:
                open_channel = next(each for each in self.channels if each["id"] == query["channel"])
                return {"channel": open_channel, "messages": self.messages}
            case ["log"]:
                return {"requests": [FAILED, REQUEST], "problems": self.problems}
            case ["faults"]:
                return {"faults": FAULTS}
            case ["tour"]:
                return {"tour": self.tour}
            case ["mails"]:
                return {
                    "mails": [MAIL | {"seen": False}, MAIL | {"id": "2", "seen": True, "subject": "Reminder"}]
                }
        return MAIL

    def state(self, user_id: str) -> Json:
        me = next(person for person in PEOPLE if person["id"] == user_id)
        home = view("VH", self.home, type="home") if self.home else None
        shared = {"workspace": {"id": "T1", "name": "Acme"}, "people": PEOPLE, "channels": self.channels}
        return {**shared, "person": me, "modals": self.modals, "home": home}

    async def get(self, request: web.Request) -> web.Response:
        what = request.match_info["what"]
        if what.endswith("/raw"):
            return web.Response(text="Subject: Acme invites you\n\nHello Ada")
        return web.json_response(self.read(what, request.query))

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/event-stream"})
        await response.prepare(request)
        await response.write(b'event: hello\ndata: {"version": 1}\n\n')
        self.listeners.append(response)
        await self.closing.wait()
        return response

    async def post(self, request: web.Request) -> web.Response:
        what = request.match_info["what"]
        if what == "upload":
            form = await request.post()
            body = {key: getattr(value, "filename", value) for key, value in form.items()}
        else:
            body = await request.json()
        self.posts.append((what, body))
        return web.json_response({"ok": not self.refusal, "error": self.refusal, "options": self.options})

    async def index(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/demo/events", self.events)
        app.router.add_get("/demo/{what:.*}", self.get)
        app.router.add_post("/demo/{what:.*}", self.post)
        app.router.add_get("/", self.index)
        app.router.add_static("/", PAGE)
        return app


@asynccontextmanager
async def open_gallery() -> AsyncIterator[Gallery]:
    """Start a gallery on a free loopback port."""
    gallery = Gallery()
    runner = web.AppRunner(gallery.app(), shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    gallery.url = f"http://{host}:{port}"
    try:
        yield gallery
    finally:
        gallery.closing.set()
        await runner.cleanup()
