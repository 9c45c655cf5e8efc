"""The composition root: everything is made here, started in order, and stopped in the reverse order."""

import asyncio
import contextlib
import gc
import signal
from datetime import timedelta
from typing import Any, Self

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot import slack_errors
from bot.app import Parts, build_app
from bot.clock import Clock, system_clock
from bot.directory import Ours, learn_admins
from bot.installation import Installations, ManyWorkspaces, OneWorkspace
from bot.keyring import Keyring, Pepper
from bot.links import Links
from bot.mail.content import Mailbox
from bot.mail.smtp import Smtp
from bot.oauth import OAuth
from bot.rotation import seal_anew
from bot.server import WebServer
from bot.settings import Settings
from bot.socket_mode import SocketMode
from bot.web.install import REDIRECT, Installer
from bot.web.signup import Desk
from bot.web.site import build_site
from bot.web.slack import slack_events
from bot.web.visitors import Visitors
from bot.workers.forgetting import Forgetting
from bot.workers.imports import Desk as ImportDesk
from bot.workers.lanes import import_lane, mail_lane, send_seconds, slack_lane
from bot.workers.mail import Post
from bot.workers.opened import OpenedLinks
from bot.workers.outbox import OutboxWorker
from storage import migrate
from storage.database import Database
from storage.outbox import Lane
from storage.uow import Scope, UnitOfWork

log = structlog.get_logger()

STOP_SECONDS = 5.0  # after those of the web server; ten in all is what orchestrators give us
SLACK_SECONDS = 1.8  # for a listener's call: the modal must be open within three
BURST_MINUTES = 10  # as many sign-ups by one link as one address may send in this time pause it
PATIENT_SLACK_SECONDS = 10.0  # for everything else: to give up too early shows things twice


class SchemaOutdated(Exception):
    """The database is not at the revision this program was written for."""


class Program:
    """The whole product in one process; `async with Program(settings):` runs it."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        self.settings, self._clock = settings, clock
        self._stack = contextlib.AsyncExitStack()
        self._workers: list[OutboxWorker] = []
        self._stopping = False

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping = True
        log.info("stopping")
        await self._stack.aclose()

    def new_uow(self, **scope: Any) -> UnitOfWork:
        """A closed unit of work; the keywords are those of `Scope`."""
        return UnitOfWork(self.database, Scope(self._clock, self._pepper.hash, **scope))

    async def _start(self) -> None:
        await self._open_database()
        connections = await self._stack.enter_async_context(aiohttp.TCPConnector())
        client = await self._slack(connections, SLACK_SECONDS)
        self.installations = self._installations(client)
        self.links = Links(self._keyring, self.settings.public_url)
        parts = Parts(
            self.database,
            self.installations,
            self.new_uow,
            client,
            self.links,
            self.settings.admins,
            timedelta(seconds=self.settings.import_grace_seconds),
        )
        lease = timedelta(seconds=self.settings.lease_seconds)
        patient = await self._slack(connections, min(PATIENT_SLACK_SECONDS, send_seconds(lease)))
        self._start_workers(patient, lease)
        await self._start_listening(build_app(parts), self._installer(patient))
        if isinstance(self.installations, OneWorkspace):
            self._in_background(self._connect(self.installations, patient))
        elif self._socket_mode:
            self._in_background(self._socket_mode.connect())
        forgetting = Forgetting(self.new_uow, self.database.outbox_bell.listener(), self._clock)
        self._in_background(forgetting.run())

    def _installations(self, client: AsyncWebClient) -> Installations:
        if self.settings.slack_client_id:
            return ManyWorkspaces(self.database, self._keyring)
        return OneWorkspace(client, self._secret("slack_bot_token"), self.new_uow)

    def _installer(self, client: AsyncWebClient) -> Installer | None:
        client_id, secret = self.settings.slack_client_id, self._secret("slack_client_secret")
        if not client_id:
            return None
        redirect = self.settings.public_url.rstrip("/") + REDIRECT
        return Installer(OAuth(client, client_id, secret, redirect), self._keyring, self.new_uow)

    async def _slack(self, connections: aiohttp.BaseConnector, seconds: float) -> AsyncWebClient:
        """A client whose calls end within so many seconds; all share the connections."""
        # AsyncWebClient's own timeout does not hold for a session it is given.
        session = aiohttp.ClientSession(
            connector=connections, connector_owner=False, timeout=aiohttp.ClientTimeout(total=seconds)
        )
        return AsyncWebClient(
            base_url=self.settings.slack_api_url,
            session=await self._stack.enter_async_context(session),
            retry_handlers=[],  # a lost answer is no reason to post twice; the outbox retries
        )

    async def _open_database(self) -> None:
        if self.settings.database_url.startswith("sqlite"):
            await asyncio.to_thread(migrate.upgrade, self.settings.database_url)
        elif await asyncio.to_thread(migrate.revision, self.settings.database_url) != migrate.newest():
            raise SchemaOutdated("The database is of another version. Run: python -m bot migrate")
        self.database = Database(self.settings.database_url)
        self._stack.push_async_callback(self.database.close)
        self._keyring = Keyring([key.get_secret_value() for key in self.settings.secret_key])
        self._pepper = Pepper(b"")
        async with self.new_uow() as uow:
            sealed = await uow.sealed.get_or_add("pepper", self._keyring.seal(Pepper.new()))
            await seal_anew(uow, self._keyring)  # so that the former key may go one day
        self._pepper = Pepper(self._keyring.unseal(sealed))

    def _start_workers(self, client: AsyncWebClient, lease: timedelta) -> None:
        settings, bell = self.settings, self.database.outbox_bell
        sender = Mailbox.parse(settings.mail_from or "")
        smtp = Smtp.from_url(
            self._secret("smtp_url"), timeout=send_seconds(lease), hostname=sender.email.rpartition("@")[2]
        )
        post = Post(sender, settings.postal_address, self.links, self._keyring)
        self._workers = [
            mail_lane(smtp, post, self.new_uow, bell.listener(Lane.MAIL), lease, settings.mail_rate),
            slack_lane(
                client,
                self.installations,
                self.links,
                self.new_uow,
                bell.listener(Lane.SLACK),
                lease,
                settings.admins,
            ),
            import_lane(
                ImportDesk(client, self.installations, self.new_uow, settings.slack_file_hosts, lease),
                bell.listener(Lane.IMPORT),
            ),
        ]
        tasks = [asyncio.create_task(worker.run()) for worker in self._workers]
        self._stack.push_async_callback(self._stop_workers, tasks)

    async def _stop_workers(self, tasks: list[asyncio.Task[None]]) -> None:
        for worker in self._workers:
            worker.stop()
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in late:  # their rows come back when the lease is over
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _start_listening(self, app: AsyncApp, installer: Installer | None) -> None:
        settings = self.settings
        self._socket_mode: SocketMode | None = None
        if settings.slack_app_token:
            self._socket_mode = SocketMode(app, self._secret("slack_app_token"))
            self._stack.push_async_callback(self._socket_mode.close)
            route = None
        else:
            route = slack_events(app, self._secret("slack_signing_secret"), self._clock)
        site = build_site(self.links, self.new_uow, self.ready, self._signup_desk(), route, installer)
        self.server = WebServer(site, settings.host, settings.port)
        await self.server.start()
        self._stack.push_async_callback(self.server.stop)

    def _signup_desk(self) -> Desk:
        rate = self.settings.signup_rate
        opened = OpenedLinks(self.new_uow)
        self._stack.push_async_callback(opened.write)
        self._in_background(opened.run())
        visitors = Visitors(self.new_uow, rate, self.settings.trusted_proxies)
        return Desk(visitors, BURST_MINUTES * rate.within(60), opened.count)

    async def _connect(self, only: OneWorkspace, client: AsyncWebClient) -> None:
        """Slack or the database may be away when we start; the pages and the mails do not wait for it."""
        wait = 1.0
        while not only.connected:
            try:
                home = await only.connect()
                log.info("slack_connected", workspace=home.slack_id)
                uow = self.new_uow(workspace_id=home.workspace_id)
                token = self._secret("slack_bot_token")
                await learn_admins(client, token, uow, Ours(home.slack_id, home.enterprise_id))
            except (*slack_errors.FAILURES, SQLAlchemyError) as error:
                log.error("slack_not_connected", error=type(error).__name__, detail=str(error))
                await asyncio.sleep(wait)
                wait = min(wait * 2, 60.0)
        if self._socket_mode:
            await self._socket_mode.connect()

    def _in_background(self, work: Any) -> None:
        task = asyncio.create_task(work)

        async def end() -> None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

        self._stack.push_async_callback(end)

    async def ready(self) -> dict[str, bool]:
        """What must be up before requests are sent here."""
        slack = self.installations.connected
        if slack and self._socket_mode:
            slack = await self._socket_mode.connected()
        workers = not self._stopping and all(worker.healthy for worker in self._workers)
        return {"slack": slack, "workers": workers}

    def _secret(self, name: str) -> str:
        secret = getattr(self.settings, name)
        return secret.get_secret_value() if secret else ""


async def run_until_signalled(settings: Settings) -> None:
    """Runs the product until SIGTERM or SIGINT, then stops it cleanly."""
    stop = stop_signals()
    async with Program(settings) as program:
        log.info("listening", port=program.server.port, public_url=settings.public_url)
        gc.freeze()  # what is here stays: to look through it for garbage would hold everybody for 0.1 s
        await stop.wait()


def stop_signals() -> asyncio.Event:
    """Set when the process is told to stop; asked for before the start, a signal during it is not lost."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
