"""Importing as a hiring manager does it: a file into a channel, the review, and what comes of it."""

from typing import Any

from bot.demo.person import Person
from bot.demo.seen import Modal, Seen
from tests.product import House

ADA, GRACE, ALAN = "ada@lovelace.example", "grace@hopper.example", "alan@turing.example"
THREE = (
    f"name,email,tags\nAda Lovelace,{ADA},maths; python\nGrace Hopper,{GRACE},cobol\nAlan Turing,{ALAN},\n"
)


class Importer:
    """One person with one file."""

    def __init__(self, house: House, by: str = "Jordan Lee") -> None:
        self.house, self.person = house, house.person(by)
        self.file: Seen | None = None

    async def share(
        self,
        data: str | bytes,
        name: str = "contacts.csv",
        channel: str = "hiring",
        thread: str | None = None,
    ) -> Seen:
        """The file's message, with the offer in its thread, if there is one."""
        raw = data.encode() if isinstance(data, str) else data
        self.file = await self.person.upload(name, raw, channel, thread)
        await self.house.demo.idle()
        await self.house.settled()
        return self.file

    @property
    def offer(self) -> Seen:
        return self.said("Review and import")

    def said(self, words: str) -> Seen:
        """The newest message in the thread of the file with these words, or with such a button."""
        assert self.file
        thread = [each for each in self.person.messages("hiring") if each.thread_ts == self.thread_ts]
        found = [each for each in thread if words in each.words or words in " ".join(each.buttons)]
        assert found, [each.words for each in thread]
        return found[-1]

    @property
    def thread_ts(self) -> str:
        assert self.file
        return self.file.thread_ts or self.file.ts

    async def review(self) -> Modal:
        """The review, read."""
        await self.person.click("Review and import", on=self.offer)
        return await self.read()

    async def read(self) -> Modal:
        """The modal, once the file has been read."""
        await self.house.demo.until(lambda: "Reading" not in self.form.words, 20)
        return self.form

    @property
    def form(self) -> Modal:
        return self.person.form

    @property
    def message(self) -> Seen:
        """The one message of the import."""
        return self.said("imported")

    async def start(self, **fields: Any) -> None:
        """Presses `Import selected`, and waits until the contacts are there."""
        await self.person.fill(fields)
        await self.person.submit()
        await self.house.settled(30)

    async def mails_leave(self) -> None:
        """The grace is over, and everything has left that was to."""
        self.house.forward(seconds=121)
        await self.house.settled(30)
        self.house.forward(seconds=4)
        await self.house.settled(30)

    async def all_of(self, data: str | bytes, name: str = "contacts.csv", **fields: Any) -> None:
        """Shared, reviewed, imported, mailed."""
        await self.share(data, name)
        await self.review()
        await self.start(**fields)
        await self.mails_leave()


async def counts(house: House) -> dict[str, int]:
    """{status: contacts}."""
    rows = await house.rows("SELECT status, count(*) AS n FROM contact GROUP BY status")
    return {row["status"]: row["n"] for row in rows}


def who_has_checked(person: Person) -> list[str]:
    """The names that are ticked in the review's page."""
    return [
        name for label, chosen in person.form.fields.items() if label.startswith("Rows") for name in chosen
    ]
