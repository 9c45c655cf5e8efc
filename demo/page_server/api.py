"""The page's own JSON and event stream below /demo/. GET changes nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from demo.page_server import snapshots
from demo.page_server.acts import ACTS
from demo.page_server.switches import Switches
from demo.page_server.tour import Tour
from demo.world.changes import Change
from demo.world.desk import Desk
from demo.world.mailbox import DemoMailbox, Mail
from demo.world.model import Json, User
from demo.world.refusals import SlackRefuses

_PING_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Greeting:
    """The page's first line, and where it opens: a channel's name, or home, app or mail; both if wished."""

    words: str = ""
    place: str = ""


class PageApi:
    def __init__(
        self,
        desk: Desk,
        mailbox: DemoMailbox,
        switches: Switches,
        tour: Tour,
        samples: Mapping[str, Path],
        greeting: Greeting,
    ) -> None:
        """Set up the routes. `samples` maps names to files that the page offers to share."""
        self._samples, self._greeting = samples, greeting
        self._desk = desk
        self._world = desk.world
        self._mailbox = mailbox
        self._switches = switches
        self._tour = tour

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/demo/people", self.people),
            Route("/demo/state", self.state),
            Route("/demo/messages", self.messages),
            Route("/demo/events", self.events),
            Route("/demo/file/{file}", self.file),
            Route("/demo/samples/{name}", self.sample),
            Route("/demo/log", self.log),
            Route("/demo/mails", self.mails),
            Route("/demo/mails/{id:int}", self.mail),
            Route("/demo/mails/{id:int}/raw", self.raw_mail),
            Route("/demo/mails/{what}", self.change_mails, methods=["POST"]),
            Route("/demo/faults", self.faults),
            Route("/demo/faults", self.set_fault, methods=["POST"]),
            Route("/demo/tour", self.tour),
            Route("/demo/tour", self.move_tour, methods=["POST"]),
            Route("/demo/{act}", self.act, methods=["POST"]),
        ]

    # Reading

    async def people(self, request: Request) -> Response:
        tour = bool(self._tour.steps)
        everybody = snapshots.everybody(self._world, self._mailbox.smtp_url, tour)
        greeting = {"welcome": self._greeting.words, "opens_at": self._greeting.place}
        return JSONResponse(everybody | greeting | {"samples": list(self._samples)})

    async def sample(self, request: Request) -> Response:
        path = self._samples.get(request.path_params["name"])
        return FileResponse(path, filename=path.name) if path else _nobody()

    async def state(self, request: Request) -> Response:
        user = self._who(request.query_params.get("person"))
        tab = request.query_params.get("tab")
        return JSONResponse(snapshots.state(self._world, user, tab)) if user else _nobody()

    async def messages(self, request: Request) -> Response:
        user = self._who(request.query_params.get("person"))
        channel = self._world.channels.get(request.query_params.get("channel", ""))
        if user is None or channel is None or not self._world.may_see(user, channel):
            return _nobody()
        return JSONResponse(snapshots.messages(self._world, user, channel))

    def _who(self, user_id: object) -> User | None:
        user = self._world.users.get(str(user_id))
        return None if user is None or user.is_bot or user.deleted else user

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        async with self._world.changes.follow() as queue:
            yield _event("hello", {"version": self._world.changes.version})
            while True:
                yield await _next(queue)

    async def file(self, request: Request) -> Response:
        user = self._who(request.query_params.get("person"))
        file = self._world.files.get(request.path_params["file"])
        if user is None or file is None or not self._sees(user, file.id):
            return _nobody()
        headers = {"content-disposition": f'attachment; filename="{file.id}"'}
        return Response(file.data, media_type="application/octet-stream", headers=headers)

    def _sees(self, user: User, file_id: str) -> bool:
        channels = (self._world.channels[each.channel] for each in self._world.files[file_id].shares)
        return any(self._world.may_see(user, channel) for channel in channels)

    async def log(self, request: Request) -> Response:
        return JSONResponse(snapshots.log(self._desk.log))

    async def mails(self, request: Request) -> Response:
        return JSONResponse({"mails": [snapshots.mail_line(each) for each in self._mailbox.mails[::-1]]})

    async def mail(self, request: Request) -> Response:
        mail = self._mail(request.path_params["id"])
        return JSONResponse(snapshots.mail_whole(mail)) if mail else _nobody()

    async def raw_mail(self, request: Request) -> Response:
        mail = self._mail(request.path_params["id"])
        return PlainTextResponse(mail.raw) if mail else _nobody()

    def _mail(self, number: object) -> Mail | None:
        return next((each for each in self._mailbox.mails if each.id == str(number)), None)

    async def faults(self, request: Request) -> Response:
        return JSONResponse({"faults": [each.shown() for each in self._switches.all.values()]})

    async def tour(self, request: Request) -> Response:
        return JSONResponse({"tour": self._shown_tour()})

    def _shown_tour(self) -> Json | None:
        """Return the current step of the tour, with person and place as ids."""
        step = self._tour.shown()
        if step:
            people = [*self._world.users.values()][::-1]  # reversed, so that the first person of a role wins
            user = {name: user for user in people for name in (user.role, user.name)}.get(step["person"])
            team_id = self._world.workspace_of(user) if user else next(iter(self._world.teams))
            places = {channel.name: channel.id for channel in self._world.channels_of(team_id)}
            step["person"] = user.id if user else None
            step["place"] = places.get(step["place"], step["place"])
        return step

    # Acting

    async def act(self, request: Request) -> Response:
        act = ACTS.get(request.path_params["act"])
        body = await _body(request)
        if act is None or body is None:
            return _malformed()
        user = self._who(body.get("person"))
        if user is None:
            return _nobody()
        try:
            with self._world.in_tab(body.get("tab")):
                return JSONResponse(await act(self._desk, user, body))
        except SlackRefuses as refused:
            return JSONResponse({"ok": False, "error": refused.error})

    async def set_fault(self, request: Request) -> Response:
        body = await _body(request)
        switch = self._switches.all.get(body.get("name", "")) if body else None
        if body is None or switch is None:
            return _malformed()
        switch.write(bool(body.get("on")), body.get("value"))
        self._world.changes.bump("faults")
        return JSONResponse({"ok": True})

    async def move_tour(self, request: Request) -> Response:
        body = await _body(request)
        if body is None or body.get("action") not in ("start", "next", "back", "stop"):
            return _malformed()
        await self._tour.move(body["action"])
        return JSONResponse({"ok": True})

    async def change_mails(self, request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _malformed()
        mail = self._mail(body.get("id"))
        if request.path_params["what"] == "clear":
            self._mailbox.clear()
        elif mail is not None:
            mail.seen = True
            self._world.changes.bump("mail")
        return JSONResponse({"ok": True})


async def _next(queue: asyncio.Queue[Change]) -> str:
    try:
        async with asyncio.timeout(_PING_SECONDS):
            change = await queue.get()
    except TimeoutError:
        return ": ping\n\n"
    return _event("change", {"version": change.version, "topics": list(change.topics)})


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


async def _body(request: Request) -> Json | None:
    """Read the JSON body. Return None without the header that only the demo's own page sends."""
    if request.headers.get("x-demo") != "1":
        return None
    try:
        body = json.loads(await request.body())
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _malformed() -> Response:
    return JSONResponse({"ok": False, "error": "This request is malformed."}, 400)


def _nobody() -> Response:
    return JSONResponse({"ok": False, "error": "There is nothing to see here."}, 404)
