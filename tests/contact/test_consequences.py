"""The consequences of events, from the press to the outbox: one test for each kind of row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from demo import Person
from tests.contact.test_tags import tending
from tests.kit.applying import apply
from tests.kit.applying import card as application_card
from tests.kit.hire import ADA, active, hire, hires, terms
from tests.kit.importing import Importer, people
from tests.kit.pool import add, become, open_contact
from tests.kit.product import House

SHOWN = {"card", "home"}
WATCHED = {*SHOWN, "requests"}


@dataclass
class Watch:
    """Records which redraws and requests the outbox was given since `begin`."""

    house: House
    before: dict[str, int] = field(default_factory=dict)

    async def begin(self) -> None:
        """Open Home as Jordan, finish all work, and start recording."""
        await self.house.person("Jordan Lee").open_home()
        self.house.forward(seconds=15)  # what is queued then already is not asked for again
        await self.house.settled()
        self.before = await self._asked()

    async def asked_for(self) -> set[str]:
        await self.house.settled()
        return {kind for kind, times in (await self._asked()).items() if times > self.before.get(kind, 0)}

    async def _asked(self) -> dict[str, int]:
        rows = await self.house.rows("SELECT kind, sum(wanted) AS times FROM outbox GROUP BY kind")
        return {row["kind"]: row["times"] for row in rows if row["kind"] in WATCHED}


async def watched(house: House) -> Watch:
    watch = Watch(house)
    await watch.begin()
    return watch


async def reminders(house: House) -> list[str]:
    """List the states of waiting reminders."""
    rows = await house.rows("SELECT state FROM outbox WHERE kind = 'invitation_reminder' ORDER BY id")
    return [row["state"] for row in rows]


async def invited(house: House, *, offer: bool = False) -> Person:
    """Invite Ada, and if asked also offer a job that waits for her acceptance."""
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", f"Ada Lovelace {ADA}")
    if offer:
        await jordan.tick("Offer a job next")
    await jordan.submit()
    if offer:
        await jordan.fill(terms(house))
        await jordan.submit()
    await house.settled()
    assert await reminders(house) == ["queued"]
    return jordan


async def test_a_yes_sends_what_waited_cancels_reminders_and_shows_everywhere(house: House) -> None:
    await invited(house, offer=True)
    watch = await watched(house)
    await house.press_in_mail(ADA, "Accept")
    assert await watch.asked_for() == WATCHED
    assert await reminders(house) == ["cancelled"]
    assert "offers you a job" in house.demo.mailbox.to(ADA)[-1].subject


async def test_a_no_cancels_reminders_and_closes_offers_whose_event_is_followed_too(house: House) -> None:
    jordan = await invited(house, offer=True)
    watch = await watched(house)
    await house.press_in_mail(ADA, "Decline")
    assert await watch.asked_for() == WATCHED
    assert await reminders(house) == ["cancelled"]
    assert [row["state"] for row in await hires(house)] == ["declined"]
    kinds = [row["kind"] for row in await house.rows("SELECT kind FROM event ORDER BY id DESC LIMIT 2")]
    assert kinds == ["offer declined", "invitation declined"]
    offers = [each for each in jordan.messages("app") if "Illustrator: " in each.words]
    assert [each.buttons for each in offers] == [[]]


async def test_a_withdrawn_invitation_takes_offers_and_reminders_along(house: House) -> None:
    await invited(house, offer=True)
    jordan = await open_contact(house, "Ada Lovelace")
    watch = await watched(house)
    await jordan.click("Withdraw", confirm=True)
    assert await watch.asked_for() == WATCHED
    assert await reminders(house) == ["cancelled"]
    assert [row["state"] for row in await hires(house)] == ["cancelled"]


async def test_archiving_cancels_mails_and_looks_after_no_request(house: House) -> None:
    await invited(house)
    await become(house, 1, "active")
    jordan = await open_contact(house, "Ada Lovelace")
    watch = await watched(house)
    await jordan.click("Archive", confirm=True)
    assert await watch.asked_for() == SHOWN
    assert await reminders(house) == ["cancelled"]


async def test_restoring_looks_after_requests(house: House) -> None:
    await invited(house)
    jordan = await open_contact(house, "Ada Lovelace")
    await jordan.click("Withdraw", confirm=True)
    watch = await watched(house)
    await jordan.click("Restore")
    assert await watch.asked_for() == WATCHED


async def test_blocking_closes_what_is_open_and_unblocking_only_shows_it(house: House) -> None:
    await invited(house)
    await apply(house)
    jordan, message = await application_card(house)
    watch = await watched(house)
    await jordan.choose("Block", on=message)
    await jordan.submit()
    assert await watch.asked_for() == WATCHED
    assert await reminders(house) == ["cancelled"]
    blocked = await jordan.sees("Blocked by", channel="hiring")
    await watch.begin()
    await jordan.click("Unblock", on=blocked)
    assert await watch.asked_for() == SHOWN


async def test_the_mail_about_a_decision_is_not_among_those_it_cancels(house: House) -> None:
    await invited(house)
    await apply(house)
    jordan, message = await application_card(house)
    await jordan.click("Approve", on=message)
    await house.settled()
    assert await reminders(house) == ["cancelled"]
    assert await house.rows("SELECT state FROM outbox WHERE kind = 'decision'") == [{"state": "sent"}]


async def test_who_signs_up_beside_an_invitation_has_answered_the_request(house: House) -> None:
    await invited(house)
    watch = await watched(house)
    await apply(house)
    assert await watch.asked_for() == WATCHED
    assert await reminders(house) == ["queued"], "the invitation can still be accepted"


async def test_who_is_active_and_stops_mail_has_declined_offers_and_requests(
    house: House,
) -> None:
    contact_id = await active(house)
    await hire(house)
    watch = await watched(house)
    await house.press(await house.stop_link(contact_id), "Stop email from")
    assert await watch.asked_for() == WATCHED
    assert [row["state"] for row in await hires(house)] == ["declined"]


async def test_another_address_cancels_mails_to_the_old_one_and_another_name_none(house: House) -> None:
    await invited(house)
    jordan = await open_contact(house, "Ada Lovelace")
    for changed, left in (({"Name": "Ada King"}, "queued"), ({"Email": "ada@king.dk"}, "cancelled")):
        watch = await watched(house)
        await jordan.click("Edit")
        await jordan.fill(changed)
        await jordan.submit()
        assert await watch.asked_for() == WATCHED
        assert await reminders(house) == [left]


async def test_an_edit_that_changes_nothing_is_no_event_and_nothing_follows(house: House) -> None:
    await invited(house)
    jordan = await open_contact(house, "Ada Lovelace")
    watch = await watched(house)
    await jordan.click("Edit")
    await jordan.submit()
    assert await watch.asked_for() == set()


async def test_an_import_shows_who_was_withdrawn_before_and_asks_nobody_in_slack(house: House) -> None:
    await house.invite(Name="Person 001", Email="p1@x.example")
    await house.settled()
    jordan = await open_contact(house, "Person 001")
    await jordan.click("Withdraw", confirm=True)
    await jordan.close()
    importer = Importer(house)
    await importer.reviewing(people(3))
    await importer.person.click("Select all")
    watch = await watched(house)
    await importer.start()
    assert await watch.asked_for() == SHOWN
    assert jordan.message("p1@x.example").buttons == ["Resend", "Copy link", "Withdraw"]


async def test_an_undone_import_looks_after_requests_and_cancels_what_has_not_left(house: House) -> None:
    importer = Importer(house)
    await importer.all_of(people(3))
    assert await reminders(house) == ["queued"] * 3
    watch = await watched(house)
    await importer.undo()
    assert "requests" in await watch.asked_for()
    assert await reminders(house) == ["cancelled"] * 3
    told = "SELECT status, actor, origin FROM event WHERE kind = 'invitation withdrawn'"
    jordan = house.person("Jordan Lee").id
    assert await house.rows(told) == [{"status": "invited", "actor": jordan, "origin": "slack"}] * 3


async def test_cards_of_whoever_carries_a_merged_tag_are_redrawn_by_one_statement(house: House) -> None:
    for number in range(12):
        await add(house, f"Person {number}", "pyton", *(["python"] if not number else []))
    jordan = await tending(house)
    watch = await watched(house)
    await jordan.choose("Merge", near="pyton")
    await jordan.fill({"Merge into": "python"})
    with cards_wished_for(house) as times:
        await jordan.submit()
    assert await watch.asked_for() == SHOWN
    assert times == [12]


@contextmanager
def cards_wished_for(house: House) -> Iterator[list[int]]:
    """Count the redraws of cards that each statement enqueues."""
    times: list[int] = []

    def see(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if statement.startswith("INSERT INTO outbox") and "card:" in str(values):
            times.append(len(values) if many else 1)

    engine = house.program.database.writer.sync_engine
    event.listen(engine, "before_cursor_execute", see)
    try:
        yield times
    finally:
        event.remove(engine, "before_cursor_execute", see)
