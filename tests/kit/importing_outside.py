"""Runs an import from outside the product's process, which may be killed at any moment."""

from collections import Counter
from collections.abc import Callable

from demo.person.seen import Seen
from tests.kit.outboxes import a_moment
from tests.kit.patience import PATIENCE
from tests.kit.process import Outside
from tests.kit.soundness import STATUS_AND_HISTORY

FAULTY = 3
IN_STATE = "SELECT state FROM import"


def contact_list(people: int) -> str:
    """Make a CSV with this many people, two tags each, and a few rows that cannot be imported."""
    rows = [f"Person {n},person{n}@x{n % 7}.dk,python; design" for n in range(people)]
    rows += [f"Faulty {n},nowhere{n}," for n in range(FAULTY)]
    return "\n".join(["name,email,tags", *rows])


class ImportOutside:
    """A file and its import. `people` is the number of its valid rows."""

    def __init__(self, product: Outside, people: int) -> None:
        self.product, self.people, self.kills = product, people, 0

    async def share(self) -> None:
        await self.upload()
        await self.until(lambda: self.said("Import the people"))

    async def upload(self) -> None:
        data = contact_list(self.people).encode()
        self.file = await self.product.jordan.upload("people.csv", data, "hiring")

    async def review(self) -> None:
        """Begin the review. The file is read a moment later."""
        await self.product.jordan.click("Review and import", on=self.said("Import the people")[0])

    async def begin(self) -> None:
        """Start importing everyone in the file."""
        await self.share()
        await self.review()
        await self.read()
        assert (await self.product.jordan.submit()).ok

    async def read(self) -> None:
        await self.until(lambda: "new" in self.product.jordan.form.words)

    async def undo(self) -> None:
        await self.until(lambda: "Undo import" in self.message.buttons)
        await self.product.jordan.click("Undo import", on=self.message)
        assert (await self.product.jordan.submit()).ok

    def said(self, words: str) -> list[Seen]:
        thread = [each for each in self.product.jordan.messages("hiring") if each.thread_ts == self.file.ts]
        return [each for each in thread if words in each.words]

    @property
    def message(self) -> Seen:
        """Find the message posted last. A kill may leave an earlier one that is not updated."""
        [row] = self.product.rows("SELECT ts FROM import")
        return next(each for each in self.product.jordan.messages("hiring") if each.ts == row["ts"])

    def count(self, query: str) -> int:
        return int(self.product.rows(f"SELECT count(*) AS n FROM {query}")[0]["n"])

    @property
    def progress(self) -> int:
        """Count contacts made and emails accepted, up to two for each person."""
        return self.count("contact") + len(set(self.product.relay.recipients))

    async def until(self, condition: Callable[[], object], seconds: float = PATIENCE) -> None:
        await self.product.until(condition, seconds)

    async def killed_when(self, condition: Callable[[], object]) -> None:
        """Kill the process when the condition is true, and start it again."""
        await self.until(condition)
        self.product.kill()
        self.kills += 1
        await self.product.start()

    async def over(self, state: str = "done", seconds: float = PATIENCE) -> None:
        await self.until(lambda: self.product.rows(IN_STATE) == [{"state": state}], seconds)
        await self.product.settled(seconds)
        await a_moment()

    @property
    def duplicates(self) -> Counter[str]:
        """Count how often each email was accepted again."""
        mailed = Counter(self.product.relay.recipients)
        return Counter({email: count - 1 for email, count in mailed.items() if count > 1})

    def assert_imported(self, connections: int = 4) -> None:
        """Check that everyone was imported and emailed exactly once."""
        rows, people = self.product.rows, self.people
        emails = [row["email"] for row in rows("SELECT email FROM contact")]
        assert len(emails) == len(set(emails)) == people
        assert set(self.product.relay.recipients) == set(emails)
        assert self.duplicates.total() <= self.kills * connections
        assert self.count("invitation") == self.count("event WHERE kind = 'added'") == people
        assert self.count("contact_tag") == 2 * people
        assert self.count("outbox WHERE kind = 'invitation' AND state = 'sent'") == people
        assert self.count("outbox WHERE kind = 'invitation_reminder'") == people
        once = "SELECT contact_id FROM event WHERE kind = 'added' GROUP BY contact_id HAVING count(*) > 1"
        assert rows(once) == []
        assert [row for row in rows(STATUS_AND_HISTORY) if row["status"] != row["last"]] == []
        assert f"{people:,} invited, 0 skipped, {FAULTY} failed." in self.message.words
        assert 1 <= len(self.said("people-failed.csv")) <= self.kills + 1
