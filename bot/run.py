"""The composition root: makes every part, starts them in order, and stops them in reverse."""

import asyncio
import contextlib
import gc
import signal
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any, Self

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Parts, build_app
from bot.clock import Clock, system_clock
from bot.connecting import connect
from bot.journal import journal_of
from bot.lag import measure_lag
from bot.mail.imap import Imap
from bot.mail.smtp import Smtp
from bot.metrics import Metrics
from bot.migrating import bring_up_to_date
from bot.security.keyring import Keyring, Pepper
from bot.security.rotation import seal_anew
from bot.security.tokens import Links
from bot.server import WebServer
from bot.services.consequences import follow
from bot.services.workspace.people import begin_daily_looks
from bot.services.workspace.relay import Operators
from bot.services.workspace.restored import begin_epoch, settle_restore
from bot.settings import Settings, wants_traces
from bot.slack.client import SlackClient
from bot.slack.installation import Installations, ManyWorkspaces, OneWorkspace
from bot.slack.oauth import REDIRECT, OAuth
from bot.slack.socket_mode import SocketMode
from bot.told import Told
from bot.tracing import tracing
from bot.web.health import Watched
from bot.web.install import Installer
from bot.web.signup import SignupLimits
from bot.web.site import build_site
from bot.web.slack import slack_events
from bot.web.visitors import Visitors
from bot.workers.engine.mail import Post
from bot.workers.engine.worker import Options, OutboxWorker
from bot.workers.expiring import Expiring
from bot.workers.forgetting import Forgetting
from bot.workers.kinds.bounce import Bounces
from bot.workers.kinds.imports import ImportTools
from bot.workers.kinds.relay import RelayJudge
from bot.workers.lanes import all_handlers, import_lane, mail_lane, quiet_lane, send_seconds, slack_lane
from bot.workers.learning import Learning
from bot.workers.mailbox import BounceMailbox
from bot.workers.opened import OpenedLinks
from bot.workers.watching import Watching
from storage.engine.database import Database
from storage.engine.failpoints import PAGE, START
from storage.outbox.work import Lane
from storage.uow import Scope, UnitOfWork

log = structlog.get_logger()

STOP_SECONDS = 5.0  # after those of the web server; orchestrators allow ten in all
SLACK_SECONDS = 1.8  # for a listener's call: its modal must open within three
PAGE_SECONDS = 10.0  # a page's wait for the database; browsers wait longer
PATIENT_SLACK_SECONDS = 10.0  # for all other calls: giving up too early would show things twice


class Program:
    """The whole product in one process. Run it with `async with Program(settings):`."""

    def __init__(
        self, settings: Settings, clock: Clock = system_clock, slack_seconds: float = SLACK_SECONDS
    ) -> None:
        """Prepare it. `slack_seconds` are the most that a listener's call of Slack takes."""
        self._slack_seconds = slack_seconds
        self.settings, self._clock, self._tls = settings, clock, settings.tls
        self.metrics, self._tracing = Metrics(), tracing(wanted=wants_traces())
        self._told = Told(self.metrics)
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
        """Make a unit of work, not yet open. The keywords are those of `Scope`."""
        given = {"admins": self.settings.admins, "told": self._told.of, **scope}
        return UnitOfWork(self.database, Scope(self._clock, self._pepper.hash, follow, **given))

    def _uow_of_page(self, **scope: Any) -> UnitOfWork:
        """Make a unit of work for a page. Somebody waits for it, with the patience people have."""
        return self.new_uow(no_later=monotonic() + PAGE_SECONDS, passes=PAGE, **scope)

    async def _start(self) -> None:
        await self._open_database()
        learning = Learning(self.database, self.database.outbox_wake_up.listener(), self._clock)
        self._stack.push_async_callback(learning.learn)
        self._stack.push_async_callback(asyncio.to_thread, self._tracing.close)
        self._in_background(measure_lag(self.metrics.loop_lag))
        trusted = self._tls or True
        connections = await self._stack.enter_async_context(aiohttp.TCPConnector(ssl=trusted))
        client = await self._slack(connections, self._slack_seconds)
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
            self.settings.foot_address,
        )
        lease = timedelta(seconds=self.settings.lease_seconds)
        patient = await self._slack(connections, min(PATIENT_SLACK_SECONDS, send_seconds(lease)))
        self._start_workers(patient, lease)
        await self._start_listening(build_app(parts), self._installer(patient))
        if isinstance(self.installations, OneWorkspace):
            self._in_background(self._connect(self.installations, patient))
        elif self._socket_mode:
            self._in_background(self._socket_mode.connect())
        wake_up = self.database.outbox_wake_up
        self._in_background(Forgetting(self.new_uow, wake_up.listener(), self._clock).run())
        self._in_background(Expiring(self.new_uow, wake_up.listener(), self._clock).run())
        self._in_background(Watching(self.new_uow, self.database).run())
        self._in_background(learning.run())
        if self.settings.bounce_imap_url:
            self._in_background(self._bounce_mailbox().run())

    def _bounce_mailbox(self) -> BounceMailbox:
        bounces = Bounces(self.new_uow, self._keyring, all_handlers(self.links, self.settings.admins).ends)
        imap = Imap.from_url(self._secret("bounce_imap_url"), self._tls)
        return BounceMailbox(imap, bounces.take_in, self.database.outbox_wake_up.listener(), self._clock)

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

    async def _slack(self, connections: aiohttp.BaseConnector, seconds: float) -> SlackClient:
        """Make a Web API client whose calls end within this many seconds.

        All clients share the connections.
        """
        # AsyncWebClient ignores its own timeout if it is given a session.
        session = aiohttp.ClientSession(
            connector=connections,
            connector_owner=False,
            timeout=aiohttp.ClientTimeout(total=seconds),
        )
        await self._stack.enter_async_context(session)
        return SlackClient(self.settings.slack_api_url, session, self.metrics, self._tracing)

    async def _open_database(self) -> None:
        await asyncio.to_thread(bring_up_to_date, self.settings.database_url)
        self.database = Database(self.settings.database_url)
        self._stack.push_async_callback(self.database.close)
        self._keyring = Keyring([key.get_secret_value() for key in self.settings.secret_key])
        self._pepper = Pepper(b"")
        self.database.journal = journal_of(self.settings)
        async with self.new_uow() as uow:
            sealed = await uow.secrets.get_or_add("pepper", self._keyring.seal(Pepper.new()))
            await seal_anew(uow, self._keyring)  # so that the former key can be removed later
        self._pepper = Pepper(self._keyring.unseal(sealed))
        await self._begin_epoch()

    async def _begin_epoch(self) -> None:
        """Count this start. After a restore, hold what may have been sent since, and ask administrators."""
        journal = self.database.journal
        async with self.new_uow(passes=START) as uow:
            start = await begin_epoch(uow, journal)
            await begin_daily_looks(uow)
            if start.restored:
                await settle_restore(uow, start.entries)
        if journal:
            journal.started(start.database, start.number)
        if start.restored:
            log.warning("database_restored", start=start.number)

    def _start_workers(self, client: AsyncWebClient, lease: timedelta) -> None:
        settings, wake_up = self.settings, self.database.outbox_wake_up
        sender = settings.sender
        smtp = Smtp.from_url(
            self._secret("smtp_url"),
            timeout=send_seconds(lease),
            hostname=sender.email.rpartition("@")[2],
            tls=self._tls,
        )
        journal = self.database.journal
        receipts = journal.receipts if journal else None
        of_all = settings.foot_address, self.links, self._keyring, settings.return_path
        post = Post(sender, *of_all, settings.signer, receipts)
        judge = RelayJudge(Operators(settings.admins, many_workspaces=bool(settings.slack_client_id)))
        handlers = all_handlers(self.links, settings.admins)
        options = Options(lease, tracing=self._tracing)
        of_mail = replace(options, rate=settings.mail_limit, judge=judge, told=self._told.email)
        self._workers = [
            mail_lane(smtp, post, self.new_uow, wake_up.listener(Lane.MAIL), of_mail),
            slack_lane(
                client, self.installations, handlers, self.new_uow, wake_up.listener(Lane.SLACK), options
            ),
            quiet_lane(handlers, self.new_uow, wake_up.listener(Lane.QUIET), options),
            import_lane(
                ImportTools(
                    client, self.installations, self.new_uow, settings.file_hosts, lease, self.database.scrub
                ),
                wake_up.listener(Lane.IMPORT),
                self._tracing,
            ),
        ]
        tasks = [asyncio.create_task(worker.run()) for worker in self._workers]
        self._stack.push_async_callback(self._stop_workers, tasks)

    async def _stop_workers(self, tasks: list[asyncio.Task[None]]) -> None:
        for worker in self._workers:
            worker.stop()
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in late:  # their rows are claimed again when the lease ends
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _start_listening(self, app: AsyncApp, installer: Installer | None) -> None:
        settings = self.settings
        self._socket_mode: SocketMode | None = None
        if settings.slack_app_token:
            self._socket_mode = SocketMode(app, self._secret("slack_app_token"), self._tracing)
            self._stack.push_async_callback(self._socket_mode.close)
            route = None
        else:
            route = slack_events(app, self._secret("slack_signing_secret"), self._clock)
        watched = Watched(self.ready, self.metrics, self._tracing)
        site = build_site(self.links, self._uow_of_page, watched, self._signup_desk(), route, installer)
        self.server = WebServer(site, settings.host, settings.port)
        await self.server.start()
        self._stack.push_async_callback(self.server.stop)

    def _signup_desk(self) -> SignupLimits:
        rate = self.settings.signup_rate
        opened = OpenedLinks(self.new_uow)
        self._stack.push_async_callback(opened.write)
        self._in_background(opened.run())
        visitors = Visitors(self._uow_of_page, rate, self.settings.trusted_proxies)
        return SignupLimits(visitors, opened.count)

    async def _connect(self, only: OneWorkspace, client: AsyncWebClient) -> None:
        await connect(only, client, self._secret("slack_bot_token"), self.new_uow)
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
        """Report what must be up before requests are sent here."""
        slack = self.installations.connected
        if slack and self._socket_mode:
            slack = await self._socket_mode.connected()
        workers = not self._stopping and all(worker.healthy for worker in self._workers)
        return {"slack": slack, "workers": workers}

    def _secret(self, name: str) -> str:
        secret = getattr(self.settings, name)
        return secret.get_secret_value() if secret else ""


async def run_until_signalled(settings: Settings) -> None:
    """Run the product until SIGTERM or SIGINT, then stop it cleanly."""
    stop = stop_signals()
    async with Program(settings) as program:
        log.info("listening", port=program.server.port, public_url=settings.public_url)
        gc.freeze()  # these objects stay, and scanning them for garbage would block the process for 0.1 s
        await stop.wait()


def stop_signals() -> asyncio.Event:
    """Make an event that is set by SIGTERM or SIGINT. Made before the start, so that no signal is lost."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
