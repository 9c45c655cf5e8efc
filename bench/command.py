"""Measures a slash command until its modal opens, against a stock Bolt AsyncApp.

python -m bench.command [--requests 600] [--rounds 5]
"""

import argparse
import asyncio
import json
import secrets
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlencode

import uvloop
from slack_sdk.signature import SignatureVerifier

from bench import stock
from bench.processes import cpu_seconds, process, wait_for
from bench.slack_stub import PEOPLE, command_payload, home_payload
from bot.server import free_port


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    pid: int


@dataclass(frozen=True)
class Figure:
    """The results of one round.

    `p50_ms` is the median in milliseconds one at a time, `per_second` the requests per second with 16 at
    once, `cpu` the CPU seconds per 1,000 requests.
    """

    p50_ms: float
    per_second: float
    cpu: float


def environment(api_url: str, port: int, folder: str, **more: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": stock.SIGNING_SECRET,
        "SLACK_API_URL": api_url,
        "ADMINS": "U00000001",
        "DATABASE_URL": f"sqlite:///{folder}/bench-{port}.db",
        "SMTP_URL": "smtp://127.0.0.1:9?starttls=never",
        "MAIL_FROM": "Acme <talent@acme.example>",
        "SECRET_KEY": secrets.token_hex(32),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "LOG_LEVEL": "error",
        **more,
    }


@contextmanager
def stub() -> Iterator[int]:
    with process("bench.slack_stub") as started:
        assert started.stdout
        yield int(started.stdout.readline())


@contextmanager
def servers(api_url: str, folder: str) -> Iterator[list[Server]]:
    """Start the product and the bare app, both over HTTP."""
    with ExitStack() as stack:
        bare_port, own_port = free_port(), free_port()
        bare = stack.enter_context(process("bench.stock", "http", str(bare_port), api_url))
        own = stack.enter_context(process("bot", "run", env=environment(api_url, own_port, folder)))
        wait_for(f"http://127.0.0.1:{own_port}/readyz", status=200)
        wait_for(f"http://127.0.0.1:{bare_port}/")
        uvloop.run(open_homes(own_port))
        yield [Server("bare", bare_port, bare.pid), Server("ours", own_port, own.pid)]


class Client:
    """An HTTP client with one kept-alive connection and as little parsing as possible."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._verifier = SignatureVerifier(stock.SIGNING_SECRET)

    async def __aenter__(self) -> "Client":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def command(self) -> None:
        await self.form(command_payload(secrets.token_hex(8)))

    async def event(self, payload: dict[str, Any]) -> None:
        await self._post(json.dumps(payload), "application/json")

    async def interaction(self, payload: dict[str, Any]) -> None:
        await self.form({"payload": json.dumps(payload)})

    async def form(self, fields: dict[str, str]) -> None:
        await self._post(urlencode(fields), "application/x-www-form-urlencoded")

    async def _post(self, body: str, kind: str) -> None:
        now = str(int(time.time()))
        signature = self._verifier.generate_signature(timestamp=now, body=body)
        self._writer.write(
            f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: {kind}\r\nX-Slack-Signature: {signature}\r\n"
            f"X-Slack-Request-Timestamp: {now}\r\n\r\n{body}".encode()
        )
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head.decode())
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
        await self._reader.readexactly(length)


async def open_homes(port: int) -> None:
    """Open the Home tab of everybody, which the product keeps up to date from then on."""
    async with Client(port) as client:
        for person in PEOPLE:
            await client.event(home_payload(person, secrets.token_hex(8)))


async def one_at_a_time(port: int, count: int) -> float:
    times = []
    async with Client(port) as client:
        for _ in range(count):
            began = time.perf_counter()
            await client.command()
            times.append(time.perf_counter() - began)
    return median(times) * 1000


async def sixteen_at_once(port: int, count: int) -> float:
    numbers = iter(range(count))

    async def lane() -> None:
        async with Client(port) as client:
            for _ in numbers:
                await client.command()

    began = time.perf_counter()
    await asyncio.gather(*(lane() for _ in range(16)))
    return count / (time.perf_counter() - began)


async def figure(server: Server, count: int) -> Figure:
    p50 = await one_at_a_time(server.port, count // 4)
    before = cpu_seconds(server.pid)
    rate = await sixteen_at_once(server.port, count)
    return Figure(p50, rate, (cpu_seconds(server.pid) - before) * 1000 / count)


def over_http(api_url: str, folder: str, count: int, rounds: int) -> dict[str, list[Figure]]:
    figures: dict[str, list[Figure]] = {"bare": [], "ours": []}
    with servers(api_url, folder) as both:
        for number in range(rounds + 1):
            for server in both:
                measured = uvloop.run(figure(server, count))
                if number:  # the first round only warms up
                    figures[server.name].append(measured)
    return figures


def over_socket(stub_url: str, folder: str, count: int, rounds: int) -> dict[str, list[float]]:
    """Measure acknowledged envelopes per second with 16 in flight, one program at a time."""
    figures: dict[str, list[float]] = {"bare": [], "ours": []}
    api_url = f"{stub_url}/api/"
    for _ in range(rounds):
        with process("bench.stock", "socket", api_url):
            figures["bare"].append(_driven(stub_url, count))
        port = free_port()
        env = environment(api_url, port, folder, SLACK_APP_TOKEN="xapp-bench")
        with process("bot", "run", env=env):
            wait_for(f"http://127.0.0.1:{port}/readyz", status=200)
            figures["ours"].append(_driven(stub_url, count))
    return figures


def _driven(stub_url: str, count: int) -> float:
    while json.load(urllib.request.urlopen(f"{stub_url}/sockets")) == 0:
        time.sleep(0.05)
    _drive(stub_url, count // 4)
    return count / _drive(stub_url, count)


def _drive(stub_url: str, count: int) -> float:
    body = json.dumps({"count": count, "in_flight": 16}).encode()
    request = urllib.request.Request(f"{stub_url}/drive", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return float(json.load(answer)["seconds"])


def measure(count: int, rounds: int) -> list[tuple[str, float, str]]:
    """Return (what, ratio ours/bare, the medians behind it)."""
    with stub() as port, tempfile.TemporaryDirectory() as folder:
        url = f"http://127.0.0.1:{port}"
        http = over_http(f"{url}/api/", folder, count, rounds)
        socket = over_socket(url, folder, count * 2, max(2, rounds // 2))
    rows = []
    for what, field, unit in (
        ("command to modal, one at a time", "p50_ms", "ms"),
        ("command to modal, CPU", "cpu", "CPU s per 1,000"),
        ("command to modal, 16 at once", "per_second", "a second"),
    ):
        pairs = [
            (getattr(mine, field), getattr(theirs, field))
            for mine, theirs in zip(http["ours"], http["bare"], strict=True)
        ]
        rows.append(_row(what, pairs, unit))
    pairs = list(zip(socket["ours"], socket["bare"], strict=True))
    return [*rows, _row("Socket Mode acks, 16 in flight", pairs, "a second")]


def _row(what: str, pairs: list[tuple[float, float]], unit: str) -> tuple[str, float, str]:
    ratio = median(mine / theirs for mine, theirs in pairs)
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    return what, ratio, f"{mine:.3g} against {theirs:.3g} {unit}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    for what, ratio, medians in measure(chosen.requests, chosen.rounds):
        print(f"{what:35} {ratio:6.2f} x  ({medians})")


if __name__ == "__main__":
    main()
