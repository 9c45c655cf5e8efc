"""Measures emails sent from the outbox, against a bare aiosmtplib loop with as many connections.

python -m bench.outbox [--mails 1000] [--rounds 5]
"""

import argparse
import asyncio
import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import uvloop
from sqlalchemy import insert

from bench.mail import bare, mails, round_of, sink
from bot.log import set_up_logging
from bot.mail.content import Mailbox
from bot.mail.smtp import Smtp
from bot.metrics import Metrics
from bot.security.keyring import Keyring
from bot.security.tokens import Links
from bot.services.consequences import follow
from bot.services.workspace.relay import Operators
from bot.told import Told
from bot.workers.engine.mail import Post
from bot.workers.engine.worker import Options
from bot.workers.kinds.relay import RelayJudge
from bot.workers.lanes import mail_lane
from storage.engine import migrate
from storage.engine.database import Database
from storage.entities.contact import Contact, Invitation
from storage.entities.member import Member
from storage.entities.outbox import Outbox
from storage.entities.status import Outcome, Status
from storage.entities.workspace import Workspace
from storage.outbox.limits import RateLimit
from storage.outbox.work import Lane, Priority
from storage.uow import Scope, UnitOfWork

LANES = 4
# Reminders, and cards nobody draws here, stay.
UNSENT = "SELECT 1 FROM outbox WHERE lane = 'mail' AND kind = 'invitation' AND state <> 'sent' LIMIT 1"


def now() -> datetime:
    return datetime.now(UTC)


class Queue:
    """A database with emails to send, and the worker that sends them."""

    def __init__(self, url: str, port: int) -> None:
        self.database = Database(url)
        keyring = Keyring(["bench"])
        links = Links(keyring, "https://acme.example")
        post = Post(Mailbox("Acme", "talent@acme.example"), "", links, keyring, "bounce+{id}@acme.example")
        smtp = Smtp.from_url(f"smtp://127.0.0.1:{port}?starttls=never")
        wake_up = self.database.outbox_wake_up.listener()
        told = Told(Metrics())
        options = Options(
            timedelta(seconds=60),
            RateLimit(1, 1_000_000),
            judge=RelayJudge(Operators(())),
            told=told.email,
        )
        self.worker = mail_lane(smtp, post, self.new_uow, wake_up, options)

    def new_uow(self, workspace_id: int | None = None) -> UnitOfWork:
        return UnitOfWork(self.database, Scope(now, str, follow, workspace_id))

    async def fill(self, count: int) -> None:
        """Add a workspace and `count` invitations to email."""
        at = now()
        same = {"workspace_id": 1, "created_at": at}
        people = range(1, count + 1)
        async with self.database.writer.begin() as connection:
            for table, rows in (
                (
                    Workspace,
                    [
                        {
                            "slack_id": "T1",
                            "team_name": "Acme",
                            "bot_id": "B",
                            "bot_user_id": "U",
                            "settings": {},
                            "created_at": at,
                        }
                    ],
                ),
                (
                    Member,
                    [
                        {
                            "workspace_id": 1,
                            "user_id": "U1",
                            "name": "Jordan Lee",
                            "email": "j@acme.example",
                            "admin": False,
                            "guest": False,
                            "bot": False,
                            "deleted": False,
                            "stranger": False,
                            "fetched_at": at,
                        }
                    ],
                ),
                (
                    Contact,
                    [
                        {
                            **same,
                            "name": f"Zoë Ångström {n}",
                            "email": f"zoe{n}@studio.example",
                            "email_key": f"zoe{n}@studio.example",
                            "status": Status.INVITED,
                            "status_at": at,
                            "source": "bench",
                            "version": 1,
                        }
                        for n in people
                    ],
                ),
                (
                    Invitation,
                    [
                        {
                            **same,
                            "contact_id": n,
                            "note": "Hello",
                            "invited_by": "U1",
                            "generation": 1,
                            "mails": 1,
                            "expires_at": at + timedelta(days=14),
                        }
                        for n in people
                    ],
                ),
                (
                    Outbox,
                    [
                        {
                            **same,
                            "lane": Lane.MAIL,
                            "kind": "invitation",
                            "key": f"1:{n}",
                            "contact_id": n,
                            "recipient": f"r{n}",
                            "payload": {"invitation": n, "generation": 1, "mail": 1},
                            "priority": Priority.PERSONAL,
                            "state": Outcome.QUEUED,
                            "wanted_version": 1,
                            "attempts": 0,
                            "lost": 0,
                            "due_at": at,
                        }
                        for n in people
                    ],
                ),
            ):
                await connection.execute(insert(table), rows)


async def ours(port: int, count: int) -> tuple[float, float]:
    """Measure (emails per second, CPU seconds per 1,000), from the first claim to the last record."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        await asyncio.to_thread(migrate.upgrade, url)
        queue = Queue(url, port)
        await queue.fill(count)
        with closing(sqlite3.connect(f"file:{folder}/bench.db?mode=ro", uri=True)) as database:
            began, cpu = perf_counter(), process_time()
            running = asyncio.create_task(queue.worker.run())
            # Asked past the program, so that as little as possible is added to what is measured.
            while database.execute(UNSENT).fetchone():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            seconds, spent = perf_counter() - began, process_time() - cpu
        queue.worker.stop()
        await running
        await queue.database.close()
    return count / seconds, spent * 1000 / count


Costs = tuple[float, float]


async def measure(port: int, count: int, rounds: int) -> list[tuple[Costs, Costs]]:
    pairs = []
    for number in range(rounds + 1):
        theirs = await round_of(bare, port, mails(count), LANES)
        mine = await ours(port, count)
        if number:  # the first round only warms up
            pairs.append((mine, theirs))
    return pairs


def rows(count: int, rounds: int) -> list[tuple[str, float, str]]:
    """Return (what, ratio ours/bare, the medians behind it)."""
    with sink() as port, Path(os.devnull).open("w") as nowhere:
        set_up_logging("info", "json", nowhere)  # a line for each email is written, too
        pairs = uvloop.run(measure(port, count, rounds))
    rates = [(mine[0], theirs[0]) for mine, theirs in pairs]
    costs = [(mine[1], theirs[1]) for mine, theirs in pairs]
    what = "mails from the outbox, with records"
    return [_row(what, rates, "a second"), _row(f"{what}, CPU", costs, "CPU s per 1,000")]


def _row(what: str, pairs: list[tuple[float, float]], unit: str) -> tuple[str, float, str]:
    ratio = median(mine / theirs for mine, theirs in pairs)
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    return what, ratio, f"{mine:.3g} against {theirs:.3g} {unit}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    for what, ratio, medians in rows(chosen.mails, chosen.rounds):
        print(f"{what:40} {ratio:6.2f} x  ({medians})")


if __name__ == "__main__":
    main()
