"""Importing as a hiring manager does it: a file into a channel, the review, and what comes of it."""

from typing import Any

from bot.demo.person import Person
from bot.demo.seen import Modal, Seen
from tests.product import House

ADA, GRACE, ALAN = "ada@lovelace.example", "grace@hopper.example", "alan@turing.example"
THREE = (
    f"name,email,tags\nAda Lovelace,{ADA},maths; python\nGrace Hopper,{GRACE},cobol\nAlan Turing,{ALAN},\n"
)


def people(count: int, first: int = 1) -> str:
    """A file with so many: Person 001, p1@x.example."""
    rows = (f"Person {number:03},p{number}@x.example,\n" for number in range(first, first + count))
    return "name,email,tags\n" + "".join(rows)


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
        **planted: Any,
    ) -> Seen:
        """The file's message, with the offer in its thread, if there is one.

        `planted` are fields of the stand-in's file, changed before the app hears of it.
        """
        raw = data.encode() if isinstance(data, str) else data
        self.file = await self.person.upload(name, raw, channel, thread)
        for field, value in planted.items():
            setattr(self.file.files[0].file, field, value)
        await self.house.demo.idle()
        await self.house.settled()
        return self.file

    @property
    def offer(self) -> Seen:
        return self.said("Review and import")

    @property
    def thread(self) -> list[Seen]:
        """What stands in the thread of the file besides the file."""
        assert self.file
        messages = self.person.messages(self.file.channel)
        return [each for each in messages if each.thread_ts == self.thread_ts and each.ts != self.file.ts]

    def said(self, words: str) -> Seen:
        """The newest message in the thread of the file with these words, or with such a button."""
        found = [each for each in self.thread if words in each.words or words in " ".join(each.buttons)]
        assert found, [each.words for each in self.thread]
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

    async def reviewing(self, data: str | bytes, name: str = "contacts.csv") -> Modal:
        """Shared, and its review open."""
        await self.share(data, name)
        return await self.review()

    async def from_home(self, data: str | bytes, name: str = "contacts.csv") -> Modal:
        """By the button on Home, and its review open."""
        await self.person.open_home()
        await self.person.click("Import", on=self.person.home)
        raw = data.encode() if isinstance(data, str) else data
        await self.person.fill({"CSV or Excel file": (name, raw)})
        await self.person.submit()
        return await self.read()

    @property
    def form(self) -> Modal:
        return self.person.form

    @property
    def message(self) -> Seen:
        """The one message of the import."""
        return self.said("Imported by")

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
        await self.reviewing(data, name)
        await self.start(**fields)
        await self.mails_leave()

    async def undo(self) -> None:
        """Undo import, in the message and in the modal."""
        await self.person.click("Undo import", on=self.message)
        await self.person.submit()
        await self.house.settled(30)


async def counts(house: House) -> dict[str, int]:
    """{status: contacts}."""
    rows = await house.rows("SELECT status, count(*) AS n FROM contact GROUP BY status")
    return {row["status"]: row["n"] for row in rows}


async def tags(house: House) -> dict[str, set[str]]:
    """{address: its contact's tags}, of those who have some."""
    rows = await house.rows(
        "SELECT c.email, t.name FROM contact_tag ct JOIN contact c ON c.id = ct.contact_id"
        " JOIN tag t ON t.id = ct.tag_id"
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["email"], set()).add(row["name"])
    return found


def who_has_checked(person: Person) -> list[str]:
    """The names that are ticked in the review's page."""
    return [
        name for label, chosen in person.form.fields.items() if label.startswith("Rows") for name in chosen
    ]


def page(form: Modal) -> list[str]:
    """The names that can be ticked on the page in view."""
    return [
        option["text"]["text"]
        for spot in form.spots()
        if spot.element["type"] == "checkboxes"
        for option in spot.element["options"]
    ]
