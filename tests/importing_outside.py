"""An import as a hiring manager does it, seen from outside the process that may die at any moment."""

from collections import Counter
from collections.abc import Callable

from bot.demo.seen import Seen
from tests.outboxes import a_moment
from tests.process import Outside
from tests.soundness import STATUS_AND_HISTORY

FAULTY = 3
IN_STATE = "SELECT state FROM import"


def contact_list(people: int) -> str:
    """So many people with two tags each, and a few rows that cannot be imported."""
    rows = [f"Person {n},person{n}@x{n % 7}.dk,python; design" for n in range(people)]
    rows += [f"Faulty {n},nowhere{n}," for n in range(FAULTY)]
    return "\n".join(["name,email,tags", *rows])


class ImportOutside:
    """One file and what comes of it; `people` is how many of its rows are good."""

    def __init__(self, product: Outside, people: int) -> None:
        self.product, self.people, self.kills = product, people, 0

    async def share(self) -> None:
        data = contact_list(self.people).encode()
        self.file = await self.product.jordan.upload("people.csv", data, "hiring")
        await self.until(lambda: self.said("Shall the people"))

    async def review(self) -> None:
        """Begins; the file is read a moment later."""
        await self.product.jordan.click("Review and import", on=self.said("Shall the people")[0])

    async def begin(self) -> None:
        """Everybody in the file is about to be imported."""
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
        """The one that was posted last: a kill may leave another, which nobody keeps up to date."""
        [row] = self.product.rows("SELECT ts FROM import")
        return next(each for each in self.product.jordan.messages("hiring") if each.ts == row["ts"])

    def count(self, query: str) -> int:
        return int(self.product.rows(f"SELECT count(*) AS n FROM {query}")[0]["n"])

    @property
    def progress(self) -> int:
        """Contacts made and mails accepted: from none to two for each of the people."""
        return self.count("contact") + len(set(self.product.relay.recipients))

    async def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        await self.product.until(condition, seconds)

    async def killed_when(self, condition: Callable[[], object]) -> None:
        """And started again."""
        await self.until(condition)
        self.product.kill()
        self.kills += 1
        await self.product.start()

    async def over(self, state: str = "done") -> None:
        await self.until(lambda: self.product.rows(IN_STATE) == [{"state": state}])
        await self.product.settled(60)
        await a_moment()

    @property
    def duplicates(self) -> Counter[str]:
        """How often more than once a mail was accepted."""
        mailed = Counter(self.product.relay.recipients)
        return Counter({email: count - 1 for email, count in mailed.items() if count > 1})

    def assert_imported(self, connections: int = 4) -> None:
        """Everybody exactly once, each with all that belongs to them, and mailed."""
        rows, people = self.product.rows, self.people
        emails = [row["email"] for row in rows("SELECT email FROM contact")]
        assert len(emails) == len(set(emails)) == people
        assert set(self.product.relay.recipients) == set(emails)
        assert self.duplicates.total() <= self.kills * connections
        assert self.count("invitation") == self.count("event WHERE kind = 'invited'") == people
        assert self.count("contact_tag") == 2 * people
        assert self.count("outbox WHERE kind = 'invitation' AND state = 'sent'") == people
        assert self.count("outbox WHERE kind = 'invitation_reminder'") == people
        once = "SELECT contact_id FROM event WHERE kind = 'invited' GROUP BY contact_id HAVING count(*) > 1"
        assert rows(once) == []
        assert [row for row in rows(STATUS_AND_HISTORY) if row["status"] != row["last"]] == []
        assert f"{people:,} invited, 0 skipped, {FAULTY} failed." in self.message.words
        assert 1 <= len(self.said("people-failed.csv")) <= self.kills + 1
