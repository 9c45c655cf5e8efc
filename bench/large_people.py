"""What people do all day, in a stand-in for Slack; each timed from the press to its answer."""

import asyncio
import itertools
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic, perf_counter

import html5lib
import httpx

from bench.pool import BEGIN, LAST
from demo import DemoServer
from demo.person.person import Person
from demo.person.seen import CannotDo
from demo.person.seen import Seen as Message
from demo.world.model import Team
from tests.kit.product import form_of

CHANNEL = "hiring"
LONGEST_SECONDS = 30
IMPORTED = 200  # people of one file
# how often each is done, of a hundred clicks
SHARES = {"Home opened": 35, "search": 20, "contact opened": 15, "invitation sent": 25, "page answered": 5}


@dataclass
class Seen:
    """The seconds of each kind of gesture, and what failed."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    invited: list[str] = field(default_factory=list)  # addresses whose invitation was acknowledged
    imported: list[str] = field(default_factory=list)


class People:
    """The administrators of all workspaces. Each does one thing at a time."""

    def __init__(self, demo: DemoServer, teams: list[Team], url: str) -> None:
        self._demo, self._web = demo, httpx.AsyncClient(base_url=url, timeout=LONGEST_SECONDS)
        self._url, self._chance, self._numbers = url, random.Random(5), itertools.count(1)
        known = {team.id for team in teams}
        users = (user for user in demo.world.users.values() if user.role == "admin" and user.team_id in known)
        self._free = [Person(demo.desk, user) for user in users]
        self._tasks: set[asyncio.Task[None]] = set()
        self.seen = Seen()

    async def click_for(self, seconds: float, a_second: float, import_every: float) -> None:
        """Begin so many gestures a second, whether or not earlier ones are over."""
        began = monotonic()
        for number in itertools.count():
            due = began + number / a_second
            if due - began >= seconds:
                break
            await asyncio.sleep(max(0.0, due - monotonic()))
            if number % max(1, round(import_every * a_second)) == 0:
                self._begin("import begun", self._import)
            self._begin(self._chance.choices(list(SHARES), list(SHARES.values()))[0], None)
        await asyncio.gather(*self._tasks)

    def _begin(self, what: str, act: Callable[[Person], Awaitable[bool]] | None) -> None:
        """Let somebody free do it; when everybody is busy, that is a failure."""
        if not self._free:
            self.seen.failed[what] += 1
            return
        person = self._free.pop(self._chance.randrange(len(self._free)))
        task = asyncio.create_task(self._do(what, act or self._acts()[what], person))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _do(self, what: str, act: Callable[[Person], Awaitable[bool]], person: Person) -> None:
        began = perf_counter()
        try:
            fine = await act(person)
        except (CannotDo, TimeoutError, httpx.HTTPError, AssertionError):
            fine = False
        self.seen.seconds[what].append(perf_counter() - began)
        self.seen.failed[what] += not fine
        with suppress(CannotDo):
            await person.close(all=True)
        self._free.append(person)

    def _acts(self) -> dict[str, Callable[[Person], Awaitable[bool]]]:
        return {
            "Home opened": self._open_home,
            "search": self._search,
            "contact opened": self._open_contact,
            "invitation sent": self._invite,
            "page answered": self._answer,
        }

    async def _open_home(self, person: Person) -> bool:
        return await person.open_home() is not None

    async def _search(self, person: Person) -> bool:
        word = self._chance.choice(BEGIN) + self._chance.choice("aeiouy") + self._chance.choice(LAST)
        return (await person.command("/contacts", word, CHANNEL)).ok

    async def _open_contact(self, person: Person) -> bool:
        home = person.home or await person.open_home()
        assert home
        return (await person.click("Open", on=home, nth=self._chance.randrange(8))).ok

    async def _invite(self, person: Person) -> bool:
        number = next(self._numbers)
        email = f"new{number}@studio{number % 500}.example"
        await person.command("/invite-contact", f"New {number} {email}", CHANNEL)
        fine = (await person.submit()).ok and person.modal is None
        if fine:
            self.seen.invited.append(email)
        return fine

    async def _answer(self, _person: Person) -> bool:
        """Open the link of an email that has arrived, and accept."""
        mails = self._demo.mailbox.mails
        if not mails:
            return True
        links = self._chance.choice(mails).links
        link = next((each for each in links if "/i/" in each), "")
        page = await self._web.get(link)
        if "Accept" not in page.text:
            return page.status_code == 200
        accept = form_of(html5lib.parse(page.text), "Accept")
        answer = await self._web.post(accept, headers={"Origin": self._url})
        return answer.status_code == 200

    async def _import(self, person: Person) -> bool:
        """Share a file and import everybody in it. What follows is the workers'."""
        batch = next(self._numbers)
        emails = [f"list{batch}.{number}@studio{number % 500}.example" for number in range(IMPORTED)]
        lines = [f"Listed {number},{email}," for number, email in enumerate(emails)]
        data = "\n".join(["name,email,tags", *lines]).encode()
        file = await person.upload(f"people{batch}.csv", data, CHANNEL)

        def offers() -> list[Message]:
            return [each for each in person.messages(CHANNEL) if each.thread_ts == file.ts]

        [offer, *_] = await self._demo.until(offers, LONGEST_SECONDS)
        await person.click("Review and import", on=offer)
        await self._demo.until(lambda: person.modal and "Reading" not in person.form.words, LONGEST_SECONDS)
        fine = (await person.submit()).ok
        if fine:
            self.seen.imported += emails
        return fine
