"""The product outside, which dies at a failpoint in the midst of its work and is started again."""

import json
import re
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import httpx

from demo.person.seen import Seen
from storage.engine.failpoints import REACHED, Step
from tests.kit.armed import AHEAD, ORDER
from tests.kit.process import Outside, not_started
from tests.kit.product import form_of
from tests.kit.smtp_server import Accepted
from tests.kit.soundness import assert_sound

A_LEASE_LATER, A_LITTLE = 120.0, 1.0  # seconds
SETTINGS = {"LEASE_SECONDS": "60", "JOURNAL_FILE": "the.journal", "IMPORT_GRACE_SECONDS": "3600"}


class Ahead:
    """How far the clock of Slack and of the program is ahead of ours.

    It begins at a full hour: an email says until which hour it is valid, and is the same email until then.
    """

    def __init__(self) -> None:
        self.seconds = -time.time() % 3600

    def __call__(self) -> float:
        return time.time() + self.seconds


class Felled:
    """What dies and is started again. `deaths` are the steps it has died at."""

    def __init__(self, product: Outside, clock: Ahead) -> None:
        self.product, self.clock = product, clock
        self.deaths: list[Step] = []

    async def arm(self, step: Step, time: int = 1) -> None:
        """Have the running process die at this step, the nth time it gets there."""
        order = self.product.folder / ORDER
        aside = order.with_suffix(".new")
        aside.write_text(f"{step}:{time}")
        aside.replace(order)
        assert self.product.process
        self.product.process.send_signal(signal.SIGUSR1)
        await self.product.until(lambda: not order.exists())

    async def died(self, step: Step) -> None:
        """Wait until the process has died at this step, and nowhere else."""
        process = self.product.process
        assert process
        await self.product.until(lambda: process.poll() is not None)
        assert process.returncode == -signal.SIGKILL, self.product.log
        self.deaths.append(step)
        assert re.findall(f"{REACHED}(.*)", self.product.log)[-1] == step

    async def again(self, **changes: str) -> None:
        """Start it again when the dead process's leases are over."""
        self.clock.seconds += A_LEASE_LATER
        await self.product.start(**{AHEAD: str(self.clock.seconds)} | changes)

    async def dies_again(self, step: Step, **changes: str) -> None:
        """Start it again, and have it die at this step before it is ready or soon after."""
        self.clock.seconds += A_LEASE_LATER
        ahead = {AHEAD: str(self.clock.seconds), "FAILPOINT": step}
        self.product.process = self.product.launch(**ahead | changes)
        await self.died(step)

    async def later(self, **delta: float) -> None:
        """End it, and start it again when so much time has passed."""
        self.clock.seconds += timedelta(**delta).total_seconds()
        self.product.kill()
        await self.again()

    def command(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the real program. With a FAILPOINT among the changes it must die there."""
        done = self.product.command(words[0], b"", *words[1:], **changes)
        if step := changes.get("FAILPOINT"):
            assert (done.returncode, done.stderr) == (-signal.SIGKILL, f"{REACHED}{step}\n")
            self.deaths.append(Step(step))
        else:
            assert done.returncode == 0, done.stderr
        return done

    async def fell(self, step: Step, work: Callable[[], Awaitable[Any]]) -> None:
        """Do this while the process dies at the step, and start it again."""
        await self.arm(step)
        await work()
        await self.died(step)
        await self.again()

    async def settled(self) -> None:
        """Wait until nothing is being sent, and nothing waits that is due."""
        try:
            await self.product.until(lambda: self.count(f"outbox WHERE {self._due}") == 0)
        except TimeoutError as error:
            error.add_note(str(self.product.rows(f"SELECT * FROM outbox WHERE {self._due} LIMIT 3")))
            raise

    @property
    def _due(self) -> str:
        """Build the condition. It looks a little ahead: what ends while we ask may enqueue more."""
        zone = "" if self.product.on_sqlite else "+00"
        now = f"{datetime.fromtimestamp(self.clock() + A_LITTLE, UTC):%Y-%m-%d %H:%M:%S.%f}{zone}"
        return f"state = 'sending' OR (state = 'queued' AND due_at <= '{now}')"

    def to(self, email: str) -> list[Accepted]:
        return [mail for mail in self.product.relay.accepted if mail.rcpt_to == email]

    def count(self, query: str) -> int:
        return int(self.product.rows(f"SELECT count(*) AS n FROM {query}")[0]["n"])

    def status(self, email: str) -> str:
        [row] = self.product.rows(f"SELECT status FROM contact WHERE email = '{email}'")
        return str(row["status"])

    def happened(self, kind: str, email: str) -> int:
        """Count a contact's events of a kind."""
        contact = f"SELECT id FROM contact WHERE email = '{email}'"
        return self.count(f"event WHERE kind = '{kind}' AND contact_id IN ({contact})")

    def told(self, words: str, channel: str = "app") -> list[Seen]:
        return [seen for seen in self.product.jordan.messages(channel) if words in seen.words]

    def page_of(self, email: str) -> str:
        """Find the link to a person's page in the email to them."""
        body = self.to(email)[-1].message.get_body(("plain",))
        assert body
        links: list[str] = re.findall(r"http://\S+", body.get_content())
        return next(link for link in links if "/i/" in link)

    async def press(self, url: str, button: str) -> bool:
        """Open a page and press a button. Returns whether there was an answer."""
        async with self.product.browser(self.product.url) as web:
            form = form_of(html5lib.parse((await web.get(url)).text), button)
            return await self._post(web, form)

    async def stop_at_once(self, email: str) -> bool:
        """Unsubscribe with one click, as a mail program does. Returns whether there was an answer."""
        url = str(self.to(email)[-1].message["List-Unsubscribe"]).strip("<>")
        async with self.product.browser() as web:
            return await self._post(web, url, {"List-Unsubscribe": "One-Click"})

    async def _post(self, web: httpx.AsyncClient, url: str, fields: dict[str, str] | None = None) -> bool:
        try:
            answer = await web.post(url, data=fields, headers={"Origin": self.product.url})
        except httpx.TransportError:
            return False
        return answer.is_success

    async def assert_well(self) -> None:
        """Check what must hold after every death."""

        async def rows(statement: str) -> list[dict[str, Any]]:
            return self.product.rows(statement)

        await assert_sound(rows, sqlite=self.product.on_sqlite)
        assert self.count("outbox WHERE state IN ('failed', 'held')") == 0
        events = [json.loads(line).get("event") for line in self.product.log.splitlines() if line[:1] == "{"]
        assert not {"database_restored", "outbox_turn_failed", "outbox_send_failed"} & set(events)


@asynccontextmanager
async def felled(folder: Path, *, started: bool = True, **changes: str) -> AsyncIterator[Felled]:
    """Run the product so that it can be felled, with Jordan Lee as a hiring manager."""
    clock = Ahead()
    async with not_started(
        folder, "tests.kit.armed", clock, **SETTINGS | {AHEAD: str(clock.seconds)} | changes
    ) as product:
        if started:
            await product.start()
            await product.name_hiring_manager()
        yield Felled(product, clock)


@contextmanager
def at(step: Step) -> Iterator[None]:
    """Say at which step something was wrong."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"after the death at {step}")
        raise
