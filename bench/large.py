"""Simulates a large installation: many workspaces with a million contacts in all, on PostgreSQL.

python -m bench.large [--workspaces 500] [--contacts 1000000] [--seconds 300] [--processes 3] [--clicks 5]

Everything runs on this machine: the people, their Slack, the relay, the database, and the program.
"""

import argparse
import asyncio
import itertools
import secrets
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from subprocess import Popen
from time import monotonic
from typing import Any

import httpx
import psycopg
import uvloop
from rich.console import Console
from rich.table import Table

from bench.large_people import CHANNEL, People, Seen
from bench.large_pool import fill
from bench.processes import cpu_seconds, process, resident_mb, wait_for
from bot.server import free_port
from demo import DemoServer
from demo.world.model import Team
from demo.world.seed import ChannelSeed, PersonSeed, WorkspaceSeed
from storage.engine import migrate
from tests.kit.installing import add_to_slack
from tests.kit.postgres import postgres_server
from tests.kit.product import MANIFEST, SIGNING_SECRET

DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=512MB")
GRACE_SECONDS = 5
INSTALLED_AT_ONCE = 8
DRAIN_SECONDS = 300
SLOWEST_SECONDS = 30
OLDEST = "SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0) FROM outbox WHERE {} AND due_at < now()"
WAITING = "state = 'queued'"
UNDER_WAY = "SELECT count(*) FROM outbox WHERE state = 'sending' OR state = 'queued' AND due_at < now()"


class Slack(DemoServer):
    """The stand-in, which gives each delivery to the next process, as a load balancer does."""

    def __init__(self, urls: Sequence[str], **options: Any) -> None:
        self._next = itertools.cycle(f"{url}/slack/events" for url in urls)
        super().__init__(**options)

    @property
    def request_url(self) -> str | None:
        return next(self._next)

    @request_url.setter
    def request_url(self, _given: str | None) -> None:
        """Ignore what the base class is given: none."""


@dataclass
class Watched:
    """What was seen each second: the age of the oldest due row, and connections to the database."""

    oldest: list[float] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)


def company(number: int) -> WorkspaceSeed:
    names = ("Maria Garcia", "Jordan Lee", "Sam Rivera")
    people = (PersonSeed(name, f"{name[:3].lower()}@company{number}.example", "admin") for name in names)
    channels = (ChannelSeed(CHANNEL, app=True),)
    return WorkspaceSeed(f"Company {number}", f"company{number}", tuple(people), channels)


def environment(slack: DemoServer, database: str, urls: Sequence[str], port: int, key: str) -> dict[str, str]:
    return {
        "SLACK_CLIENT_ID": slack.client_id,
        "SLACK_CLIENT_SECRET": slack.client_secret,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api_url,
        "SLACK_FILE_HOSTS": slack.file_host,
        "DATABASE_URL": database,
        "SMTP_URL": slack.mailbox.smtp_url,
        "MAIL_FROM": "Acme <talent@acme.example>",
        "MAIL_RATE": "1000/second",
        "SECRET_KEY": key,
        "PUBLIC_URL": urls[0],
        "IMPORT_GRACE_SECONDS": str(GRACE_SECONDS),
        "PORT": str(port),
        "LOG_LEVEL": "error",
    }


async def install(slack: DemoServer, teams: Sequence[Team], url: str) -> None:
    """Install the app in each workspace, as its administrator does in a browser."""
    waiting = iter(teams)

    async def some() -> None:
        for team in waiting:
            async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as browser:
                back = slack.allow(await add_to_slack(browser), "admin", team.id)
                (await browser.get(back)).raise_for_status()

    await asyncio.gather(*(some() for _ in range(INSTALLED_AT_ONCE)))


async def watch(database: str, watched: Watched) -> None:
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as server:
        while True:
            oldest = await (await server.execute(OLDEST.format(WAITING).encode())).fetchone()
            count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'trusted-contacts'"
            connections = await (await server.execute(count)).fetchone()
            assert oldest and connections
            watched.oldest.append(float(oldest[0]))
            watched.connections.append(connections[0])
            await asyncio.sleep(1)


async def drained(database: str) -> float:
    """Wait until nothing is due. Returns the seconds."""
    began = monotonic()
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as server:
        while monotonic() - began < DRAIN_SECONDS:
            due = await (await server.execute(UNDER_WAY)).fetchone()
            if due == (0,):
                break
            await asyncio.sleep(0.2)
    return monotonic() - began


@contextmanager
def processes(environments: Sequence[dict[str, str]]) -> Iterator[list[Popen[str]]]:
    with ExitStack() as stack:
        yield [stack.enter_context(process("bot", "run", env=each)) for each in environments]


async def simulate(chosen: argparse.Namespace, database: str, out: Console) -> None:
    ports = [free_port() for _ in range(chosen.processes)]
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    seeds = [company(number) for number in range(1, chosen.workspaces + 1)]
    slow = {"ack_timeout": SLOWEST_SECONDS, "trigger_seconds": SLOWEST_SECONDS}  # it is told, not refused
    slack = Slack(
        urls, manifest=MANIFEST, signing_secret=SIGNING_SECRET, installed=False, seed=seeds[0], **slow
    )
    teams = [slack.team, *(slack.add_workspace(seed) for seed in seeds[1:])]
    key = secrets.token_hex(16)
    async with slack:
        with processes([environment(slack, database, urls, port, key) for port in ports]) as running:
            for url in urls:
                await asyncio.to_thread(wait_for, f"{url}/readyz", 60, 200)
            await install(slack, teams, urls[0])
            await drained(database)
            out.print(f"{len(teams)} workspaces have the app; writing {chosen.contacts:,} contacts …")
            await asyncio.to_thread(fill, database, await workspace_ids(database), chosen.contacts)
            out.print(f"the database has {await size_mb(database):,.0f} MB")
            await _clicked(chosen, slack, teams, urls[0], database, [each.pid for each in running], out)


async def size_mb(database: str) -> float:
    async with await psycopg.AsyncConnection.connect(database) as server:
        found = await (await server.execute("SELECT pg_database_size(current_database())")).fetchone()
        assert found
        return float(found[0]) / 1e6


async def workspace_ids(database: str) -> list[int]:
    async with await psycopg.AsyncConnection.connect(database) as server:
        found = await server.execute("SELECT id FROM workspace ORDER BY id")
        return [row[0] for row in await found.fetchall()]


async def _clicked(
    chosen: argparse.Namespace,
    slack: DemoServer,
    teams: list[Team],
    url: str,
    database: str,
    pids: Sequence[int],
    out: Console,
) -> None:
    out.print(f"{chosen.clicks:g} clicks a second, for {chosen.seconds} seconds …")
    people, watched = People(slack, teams, url), Watched()
    before = [cpu_seconds(pid) for pid in pids]
    watching = asyncio.create_task(watch(database, watched))
    began = monotonic()
    await people.click_for(chosen.seconds, chosen.clicks, chosen.import_every)
    seconds = monotonic() - began
    rest = await drained(database)
    watching.cancel()
    cpu = [cpu_seconds(pid) - earlier for pid, earlier in zip(pids, before, strict=True)]
    _report(out, people.seen, slack, seconds)
    memory = [resident_mb(pid) for pid in pids]
    out.print(
        f"CPU of all processes: {sum(cpu):.1f} s, {sum(cpu) / (seconds + rest):.0%} of a core;"
        f" memory of each: {max(memory):.0f} MB;"
        f" connections to the database: {max(watched.connections, default=0)} in all"
    )
    out.print(
        f"the oldest due work waited {max(watched.oldest, default=0):.1f} s at most;"
        f" nothing was due {rest:.1f} s after the last click"
    )


def _report(out: Console, seen: Seen, slack: DemoServer, seconds: float) -> None:
    table = Table("from the press to its answer", "times", "failed", "median", "95 %", "99 %", "longest")
    for what, times in sorted(seen.seconds.items()):
        cuts = quantiles([*times, *times], n=100)
        figures = [f"{1000 * each:,.0f} ms" for each in (cuts[49], cuts[94], cuts[98], max(times))]
        table.add_row(what, f"{len(times):,}", str(seen.failed[what]), *figures)
    out.print(table)
    arrived = {address for mail in slack.mailbox.mails for address in mail.to}
    wanted, clicks = {*seen.invited, *seen.imported}, sum(map(len, seen.seconds.values()))
    out.print(
        f"{clicks / seconds:.1f} clicks a second; {len(wanted):,} people invited, {len(seen.imported):,} of"
        f" them by imports; {len(slack.mailbox.mails):,} emails arrived, {len(wanted - arrived):,} did not"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--workspaces", type=int, default=500)
    parser.add_argument("--contacts", type=int, default=1_000_000, help="in all workspaces together")
    parser.add_argument("--seconds", type=int, default=300, help="3600 for an hour")
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--clicks", type=float, default=5, help="a second")
    parser.add_argument("--import-every", type=float, default=30, help="seconds")
    chosen = parser.parse_args()
    out = Console(width=120)
    with postgres_server(*DURABLE) as server, server.database() as database:
        migrate.upgrade(database)
        uvloop.run(simulate(chosen, database, out))


if __name__ == "__main__":
    main()
