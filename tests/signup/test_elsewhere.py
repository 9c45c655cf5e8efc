"""Messages that cannot go where they belong reach somebody else, and reminders go on."""

import pytest

from demo.person.seen import Seen
from storage.entities.status import Outcome
from tests.kit import signing_up
from tests.kit.applying import apply, card
from tests.kit.product import House, settle

ADA = "Ada Lovelace"


def leaves(house: House, who: str = "Jordan Lee") -> None:
    """Deactivate somebody in Slack, without the program hearing of it."""
    house.person(who).user.role = "deactivated"


async def with_maria(house: House, words: str, channel: str = "app") -> Seen:
    return await house.person("Maria Garcia").sees(words, channel=channel)


@pytest.mark.parametrize("code", ["restricted_action_read_only_channel", "a_code_of_next_year"])
async def test_a_card_that_its_channel_refuses_goes_to_the_links_maker_with_the_reason(
    house: House, code: str
) -> None:
    house.demo.channel("hiring").refuses = code
    with house.demo.expecting(code):
        contact = await apply(house)
        jordan, message = await card(house, channel="app")
    assert "#hiring" in message.words
    assert ("it's read-only" if "read_only" in code else code) in message.words
    await jordan.click("Approve", on=message)
    await jordan.sees("Approved by", channel="app")
    assert await house.rows("SELECT status FROM contact WHERE id = :id", id=contact) == [{"status": "active"}]


async def test_from_an_archived_channel_card_and_reminders_move_to_the_person_responsible(
    house: House,
) -> None:
    await apply(house)
    jordan, _ = await card(house)
    await jordan.archive("hiring")
    with house.demo.expecting("is_archived"):
        house.forward(hours=4.1)
        await house.settled()
    reminder = await jordan.sees("has been waiting for your approval for 4 hours", channel="app")
    assert "it's archived" in reminder.words
    assert "Approve" in reminder.buttons
    _, moved = await card(house, channel="app")
    house.forward(hours=24.1)
    await house.settled()
    in_thread = jordan.message("Needs your approval", channel="app").thread
    assert ["needs your approval" in each.words for each in in_thread] == [True]
    await jordan.click("Approve", on=moved)
    await jordan.sees("Approved by", channel="app")


async def test_a_waiting_card_that_was_deleted_is_posted_anew_where_it_was(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    house.demo.faults.once("chat.update", "message_not_found")
    await jordan.choose("Snooze", on=message)
    await house.settled()
    newest = await jordan.sees("no reminder before", channel="hiring")
    assert newest.ts != message.ts
    assert newest.buttons[:2] == ["Approve", "Decline"]


async def test_a_decided_card_that_was_deleted_is_not_posted_anew(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    house.demo.faults.once("chat.update", "message_not_found", times=9)
    await jordan.click("Approve", on=message)
    await house.settled()
    assert not any("Approved by" in each.words for each in jordan.messages("hiring"))


async def test_when_the_links_maker_has_left_too_the_card_goes_where_settings_say(house: House) -> None:
    await settle(house.person("Maria Garcia"), "People and rights", {"Post applications to": "general"})
    await house.person("Maria Garcia").close()
    with house.demo.expecting("not_in_channel", "channel_not_found"):
        await apply(house, channel="random")
        leaves(house)
        message = await with_maria(house, "Needs your approval", "general")
    assert "can't post there" in message.words


async def test_a_private_channels_card_that_goes_to_a_public_one_has_no_address(house: House) -> None:
    await settle(house.person("Maria Garcia"), "People and rights", {"Post applications to": "general"})
    await house.person("Maria Garcia").close()
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "link", channel="leads")
    await jordan.fill({"Link name": "Fair", "Post applications to": "leads"})
    await jordan.submit()
    url = next(word for word in jordan.form.text.split() if "/join/" in word)
    house.demo.channel("leads").refuses = "restricted_action_read_only_channel"
    leaves(house)
    with house.demo.expecting("restricted_action_read_only_channel", "channel_not_found"):
        await signing_up.apply(house, url)
        message = await with_maria(house, "Needs your approval", "general")
    assert "ada@x.dk" not in message.words


async def test_reminders_go_on_though_nobody_can_be_reached(house: House) -> None:
    await apply(house)
    await card(house)
    await house.person("Maria Garcia").archive("hiring")
    for who in house.demo.world.users.values():
        who.role = "app" if who.is_bot else "deactivated"
    with house.demo.expecting("is_archived", "channel_not_found"):
        for hours in (4.1, 24.1):
            house.forward(hours=hours)
            await house.settled()
    assert await house.rows("SELECT reminders FROM application") == [{"reminders": 2}]
    [waiting] = await house.rows("SELECT state FROM outbox WHERE kind = 'reminder'")
    assert waiting["state"] == Outcome.QUEUED


async def test_news_for_somebody_who_has_left_reaches_an_administrator(house: House) -> None:
    await house.invite(Name=ADA, Email="ada@x.dk")
    link = await house.link("ada@x.dk")
    leaves(house)
    with house.demo.expecting("channel_not_found"):
        await house.press(link, "Accept")
        await house.settled()
    told = await with_maria(house, "accepted your invitation")
    assert "For @Jordan Lee, who has left the team." in told.words


async def test_where_several_refuse_a_card_it_says_why_it_is_not_where_it_belongs(house: House) -> None:
    await apply(house)
    jordan, _ = await card(house)
    await jordan.archive("hiring")
    house.demo.faults.once("chat.postMessage", "user_disabled", after=1)
    with house.demo.expecting("is_archived", "user_disabled"):
        house.forward(hours=4.1)
        await house.settled()
        reminder = await with_maria(house, "has been waiting for your approval for 4 hours")
    assert "it's archived" in reminder.words


async def test_a_reminder_that_slack_puts_off_comes_when_slack_takes_it(house: House) -> None:
    await apply(house)
    jordan, _ = await card(house)
    house.demo.faults.limit("chat.postMessage", retry_after=30)
    house.forward(hours=4.1)
    await house.settled()
    house.forward(seconds=31)
    await house.settled()
    thread = jordan.message("Needs your approval", channel="hiring").thread
    assert ["needs your approval" in each.words for each in thread] == [True]
    house.demo.forgive()
