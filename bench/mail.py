"""Measures emails built and sent per second, against a bare aiosmtplib loop with as many connections.

python -m bench.mail [--mails 1000] [--rounds 5] [--lanes 4]

The server is a child process that accepts everything. Rounds alternate and their medians are compared: other
work on the machine moves absolute figures, but hardly the ratio.
"""

import argparse
import asyncio
import multiprocessing
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from statistics import median
from time import monotonic, perf_counter, process_time
from typing import cast

import aiosmtplib
import uvloop

from bot.mail.content import Content, Delivery
from bot.mail.message import build
from bot.mail.preview import EXPIRES, NOTE, SENT, SITE, TOKEN, samples
from bot.mail.rendering import render
from bot.mail.smtp import Smtp
from bot.mail.texts.invitation import invitation
from bot.mail.texts.phrases import typed_in

Mail = tuple[Content, Delivery]
Send = Callable[[Mail], Awaitable[object]]
Way = Callable[[int], AbstractAsyncContextManager[Send]]


class Sink(asyncio.Protocol):
    """An SMTP server that accepts everything, with as little SMTP as a client needs.

    `first_at` is when it took its first email, in seconds of `monotonic`; 0 if it took none.
    """

    def __init__(self, first_at: "Synchronized[float]") -> None:
        self._first_at = first_at

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.WriteTransport, transport)  # uvloop's transport is not a subclass
        self.buffer = b""
        self.reading_content = False
        self.transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._one_step():
            pass

    def _one_step(self) -> bool:
        end = b"\r\n.\r\n" if self.reading_content else b"\r\n"
        step, found, rest = self.buffer.partition(end)
        if not found:
            return False
        self.buffer = rest
        self._answer(step[:4].upper())
        return True

    def _answer(self, verb: bytes) -> None:
        if self.reading_content or verb != b"DATA":
            self.reading_content = False
            self.transport.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
        else:
            self._first_at.value = self._first_at.value or monotonic()
            self.reading_content = True
            self.transport.write(b"354 go\r\n")


def serve(tell: Connection, first_at: "Synchronized[float]") -> None:
    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: Sink(first_at), "127.0.0.1", 0)
        tell.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    uvloop.run(main())


@contextmanager
def sink() -> Iterator[int]:
    """Run a sink in a child process and yield its port."""
    with timed_sink() as (port, _):
        yield port


@contextmanager
def timed_sink() -> Iterator[tuple[int, "Synchronized[float]"]]:
    """Run a sink in a child process. Yields its port and `first_at`."""
    context = multiprocessing.get_context("spawn")
    (told, tell), first_at = context.Pipe(duplex=False), context.Value("d", 0.0)
    process = context.Process(target=serve, args=(tell, first_at), daemon=True)
    process.start()
    try:
        yield int(told.recv()), first_at
    finally:
        process.terminate()
        process.join()


def mails(count: int) -> list[Mail]:
    _, delivery = samples()["invitation"]
    return [(_content(number), _delivery(delivery, number)) for number in range(count)]


def _content(number: int) -> Content:
    return invitation(
        company="Acme",
        inviter="Jordan Lee",
        contact_name=f"Zoë Ångström {number}",
        note=NOTE,
        link=f"{SITE}/invitation/{TOKEN}{number}",
        expires=EXPIRES,
        source=typed_in("Jordan Lee", SENT),
    )


def _delivery(delivery: Delivery, number: int) -> Delivery:
    return replace(
        delivery,
        message_id=f"<invitation-{number}@acme.example>",
        to_name=f"Zoë Ångström {number}",
        to_email=f"zoe{number}@studio.example",
        envelope_from=f"bounce+b{number}@acme.example",
        stop_url=f"{SITE}/stop/{TOKEN}{number}",
    )


@asynccontextmanager
async def bare(port: int) -> AsyncIterator[Send]:
    """Send emails with the libraries alone."""
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False)
    await client.connect()

    async def send(mail: Mail) -> None:
        message = plain_message(*mail)
        await client.send_message(message, sender=mail[1].envelope_from)

    yield send
    await client.quit()


def plain_message(content: Content, delivery: Delivery) -> EmailMessage:
    text, html = render(content, delivery)
    message = EmailMessage(policy=SMTP)
    message["From"] = f"{delivery.via} via {delivery.company} <{delivery.sender.email}>"
    message["To"] = f"{delivery.to_name} <{delivery.to_email}>"
    message["Reply-To"] = "Jordan Lee <jordan@acme.example>"
    message["Subject"] = content.subject
    message["Date"] = format_datetime(delivery.date)
    message["Message-ID"] = delivery.message_id
    message["List-Id"] = "<trusted-contacts.acme.example>"
    message["List-Unsubscribe"] = f"<{delivery.stop_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Feedback-ID"] = "invitation:trustedcontacts"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


@asynccontextmanager
async def ours(port: int) -> AsyncIterator[Send]:
    async with Smtp.from_url(f"smtp://127.0.0.1:{port}?starttls=never").lane() as lane:

        async def send(mail: Mail) -> None:
            await lane.send(build(*mail))

        yield send


async def round_of(way: Way, port: int, batch: list[Mail], lanes: int) -> tuple[float, float]:
    """Measure (emails per second, CPU seconds per 1,000 emails)."""
    waiting = iter(batch)

    async def work() -> None:
        async with way(port) as send:
            for mail in waiting:
                await send(mail)

    began, cpu = perf_counter(), process_time()
    await asyncio.gather(*(work() for _ in range(lanes)))
    return len(batch) / (perf_counter() - began), (process_time() - cpu) * 1000 / len(batch)


async def measure(port: int, count: int, rounds: int, lanes: int) -> dict[str, list[tuple[float, float]]]:
    figures: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": []}
    for number in range(rounds + 1):
        batch = mails(count)
        for name, way in (("bare", bare), ("ours", ours)):
            figure = await round_of(way, port, batch, lanes)
            if number:  # the first round only warms up
                figures[name].append(figure)
    return figures


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=re.split(r"\n\n", __doc__ or "")[0])
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lanes", type=int, default=4)
    chosen = parser.parse_args(arguments)
    with sink() as port:
        figures = uvloop.run(measure(port, chosen.mails, chosen.rounds, chosen.lanes))
    for name, rounds in figures.items():
        rate, cpu = (median(column) for column in zip(*rounds, strict=True))
        sys.stdout.write(f"{name}: {rate:7.0f} mails/s, {cpu:.2f} CPU s per 1,000\n")
    ratios = [mine[0] / theirs[0] for mine, theirs in zip(figures["ours"], figures["bare"], strict=True)]
    sys.stdout.write(
        f"ratio: {median(ratios):.2f} (goal 1.5; rounds {min(ratios):.2f} to {max(ratios):.2f})\n"
    )


if __name__ == "__main__":
    main()
