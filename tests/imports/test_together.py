"""Simultaneous imports on both databases: each runs once, and nothing else has to wait long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack

import pytest

from demo.person.seen import Seen
from storage.engine import migrate
from tests.kit.importing import Importer, counts, people
from tests.kit.postgres import Server
from tests.kit.product import House, running

ONCE = "SELECT recipient FROM outbox WHERE kind = 'invitation' GROUP BY recipient HAVING count(*) > 1"


async def both_start(one: Importer, other: Importer) -> None:
    await asyncio.gather(one.person.submit(), other.person.submit())
    await one.house.settled()


async def test_two_who_import_overlapping_files_at_once_make_each_contact_once(
    house_on_either: House,
) -> None:
    house = house_on_either
    jordan, sam = Importer(house), Importer(house, "Sam Rivera")
    await jordan.reviewing(people(60), "one.csv")
    await sam.reviewing(people(60, first=31), "two.csv")
    await both_start(jordan, sam)
    await jordan.mails_leave()
    assert await counts(house) == {"invited": 90}
    assert await house.rows(ONCE) == []
    assert len(house.demo.mailbox.mails) == 90
    results = [importer.message.words for importer in (jordan, sam)]
    assert sorted("60 invited, 0 skipped" in words for words in results) == [False, True], results
    assert sorted("30 invited, 30 skipped" in words for words in results) == [False, True], results


async def test_the_same_withdrawn_people_in_two_imports_at_once_are_invited_again_once(
    house_on_either: House,
) -> None:
    house = house_on_either
    first, sam = Importer(house), Importer(house, "Sam Rivera")
    await first.all_of(people(20))
    await first.undo()
    house.demo.mailbox.clear()
    for importer in (first, sam):
        await importer.reviewing(people(20), f"{importer.person.user.handle}.csv")
        await importer.person.click("Select all")
    await both_start(first, sam)
    await first.mails_leave()
    assert len(house.demo.mailbox.mails) == 20
    assert len(await house.rows("SELECT id FROM contact WHERE archived_at IS NULL")) == 20


async def test_five_thousand_rows_of_one_address_are_one_contact(house_on_either: House) -> None:
    house = house_on_either
    jordan = Importer(house)
    form = await jordan.reviewing("name,email\n" + "Ada,ada@x.dk\nADA, Ada@X.dk \n" * 2_500)
    assert "5,000 rows: 1 new, 4,999 twice in the file." in form.words
    await jordan.person.click("Select all")
    assert "1 selected" in jordan.form.words
    await jordan.start()
    await jordan.mails_leave()
    assert await counts(house) == {"invited": 1}
    assert "1 invited, 4,999 skipped, 0 failed." in jordan.message.words
    assert len(house.demo.mailbox.mails) == 1


async def test_an_undo_and_answers_at_the_same_time_agree(house_on_either: House) -> None:
    house = house_on_either
    jordan = Importer(house)
    await jordan.all_of(people(30))
    links = [await house.link(f"p{number}@x.example") for number in range(1, 11)]
    await jordan.person.click("Undo import", on=jordan.message)
    await asyncio.gather(jordan.person.submit(), *(house.press(link, "Accept") for link in links[:5]))
    await house.settled()
    active = (await counts(house)).get("active", 0)
    gone = len(await house.rows("SELECT id FROM contact WHERE archived_at IS NOT NULL"))
    assert active + gone == 30
    assert f"Reversed {gone}" in jordan.message.words


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def slow_mail(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[House]:
    """Run the product with a limit of twenty emails per second."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            database_url = stack.enter_context(server.database(server.template("migrated", migrate.upgrade)))
        async with running(database_url, mail_rate="20/second") as house:
            await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
            yield house


async def test_one_invitation_does_not_wait_behind_three_hundred(slow_mail: House) -> None:
    house = slow_mail
    jordan, mailbox = Importer(house), house.demo.mailbox
    await jordan.reviewing(people(300))
    await jordan.start()
    house.forward(seconds=121)
    await house.demo.until(lambda: mailbox.mails)
    await house.invite("Sam Rivera", Name="Grace Hopper", Email="grace@x.dk")
    await house.demo.until(lambda: mailbox.to("grace@x.dk"))
    assert len(mailbox.mails) < 150
    await jordan.person.click("Stop", on=await stoppable(jordan))
    await house.settled()
    assert len(mailbox.mails) < 300


async def stoppable(jordan: Importer) -> Seen:
    jordan.house.forward(seconds=4)
    await jordan.house.demo.until(lambda: jordan.message.buttons == ["Stop"])
    return jordan.message
