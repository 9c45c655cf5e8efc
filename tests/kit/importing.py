"""Imports a file as a hiring manager does: share it, review it, and follow the result."""

from typing import Any

from demo.person.person import Person
from demo.person.seen import Modal, Seen
from tests.kit.product import House

ADA, GRACE, ALAN = "ada@lovelace.example", "grace@hopper.example", "alan@turing.example"
THREE = (
    f"name,email,tags\nAda Lovelace,{ADA},maths; python\nGrace Hopper,{GRACE},cobol\nAlan Turing,{ALAN},\n"
)


def people(count: int, first: int = 1) -> str:
    """Make a CSV with this many people: Person 001, p1@x.example, and so on."""
    rows = (f"Person {number:03},p{number}@x.example,\n" for number in range(first, first + count))
    return "name,email,tags\n" + "".join(rows)


# Under load Slack sometimes answers too late, and the work that called it is put off.
MAIL_PUT_OFF = "SELECT id FROM outbox WHERE kind = 'invitation' AND state = 'queued'"
OFFER_PUT_OFF = """
SELECT id FROM outbox WHERE kind IN ('import_notice', 'import_offer') AND state = 'queued' AND attempts > 0
"""


class Importer:
    """A person who imports a file."""

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
        """Share the file and return its message, once the offer is in its thread if there is one.

        `planted` are fields of the stand-in's file to change before the app receives its event.
        """
        raw = data.encode() if isinstance(data, str) else data
        self.file = await self.person.upload(name, raw, channel, thread)
        for field, value in planted.items():
            setattr(self.file.files[0].file, field, value)
        await self.house.demo.idle()
        await self.house.settled()
        while not planted and await self.house.rows(OFFER_PUT_OFF):
            # The stand-in needs a moment to share, and the program asks only a few times where it was shared.
            await self.house.something_happens()
            self.house.forward(minutes=1)
            await self.house.settled()
        return self.file

    @property
    def offer(self) -> Seen:
        return self.said("Review and import")

    @property
    def thread(self) -> list[Seen]:
        """List the messages in the file's thread, without the file."""
        assert self.file
        messages = self.person.messages(self.file.channel)
        return [each for each in messages if each.thread_ts == self.thread_ts and each.ts != self.file.ts]

    def said(self, words: str) -> Seen:
        """Find the newest message in the file's thread with these words or such a button."""
        found = [each for each in self.thread if words in each.words or words in " ".join(each.buttons)]
        assert found, [each.words for each in self.thread]
        return found[-1]

    @property
    def thread_ts(self) -> str:
        assert self.file
        return self.file.thread_ts or self.file.ts

    async def review(self) -> Modal:
        """Open the review and wait until the file has been read."""
        await self.person.click("Review and import", on=self.offer)
        return await self.read()

    async def read(self) -> Modal:
        """Wait until the file has been read, and return the modal."""
        await self.house.demo.until(lambda: "Reading" not in self.form.words)
        return self.form

    async def reviewing(self, data: str | bytes, name: str = "contacts.csv") -> Modal:
        """Share a file and open its review."""
        await self.share(data, name)
        return await self.review()

    async def from_home(self, data: str | bytes, name: str = "contacts.csv") -> Modal:
        """Upload a file by the Home tab's button and open its review."""
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
        """Find the only message of the import."""
        return self.said("Imported by")

    async def start(self, **fields: Any) -> None:
        """Press `Import selected`, and wait until the contacts are there."""
        await self.person.fill(fields)
        await self.person.submit()
        await self.house.settled()

    async def mails_leave(self) -> None:
        """Move past the grace period, and wait until all emails are sent."""
        self.house.forward(seconds=121)
        await self.house.settled()
        self.house.forward(seconds=4)
        await self.house.settled()

    async def mails_over(self) -> None:
        """Wait until every email has been sent. Emails put off under load are given their time, too."""
        await self.house.settled()
        while await self.house.rows(MAIL_PUT_OFF):
            self.house.forward(minutes=5)
            await self.house.settled()

    async def all_of(self, data: str | bytes, name: str = "contacts.csv", **fields: Any) -> None:
        """Share, review and import a file, and wait until its emails are sent."""
        await self.reviewing(data, name)
        await self.start(**fields)
        await self.mails_leave()

    async def undo(self) -> None:
        """Undo the import, by its message and the modal."""
        await self.person.click("Undo import", on=self.message)
        await self.person.submit()
        await self.house.settled()


async def counts(house: House) -> dict[str, int]:
    """Count contacts by status."""
    rows = await house.rows("SELECT status, count(*) AS n FROM contact GROUP BY status")
    return {row["status"]: row["n"] for row in rows}


async def tags(house: House) -> dict[str, set[str]]:
    """Read the tags of contacts that have any, by address."""
    rows = await house.rows(
        "SELECT c.email, t.name FROM contact_tag ct JOIN contact c ON c.id = ct.contact_id"
        " JOIN tag t ON t.id = ct.tag_id"
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["email"], set()).add(row["name"])
    return found


def who_has_checked(person: Person) -> list[str]:
    """List the names selected on the review's page."""
    return [
        name for label, chosen in person.form.fields.items() if label.startswith("Rows") for name in chosen
    ]


def options(form: Modal, label: str) -> list[str]:
    """List what a select offers."""
    (spot,) = [each for each in form.spots() if label in each.names]
    return [option["text"]["text"] for option in spot.element["options"]]


def page(form: Modal) -> list[str]:
    """List the names that can be selected on the review's page."""
    return [
        option["text"]["text"]
        for spot in form.spots()
        if spot.element["type"] == "checkboxes"
        for option in spot.element["options"]
    ]
