"""The outbox when Slack fails: no card is lost, and none is posted twice needlessly."""

from collections.abc import AsyncIterator

import pytest

from demo.person.person import Person
from demo.person.seen import Seen
from storage.outbox.work import Lane
from tests.kit.erasing import erase
from tests.kit.product import House, running

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Run the product with Slack calls from the outbox limited to 0.9 seconds."""
    async with running(database_url, lease_seconds=2) as house:
        await house.name_hiring_manager("Jordan Lee")
        yield house
        house.demo.forgive()


def cards(jordan: Person) -> list[Seen]:
    return [seen for seen in jordan.messages("app") if seen.blocks and seen.blocks[0]["type"] == "header"]


async def invite(house: House) -> Person:
    jordan = await house.invite(**ADA)
    await house.settled()
    return jordan


async def later(house: House, **delta: float) -> None:
    house.forward(**delta)
    await house.settled()


async def waits_for(house: House, kind: str = "card") -> float:
    """Return the seconds until this kind of row is retried."""
    async with house.program.new_uow().read() as uow:
        due = await uow.sending.next_due(Lane.SLACK)
    rows = await house.rows("SELECT state FROM outbox WHERE kind = :kind", kind=kind)
    assert [row["state"] for row in rows] == ["queued"]
    assert due
    return (due - house.clock()).total_seconds()


async def test_slack_waits_as_long_as_it_asks_to(house: House) -> None:
    house.demo.faults.limit("chat.postMessage", retry_after=30)
    jordan = await invite(house)
    assert cards(jordan) == []
    assert 28 < await waits_for(house) <= 30
    await later(house, seconds=31)
    assert len(cards(jordan)) == 1
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1


@pytest.mark.parametrize("wait", [10**9, -1])
async def test_an_absurd_wait_is_not_obeyed(house: House, wait: int) -> None:
    house.demo.faults.limit("chat.postMessage", retry_after=wait)
    jordan = await invite(house)
    await later(house, minutes=61)
    assert len(cards(jordan)) == 1


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "service_unavailable", "request_timeout"])
@pytest.mark.parametrize("status", [200, 500, 503])
async def test_an_error_that_passes_is_tried_again(house: House, error: str, status: int) -> None:
    house.demo.faults.once("chat.postMessage", error, status=status)
    jordan = await invite(house)
    assert cards(jordan) == []
    await later(house, seconds=15)
    assert len(cards(jordan)) == 1
    assert "sent" in cards(jordan)[0].words


@pytest.mark.parametrize("down", ["500", "refuse", "hang"])
async def test_a_card_outlives_an_outage_of_slack(house: House, down: str) -> None:
    jordan = await house.invite(**ADA)
    house.demo.faults.down = down  # type: ignore[assignment]
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1
    house.demo.faults.clear()
    await later(house, seconds=15)
    assert len(cards(jordan)) == 1
    assert "sent" in cards(jordan)[0].words


async def test_a_lost_reply_posts_at_most_one_card_more_and_one_stays_right(house: House) -> None:
    house.demo.faults.lose_reply("chat.postMessage")
    jordan = await invite(house)
    await later(house, seconds=30)
    assert 1 <= len(cards(jordan)) <= 2
    await jordan.click("Withdraw", on=cards(jordan)[0], confirm=True)
    await house.settled()
    assert "Withdrawn" in "".join(card.words for card in cards(jordan))


async def test_a_lost_reply_to_an_update_posts_nothing_more(house: House) -> None:
    jordan = await invite(house)
    house.demo.faults.lose_reply("chat.update")
    await jordan.click("Withdraw", on=cards(jordan)[0], confirm=True)
    await house.settled()
    await later(house, seconds=15)
    assert len(cards(jordan)) == 1
    assert "Withdrawn" in cards(jordan)[0].words


@pytest.mark.parametrize("error", ["message_not_found", "channel_not_found", "is_archived"])
async def test_a_card_that_is_gone_holds_up_nobody(house: House, error: str) -> None:
    jordan = await invite(house)
    house.demo.faults.once("chat.update", error)
    await jordan.click("Withdraw", on=cards(jordan)[0], confirm=True)
    await house.settled()
    await house.invite(Name="Bo Berg", Email="bo@x.dk")
    await house.settled()
    assert len(house.demo.mailbox.to("bo@x.dk")) == 1
    assert any("Bo Berg" in card.words for card in cards(jordan))
    tries = len(house.demo.calls("chat.update"))
    await later(house, days=2)
    assert len(house.demo.calls("chat.update")) == tries


@pytest.mark.parametrize(
    ("method", "error", "kind"),
    [
        ("chat.delete", "message_not_found", "message_removal"),
        ("chat.delete", "channel_not_found", "message_removal"),
        ("files.delete", "file_not_found", "file_removal"),
        ("files.delete", "file_deleted", "file_removal"),
    ],
)
async def test_what_names_an_erased_person_and_is_gone_already_is_no_failure(
    house: House, method: str, error: str, kind: str
) -> None:
    jordan = await invite(house)
    await jordan.command("/contacts", "export")
    await house.settled()
    house.demo.faults.once(method, error)
    await erase(house, "ada@x.dk")
    removals = await house.rows("SELECT DISTINCT state FROM outbox WHERE kind = :kind", kind=kind)
    assert removals == [{"state": "sent"}]


async def test_what_waits_for_a_revoked_token_is_shown_when_it_is_mended(house: House) -> None:
    jordan = await house.invite(**ADA)
    house.demo.faults.revoked = True
    await house.settled()
    await later(house, hours=5)
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1
    house.demo.faults.clear()
    await later(house, hours=2)
    assert len(cards(jordan)) == 1


async def test_an_answer_is_not_undone_by_slack_being_away(house: House) -> None:
    jordan = await invite(house)
    house.demo.faults.down = "refuse"
    page = await house.press_in_mail("ada@x.dk", "Accept")
    assert page.status_code == 200
    assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]
    await house.settled()
    house.demo.faults.clear()
    await later(house, seconds=15)
    assert "Active" in cards(jordan)[0].words
    assert len([seen for seen in jordan.messages("app") if "accepted your invitation" in seen.words]) == 1


async def test_mails_do_not_wait_for_slack(house: House) -> None:
    jordan = await house.invite(**ADA)
    house.demo.faults.down = "hang"
    await house.demo.until(lambda: house.demo.mailbox.to("ada@x.dk"))
    house.demo.faults.clear()
    await house.settled()
    await later(house, seconds=15)
    assert len(cards(jordan)) == 1
