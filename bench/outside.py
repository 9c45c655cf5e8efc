"""Measures the whole program as it is used: invitations, their mails and cards, its start and its memory.

python -m bench.outside [--invitations 400] [--rounds 3]

The program is a process of its own. Twenty people have its Home tab open, and invite with its form; Slack and
the relay are stand-ins. First no mail may leave, so that an invitation is measured alone. Started anew, the
program sends the mails and redraws the cards, and a bare loop over aiosmtplib sends as many in between.
"""

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from statistics import median
from subprocess import Popen

import uvloop

from bench.command import Client, environment, open_homes, stub
from bench.mail import bare, mails, round_of, timed_sink
from bench.processes import cpu_seconds, process, resident_mb, wait_for
from bench.slack_stub import form_payload
from bot.server import free_port

AT_ONCE = 8
CONNECTIONS = 4
LONGEST_SECONDS = 300
NONE_LEAVES, ALL_LEAVE = "1/hour", "100000/second"
DUE = (
    "SELECT count(*) FROM outbox WHERE (state = 'sending' OR state = 'queued' AND due_at <="
    " strftime('%Y-%m-%d %H:%M:%f', 'now')) AND lane IN ('quiet', 'slack', ?)"
)

Row = tuple[str, str, str]
"""(what was measured, the ratio or figure, what is behind it)"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one of many took: milliseconds of CPU, and so many a second."""

    cpu: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Start:
    """The seconds until a program was ready; the CPU seconds it had used and the megabytes it held then."""

    seconds: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Round:
    invitation: Cost
    mail: Cost
    bare_mail: Cost
    start: Start
    bare_start: Start


@dataclass(frozen=True, slots=True)
class StandIns:
    """Slack's Web API, and the relay with the time of its first email."""

    api_url: str
    relay: int
    first_mail_at: "Synchronized[float]"


@contextmanager
def stand_ins() -> Iterator[StandIns]:
    with stub() as slack, timed_sink() as (relay, first_mail_at):
        yield StandIns(f"http://127.0.0.1:{slack}/api/", relay, first_mail_at)


class Product:
    """The program with a database of its own, which outlives it."""

    def __init__(self, beside: StandIns, folder: str) -> None:
        self.port = free_port()
        self._env = environment(beside.api_url, self.port, folder)
        self._env["SMTP_URL"] = f"smtp://127.0.0.1:{beside.relay}?starttls=never"
        self._file = self._env["DATABASE_URL"].removeprefix("sqlite:///")

    @contextmanager
    def running(self, mail_rate: str) -> Iterator["Popen[str]"]:
        with process("bot", "run", env=self._env | {"MAIL_RATE": mail_rate}) as started:
            wait_for(f"http://127.0.0.1:{self.port}/readyz", 90, 200)
            yield started

    def drain(self, *, mails: bool) -> None:
        """Wait until nothing is due, of mails only if they are let go. Raises TimeoutError."""
        end = time.monotonic() + LONGEST_SECONDS
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as database:
            while time.monotonic() < end:
                if database.execute(DUE, ["mail" if mails else ""]).fetchone() == (0,):
                    return
                time.sleep(0.05)
        raise TimeoutError("the outbox is not empty")


def one_round(beside: StandIns, count: int) -> Round:
    with tempfile.TemporaryDirectory() as folder:
        product = Product(beside, folder)
        invitation, bare_start = _invitations(product, count), _bare_start(beside)
        start, bare_mail = _start(product), _bare_mails(beside, count)
        mail = _mails(product, beside, count - 1, start.cpu)  # one has left already
        return Round(invitation, mail, bare_mail, start, bare_start)


def _invitations(product: Product, count: int) -> Cost:
    """Submit forms, some at once, until their cards are posted and the Home tabs redrawn."""
    with product.running(NONE_LEAVES) as started:
        uvloop.run(open_homes(product.port))
        uvloop.run(_submit(product.port, range(AT_ONCE)))  # what is built once is built by these
        product.drain(mails=False)
        cpu, began = cpu_seconds(started.pid), time.monotonic()
        uvloop.run(_submit(product.port, range(AT_ONCE, count)))
        submitted = count - AT_ONCE
        per_second = submitted / (time.monotonic() - began)
        product.drain(mails=False)
        return Cost((cpu_seconds(started.pid) - cpu) * 1000 / submitted, per_second)


async def _submit(port: int, numbers: Sequence[int]) -> None:
    waiting = iter(numbers)

    async def lane() -> None:
        async with Client(port) as client:
            for number in waiting:
                await client.interaction(form_payload(number))

    await asyncio.gather(*(lane() for _ in range(AT_ONCE)))


def _start(product: Product) -> Start:
    """Start the program on a database it knows."""
    began = time.monotonic()
    with product.running(NONE_LEAVES) as started:
        return Start(time.monotonic() - began, cpu_seconds(started.pid), resident_mb(started.pid))


def _bare_start(beside: StandIns) -> Start:
    port, began = free_port(), time.monotonic()
    with process("bench.stock", "http", str(port), beside.api_url) as started:
        wait_for(f"http://127.0.0.1:{port}/")
        return Start(time.monotonic() - began, cpu_seconds(started.pid), resident_mb(started.pid))


def _mails(product: Product, beside: StandIns, count: int, to_start: float) -> Cost:
    """Send the mails that wait, from the first one until the last card is redrawn."""
    beside.first_mail_at.value = 0.0
    with product.running(ALL_LEAVE) as started:
        product.drain(mails=True)
        seconds = time.monotonic() - beside.first_mail_at.value
        return Cost((cpu_seconds(started.pid) - to_start) * 1000 / count, count / seconds)


def _bare_mails(beside: StandIns, count: int) -> Cost:
    per_second, cpu = uvloop.run(round_of(bare, beside.relay, mails(count), CONNECTIONS))
    return Cost(cpu, per_second)


def measure(count: int, rounds: int) -> list[Row]:
    with stand_ins() as beside:
        return _rows([one_round(beside, count) for _ in range(rounds)])


def _rows(done: list[Round]) -> list[Row]:
    invitation_cpu = median(each.invitation.cpu for each in done)
    submitted = median(each.invitation.per_second for each in done)
    return [
        ("an invitation submitted, CPU", f"{invitation_cpu:.1f} ms", "with its card, and Home drawn again"),
        ("invitations submitted, 8 at once", f"{submitted:.0f} a second", "to closed forms"),
        _ratio(
            "mails with their cards", [(e.mail.per_second, e.bare_mail.per_second) for e in done], "a second"
        ),
        _ratio(
            "mails with their cards, CPU", [(e.mail.cpu, e.bare_mail.cpu) for e in done], "CPU s per 1,000"
        ),
        ("start to ready", f"{median(e.start.seconds for e in done):.2f} s", _bare_seconds(done)),
        _ratio("start to ready, CPU", [(e.start.cpu, e.bare_start.cpu) for e in done], "CPU s"),
        _ratio("idle memory", [(e.start.memory, e.bare_start.memory) for e in done], "MB"),
    ]


def _bare_seconds(done: list[Round]) -> str:
    return f"the bare app: {median(each.bare_start.seconds for each in done):.2f} s"


def _ratio(what: str, pairs: list[tuple[float, float]], unit: str) -> Row:
    ratio = median(mine / theirs for mine, theirs in pairs)
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    return what, f"{ratio:.2f} x", f"{mine:.3g} against {theirs:.3g} {unit}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--invitations", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    for what, figure, behind in measure(chosen.invitations, chosen.rounds):
        print(f"{what:35} {figure:>14}  ({behind})")


if __name__ == "__main__":
    main()
