"""The stand-in as one object: starts and stops it, and gives access to people, faults, log and mailbox."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import aiohttp
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute

from demo.api.gates import Gates
from demo.api.web_api import WebApi
from demo.delivery.comings_and_goings import ComingsAndGoings
from demo.delivery.courier import Alter, Courier
from demo.delivery.events import EventQueue
from demo.delivery.hosting import HttpHost
from demo.delivery.installing import install_now, uninstall
from demo.delivery.oauth import OAuthServer
from demo.delivery.over_http import OverHttp
from demo.delivery.over_socket import Reason, Sockets
from demo.delivery.routes import Routes
from demo.delivery.transport import Dispatch, Reply, Transport, What
from demo.page_server.api import Greeting, PageApi
from demo.page_server.files import PAGE, PageFiles
from demo.page_server.switches import Switches
from demo.page_server.tour import Step, Tour
from demo.page_server.uploads import PageUploads
from demo.person.person import Person
from demo.person.seen import CannotDo
from demo.world.desk import Desk
from demo.world.faults import Faults
from demo.world.log import Log, Logged, Problem
from demo.world.mailbox import DemoMailbox
from demo.world.manifest import read_manifest
from demo.world.model import Channel, Json, Team, UserGroup
from demo.world.planting import plant
from demo.world.seed import WorkspaceSeed, acme
from demo.world.world import World

KEPT_SECONDS = 1.0  # an idle connection to the app
T = TypeVar("T")


class DemoServer:
    def __init__(
        self,
        manifest: Path | str | Json | None = None,
        request_url: str | None = None,
        *,
        signing_secret: str = "demo-signing-secret",
        bot_token: str = "xoxb-demo",
        app_token: str = "xapp-demo",
        client_id: str = "1.2",
        client_secret: str = "demo-client-secret",
        now: Callable[[], float] = time.time,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: WorkspaceSeed | None = None,
        ack_timeout: float = 3.0,
        trigger_seconds: float = 3.0,
        retry_delays: Sequence[float] = (0.0, 0.02, 0.05),
        mailbox_port: int = 0,
        installed: bool = True,
        tour: Sequence[Step] = (),
        samples: Sequence[Path] = (),
        welcome: str = "",
        opens_at: str = "",
    ) -> None:
        """Set everything up.

        `welcome` is the page's first line, which says what to try; `opens_at` is where it opens: a channel's
        name, or home, app or mail.
        """
        self.request_url = request_url
        self.signing_secret = signing_secret
        self.bot_token = bot_token
        self.app_token = app_token
        self.client_id = client_id
        self.client_secret = client_secret
        self._samples = {path.name: path for path in samples}
        self._greeting = Greeting(welcome, opens_at)
        self._host = HttpHost(host, port)
        self.world = World(read_manifest(manifest), now)
        self.world.trigger_seconds = trigger_seconds
        self.world.base_url = f"http://{self._host.address}"
        self.log = Log(self.world.changes)
        self.faults = Faults(now)
        self.mailbox = DemoMailbox(now, self.world.changes, host=host, port=mailbox_port)
        self.sockets = Sockets(self.world.changes, self.world.app_id)
        self.courier = Courier(self.world, self.log, self._transport, signing_secret, ack_timeout)
        self.events = EventQueue(self.world, self.courier, self.faults, retry_delays)
        self.world.tell = self.events.emit
        self.desk = Desk(self.world, self.log, self.courier, self.events)
        self.people = ComingsAndGoings(self.world, self.events)
        self.oauth = OAuthServer(self.world, client_id, client_secret)
        self.tour = Tour(self.world.changes, tour, self.desk.problem)
        self._session: aiohttp.ClientSession | None = None
        self.team = plant(self.world, seed or acme())
        if installed:
            install_now(self.world, self.team.id, bot_token)

    # Starting and stopping

    async def start(self) -> None:
        # Kept for much less time than by the app's server, so that none is used that it has just closed.
        connector = aiohttp.TCPConnector(keepalive_timeout=KEPT_SECONDS)
        self._session = aiohttp.ClientSession(connector=connector, trust_env=False)
        await self.mailbox.start()
        await self._host.start(self._app())

    async def stop(self) -> None:
        await self.events.stop()
        await self.sockets.close()
        await self._host.stop()
        await self.mailbox.stop()
        if self._session:
            await self._session.close()

    async def __aenter__(self) -> "DemoServer":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _app(self) -> Starlette:
        gates = Gates(self.world, self.faults, self.sockets, self.app_token, self.oauth.exchange)
        api = WebApi(self.world, self.log, self.faults, gates)
        switches = Switches(self.faults, self.mailbox)
        return Starlette(
            routes=[
                Route("/api/{method}", api.endpoint, methods=["GET", "POST"]),
                WebSocketRoute("/link", self.sockets.serve),
                Route("/demo/upload", PageUploads(self.desk).upload, methods=["POST"]),
                *Routes(self.world, self.log, self.faults).all,
                *self.oauth.routes,
                *PageApi(self.desk, self.mailbox, switches, self.tour, self._samples, self._greeting).routes,
                Mount("/", PageFiles(directory=PAGE, html=True)),
            ]
        )

    def _transport(self) -> Transport:
        if self.request_url is None or self._session is None:
            return self.sockets
        return OverHttp(self._session, self.request_url)

    # Addresses

    @property
    def url(self) -> str:
        return self.world.base_url

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def authorize_url(self) -> str:
        return f"{self.url}/oauth/v2/authorize"

    @property
    def file_host(self) -> str:
        return self._host.address

    # People and places

    def person(self, who: str, team_id: str | None = None) -> Person:
        """Find a person by name, role, handle, email or id. The first match wins."""
        team_id = team_id or self.team.id
        people = self.world.people_of(team_id)
        for user in people:
            if who in (user.name, user.id, user.handle, user.email, user.role):
                return Person(self.desk, user)
        raise CannotDo(f"There is no {who!r}. There are {[user.name for user in people]}.")

    def channel(self, name: str, team_id: str | None = None) -> Channel:
        channels = self.world.channels_of(team_id or self.team.id)
        return next(each for each in channels if name.lstrip("#") in (each.id, each.name))

    def add_workspace(self, seed: WorkspaceSeed, bot_token: str | None = None) -> Team:
        """Add another workspace. With a token, the app is installed there."""
        team = plant(self.world, seed)
        if bot_token:
            install_now(self.world, team.id, bot_token)
        return team

    async def leaves(self, who: str, *, told: bool = True) -> None:
        """Deactivate somebody. Not `told`: the app misses the event."""
        await self.people.becomes(self.person(who).user, "deactivated", told=told)

    def add_user_group(self, name: str, *who: str) -> UserGroup:
        return self.people.add_group(self.team.id, name, [self.person(each).user for each in who])

    # Installing

    def allow(
        self,
        authorize_url: str,
        who: str = "admin",
        team_id: str | None = None,
        enterprise: Json | None = None,
    ) -> str:
        """Press Allow at this address as a person. Return the redirect to the app, with its code."""
        return self.oauth.allowed(authorize_url, self.person(who, team_id).user, enterprise)

    async def uninstall(self, team_id: str | None = None) -> None:
        await uninstall(self.world, self.events, team_id or self.team.id)

    # Watching

    @property
    def problems(self) -> list[Problem]:
        return self.log.problems

    def forgive(self) -> None:
        self.log.problems = []

    def expecting(self, *words: str) -> AbstractContextManager[None]:
        return self.log.expecting(*words)

    def calls(self, method: str | None = None) -> list[Logged]:
        """List the app's Web API calls, oldest first."""
        calls = (each for each in self.log.requests if each.direction == "in")
        return [each for each in calls if method in (None, each.method)]

    @property
    def deliveries(self) -> list[Dispatch]:
        return list(self.courier.deliveries)

    async def until(self, condition: Callable[[], T], timeout: float = 60.0) -> T:  # noqa: ASYNC109
        """Wait until the condition is truthy, and return its value."""
        return await self.world.changes.until(condition, timeout)

    async def idle(self, timeout: float = 60.0) -> None:  # noqa: ASYNC109
        """Wait until no event is being delivered."""
        await self.until(lambda: self.events.under_way == 0, timeout)

    # Acting as Slack itself

    async def emit(self, inner: Json, team_id: str | None = None) -> None:
        """Send an event and wait until the app has taken it."""
        await self.events.emit(team_id or self.team.id, inner)

    async def deliver(
        self,
        what: What,
        payload: Json,
        *,
        alter: Alter | None = None,
        secret: str | None = None,
        timestamp: str | None = None,
        signature: str | None = None,
    ) -> Reply:
        """Deliver a forged request: any payload, any signature."""
        parcel = self.courier.parcel(what, payload, secret=secret, timestamp=timestamp, signature=signature)
        return await self.courier.carry(alter(parcel) if alter else parcel, forged=True)

    async def verify_request_url(self) -> bool:
        """Send the challenge that Slack sends when a request URL is saved.

        Return whether the app sent it back.
        """
        challenge = self.world.ids.secret("challenge")
        payload = {"type": "url_verification", "token": "demo-verification-token", "challenge": challenge}
        reply = await self.deliver("event", payload)
        return reply.ok and challenge in (reply.body, reply.answer.get("challenge"))

    async def replay(self, delivery: Dispatch, alter: Alter | None = None) -> Reply:
        return await self.courier.replay(delivery, alter)

    async def disconnect_sockets(self, reason: Reason = "refresh_requested", most: int = 10) -> None:
        await self.sockets.disconnect(reason, most)
