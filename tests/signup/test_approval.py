"""Deciding on applications in Slack: once, by people who may, with reminders."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.services.signup.signup import SignupForm
from demo.person.person import Person
from demo.person.seen import Seen
from tests.kit import signing_up
from tests.kit.applying import apply, card, link
from tests.kit.faults import many, report
from tests.kit.pool import open_contact
from tests.kit.product import House, settle
from tests.kit.zones import live_in

CLICKS = many(20, 50)
GRACE = SignupForm("Grace Hopper", "grace@x.dk", "cobol", "")


async def status(house: House, contact_id: int) -> str:
    rows = await house.rows("SELECT status FROM contact WHERE id = :id", id=contact_id)
    return str(rows[0]["status"])


async def test_an_application_becomes_a_card_in_the_links_conversation(house: House) -> None:
    await apply(house)
    _, message = await card(house)
    for words in ("Ada Lovelace", "python, engines", "We met at the fair.", "Portfolio footer"):
        assert words in message.words
    assert "Jordan Lee" in message.words
    assert message.buttons[:2] == ["Approve", "Decline"]


async def test_in_a_public_channel_the_address_stands_behind_open(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    assert message.buttons == ["Approve", "Decline", "Open"]
    assert "ada@x.dk" not in message.words + message.text
    await jordan.click("Open", on=message)
    assert "ada@x.dk" in jordan.form.words
    await jordan.close()
    await jordan.click("Decline", on=message)
    await jordan.submit()
    assert "ada@x.dk" not in (await jordan.sees("Declined by", channel="hiring")).words


@pytest.mark.parametrize(("posted_to", "shown"), [("leads", True), ("hiring", False)])
async def test_a_private_channel_where_the_link_was_made_reads_the_address(
    house: House, posted_to: str, shown: bool
) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "link", channel="leads")
    await jordan.fill({"Link name": "Fair", "Post applications to": posted_to})
    await jordan.submit()
    await signing_up.apply(house, next(word for word in jordan.form.text.split() if "/join/" in word))
    message = await jordan.sees("Needs your approval", channel=posted_to)
    assert ("ada@x.dk" in message.words, "Open" in message.buttons) == (shown, not shown)
    (link,) = await house.rows("SELECT channel_private FROM link")
    assert bool(link["channel_private"]) is shown, "the id of a private channel may look like a public one's"


async def test_an_archived_applicant_is_not_said_to_wait(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await jordan.click("Open", on=message)
    await jordan.click("Archive", confirm=True)
    await jordan.close()
    archived = await jordan.sees("Archived since", channel="hiring")
    assert "Needs your approval" not in archived.words
    await jordan.command("/invite-contact", "Ada ada@x.dk")
    await jordan.submit()
    await jordan.click("Restore")
    assert "Ada Lovelace: Needs your approval" in jordan.form.words
    assert "Restore" not in jordan.form.buttons
    assert "Approve" in (await jordan.sees("Needs your approval", channel="hiring")).buttons


async def test_one_click_makes_them_active_and_the_card_says_who_and_when(house: House) -> None:
    contact = await apply(house)
    jordan, message = await card(house)
    await jordan.click("Approve", on=message)
    done = await jordan.sees("Approved by", channel="hiring")
    assert done.ts == message.ts
    assert done.buttons == ["Hire", "Open"]
    assert await status(house, contact) == "active"


async def test_what_they_do_becomes_their_tags_on_approval_only(house: House) -> None:
    await apply(house)
    query = "SELECT t.name FROM tag t JOIN contact_tag c ON c.tag_id = t.id ORDER BY t.name"
    assert [row["name"] for row in await house.rows(query)] == ["design"]
    jordan, message = await card(house)
    await jordan.click("Approve", on=message)
    assert [row["name"] for row in await house.rows(query)] == ["design", "engines", "python"]


async def test_what_a_declined_applicant_does_becomes_no_tags_of_theirs(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await jordan.click("Decline", on=message)
    await jordan.submit()
    await jordan.sees("Declined by", channel="hiring")
    assert await house.rows("SELECT name FROM tag") == [{"name": "design"}]


async def test_of_many_clicks_one_wins_and_the_others_read_by_whom(house: House) -> None:
    contact = await apply(house)
    jordan, message = await card(house)
    outcome = await jordan.click("Approve", on=message, times=CLICKS)
    await jordan.sees("Approved by", channel="hiring")
    approved = await house.rows("SELECT id FROM event WHERE kind = 'application approved'")
    assert len(approved) == 1
    assert await status(house, contact) == "active"
    assert outcome.ok
    told = await jordan.sees("already approved by Jordan Lee", channel="hiring")
    assert told.ephemeral
    report(f"{CLICKS} clicks on Approve at once: one wins, the others read by whom")


async def test_decline_asks_for_a_reason_and_takes_the_buttons_away(house: House) -> None:
    contact = await apply(house)
    jordan, message = await card(house)
    await jordan.click("Decline", on=message)
    await jordan.fill({"Reason": "No engines needed"})
    await jordan.submit()
    done = await jordan.sees("Declined by", channel="hiring")
    assert "No engines needed" in done.words
    assert done.buttons == []
    assert await status(house, contact) == "declined"
    assert await house.rows("SELECT id FROM outbox WHERE kind = 'decision'") == []


async def test_with_the_box_ticked_they_read_the_reason_in_a_mail(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await jordan.click("Decline", on=message)
    await jordan.fill({"Reason": "No engines needed"})
    await jordan.tick("Tell them by email")
    await jordan.submit()
    await house.settled()
    assert "No engines needed" in house.demo.mailbox.to("ada@x.dk")[-1].text


async def test_who_is_approved_gets_a_welcome_mail(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await jordan.click("Approve", on=message)
    await house.settled()
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert "Acme" in mail.subject
    assert "trusted contacts" in mail.text


async def test_blocked_people_cannot_sign_up_again(house: House) -> None:
    contact = await apply(house)
    jordan, message = await card(house)
    await jordan.choose("Block", on=message)
    await jordan.submit()
    await jordan.sees("Blocked by", channel="hiring")
    assert await status(house, contact) == "blocked"
    assert await apply(house) == contact
    assert await status(house, contact) == "blocked"


async def test_declined_people_may_apply_again_and_the_card_tells(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await jordan.click("Decline", on=message)
    await jordan.submit()
    await jordan.sees("Declined by", channel="hiring")
    await apply(house)
    again = await jordan.sees("Was declined before", channel="hiring")
    assert again.buttons[:2] == ["Approve", "Decline"]


@pytest.mark.parametrize("who", ["member", "guest", "stranger"])
async def test_who_may_not_decide_reads_why_and_nothing_changes(house: House, who: str) -> None:
    channel = "partners" if who == "stranger" else "hiring"
    contact = await apply(house, channel=channel)
    jordan, message = await card(house, channel=channel)
    payload = jordan.click_payload("Approve", on=message)
    person = house.person(who)
    payload["user"] = {"id": person.id, "username": "x", "name": "x", "team_id": person.team_id}
    await house.demo.deliver("interactive", payload)
    await house.settled()
    assert await status(house, contact) == "applied"


async def test_where_the_app_may_not_post_the_links_maker_gets_the_card_and_the_reason(house: House) -> None:
    with house.demo.expecting("not_in_channel"):
        await apply(house, channel="random")
        jordan, message = await card(house, channel="app")
        assert "can't post there" in message.words
        await jordan.click("Approve", on=message)
        await jordan.sees("Approved by", channel="app")


async def post_to(house: House, channel: str | None) -> None:
    maria = house.person("Maria Garcia")
    await settle(maria, "People and rights", {"Post applications to": channel})
    assert f"Post applications to: {f'#{channel}' if channel else 'not set'}" in maria.form.words
    await maria.close()


async def test_a_link_without_a_channel_posts_where_settings_say(house: House) -> None:
    await post_to(house, "hiring")
    jordan = house.person("Jordan Lee")
    await jordan.click("New link", on=await jordan.open_home())
    assert jordan.form.fields["Post applications to"] == "#hiring"
    await jordan.fill({"Link name": "Footer", "Post applications to": None})
    await jordan.submit()
    assert jordan.form.submit is None
    await apply(house, channel="")
    _, message = await card(house, channel="hiring")
    assert "Approve" in message.buttons


async def test_a_link_without_a_channel_writes_to_its_maker_once_settings_say_nothing(house: House) -> None:
    await post_to(house, "hiring")
    await link(house, channel="")
    await post_to(house, None)
    await apply(house, channel="")
    jordan, message = await card(house, channel="app")
    await jordan.click("Approve", on=message)
    await jordan.sees("Approved by", channel="app")


async def test_without_a_channel_in_settings_a_link_needs_one_of_its_own(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.click("New link", on=await jordan.open_home())
    await jordan.fill({"Link name": "Footer"})
    await jordan.submit()
    assert list(jordan.form.errors) == ["Post applications to"]


async def test_a_waiting_application_is_reminded_after_four_hours_and_then_daily(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await house.settled()
    house.forward(hours=3.9)
    await house.settled()
    assert jordan.message("We met at the fair.", channel="hiring").thread == []
    for hours, reminders in ((0.2, 1), (23.8, 1), (0.3, 2), (24.1, 3)):
        house.forward(hours=hours)
        await house.settled()
        thread = jordan.message("We met at the fair.", channel="hiring").thread
        assert len(thread) == reminders
    assert "needs your approval" in thread[0].words
    assert message.ts


async def test_who_is_archived_and_restored_is_reminded_of_again(house: House) -> None:
    await apply(house)
    jordan = await open_contact(house, "Ada")
    await jordan.click("Archive", confirm=True)
    house.forward(hours=4.1)
    await house.settled()
    await jordan.click("Restore")
    await jordan.close()
    assert jordan.message("We met at the fair.", channel="hiring").thread == []
    house.forward(hours=4.1)
    await house.settled()
    assert len(jordan.message("We met at the fair.", channel="hiring").thread) == 1


async def test_from_the_second_reminder_on_its_keeper_is_written_to(house: House) -> None:
    await apply(house)
    jordan, _ = await card(house)
    house.forward(hours=4.1)
    await house.settled()
    house.forward(hours=24.1)
    await house.settled()
    nudge = await jordan.sees("for more than a day", channel="app")
    await jordan.click("Approve", on=nudge)
    await jordan.sees("Approved by", channel="hiring")


async def test_nobody_is_written_to_about_who_was_decided_on_meanwhile(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    house.forward(hours=4.1)
    await house.settled()
    house.demo.faults.once("chat.postMessage", "internal_error", after=2)  # the list and the reminder before
    house.forward(hours=24.1)
    await house.settled()
    await jordan.click("Approve", on=message)
    house.forward(minutes=1)
    await house.settled()
    assert not any("has been waiting for your approval" in each.words for each in jordan.messages("app"))


async def test_nobody_is_reminded_after_a_decision(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await jordan.click("Approve", on=message)
    done = await jordan.sees("Approved by", channel="hiring")
    house.forward(days=3)
    await house.settled()
    assert done.thread == []
    assert not [seen for seen in jordan.messages("app") if "your approval" in seen.words]


async def test_snooze_puts_the_reminder_off_until_tomorrow(house: House) -> None:
    await apply(house)
    jordan, message = await card(house)
    await jordan.choose("Snooze", on=message)
    snoozed = await jordan.sees("no reminder before", channel="hiring")
    house.forward(hours=23)
    await house.settled()
    assert snoozed.thread == []
    house.forward(hours=1.1)
    await house.settled()
    reminded = jordan.message("We met at the fair.", channel="hiring")
    assert len(reminded.thread) == 1
    await hand_over(jordan, reminded, "Maria Garcia")
    await house.settled()
    assert "no reminder before" not in jordan.message("We met at the fair.", channel="hiring").words


async def test_snoozed_after_a_reminder_the_card_says_so_until_the_next_one(house: House) -> None:
    await apply(house)
    jordan, _ = await card(house)
    house.forward(hours=4.1)
    await house.settled()
    await jordan.choose("Snooze", on=jordan.message("We met at the fair.", channel="hiring"))
    snoozed = await jordan.sees("no reminder before", channel="hiring")
    house.forward(days=1.1)
    await house.settled()
    await hand_over(jordan, snoozed, "Maria Garcia")
    await house.settled()
    told = jordan.message("We met at the fair.", channel="hiring")
    assert (len(told.thread), "no reminder before" in told.words) == (2, False)


async def hand_over(by: Person, message: Seen, to: str) -> None:
    await by.choose("Hand over", on=message)
    await by.fill({"Hand over to": to})
    await by.submit()


async def test_hand_over_gives_somebody_else_a_card_of_their_own(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await apply(house)
    jordan, message = await card(house)
    await hand_over(jordan, message, "Sam Rivera")
    sam, own = await card(house, "Sam Rivera", channel="app")
    assert "ada@x.dk" in own.words
    await sam.click("Approve", on=own)
    await sam.sees("Approved by", channel="app")
    await jordan.sees("Approved by", channel="hiring")


async def test_who_is_handed_an_application_gets_the_daily_list(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await apply(house)
    jordan, message = await card(house)
    await hand_over(jordan, message, "Sam Rivera")
    house.forward(days=1)
    await house.person("Sam Rivera").sees("1 person needs your approval", channel="app")


async def test_the_history_tells_who_decided_what_and_why(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await apply(house)
    jordan, message = await card(house)
    await jordan.choose("Snooze", on=message)
    await hand_over(jordan, message, "Sam Rivera")
    sam, own = await card(house, "Sam Rivera", channel="app")
    await sam.choose("Block", on=own)
    await sam.fill({"Reason": "Sells followers"})
    await sam.submit()
    await sam.click("Unblock", on=await sam.sees("Blocked by", channel="app"))
    told = (await jordan.command("/contacts", "history ada@x.dk")).words
    for what in ("Jordan Lee snoozed the reminders", "Jordan Lee handed the decision over"):
        assert what in told
    assert "Sam Rivera blocked them (reason: “Sells followers”)" in told
    assert "Sam Rivera unblocked them" in told


async def test_a_second_application_is_a_card_of_its_own(house: House) -> None:
    await apply(house)
    jordan, first = await card(house)
    await jordan.click("Decline", on=first)
    await jordan.fill({"Reason": "Not this year."})
    await jordan.submit()
    await jordan.sees("Declined by", channel="hiring")
    house.forward(days=2)
    again = SignupForm("Ada King", "ada@x.dk", "analysis", "I have more time now.")
    await apply(house, again, channel="hiring")
    _, second = await card(house)
    assert second.ts != first.ts
    for words in ("Ada King", "I have more time now.", "Applied before: *Declined* by @Jordan Lee"):
        assert words.replace("*", "") in second.words.replace("*", "")
    await jordan.click("Approve", on=second)
    await jordan.sees("Approved by", channel="hiring")
    old = next(each for each in jordan.messages("hiring") if each.ts == first.ts)
    for words in ("Ada Lovelace", "We met at the fair.", "Declined", "Not this year.", "applied again since"):
        assert words in old.words
    assert old.buttons == []
    assert "Ada King" in (await jordan.command("/contacts", "ada")).words, "the name just typed"


async def test_a_second_application_is_reminded_of_at_its_own_card(house: House) -> None:
    await apply(house)
    jordan, first = await card(house)
    await jordan.click("Decline", on=first)
    await jordan.submit()
    await apply(house)
    await house.settled()
    house.forward(hours=4.1)
    await house.settled()
    cards = [each for each in jordan.messages("hiring") if "We met at the fair." in each.words]
    assert [(each.ts == first.ts, len(each.thread)) for each in cards] == [(True, 0), (False, 1)]


async def test_review_shows_what_they_wrote_and_can_decline(house: House) -> None:
    first = await apply(house)
    second = await apply(house, GRACE)
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Review", on=jordan.home)
    assert "“We met at the fair.”" in jordan.form.words
    assert "What they do: cobol" in jordan.form.words
    await jordan.submit()
    assert jordan.form.errors == {"Needs your approval": "No one is selected. Tick at least one person."}
    await jordan.click("Decline", near="We met at the fair.")
    await jordan.submit()
    assert jordan.form.title == "Applications"
    assert "Ada Lovelace" not in jordan.form.words
    await jordan.tick("Grace Hopper")
    await jordan.submit()
    await house.settled()
    assert [await status(house, each) for each in (first, second)] == ["declined", "active"]


async def test_the_daily_list_comes_at_eight_in_its_readers_morning(house: House) -> None:
    jordan = await live_in(house, "Jordan Lee", "America/Los_Angeles")
    await apply(house)
    morning = datetime.combine(house.clock().date(), time(8), ZoneInfo("America/Los_Angeles"))
    house.forward(seconds=(morning - house.clock()).total_seconds() - 60)
    await house.settled()
    assert not any("1 person needs your approval" in each.words for each in jordan.messages("app"))
    house.forward(minutes=2)
    await jordan.sees("1 person needs your approval", channel="app")


async def test_the_daily_list_lets_approve_many_at_once(house: House) -> None:
    first = await apply(house)
    second = await apply(house, GRACE)
    jordan = house.person("Jordan Lee")
    house.forward(days=1)
    digest = await jordan.sees("2 people need your approval", channel="app")
    await jordan.click("Review", on=digest)
    await jordan.tick("Ada Lovelace")
    await jordan.tick("Grace Hopper")
    await jordan.submit()
    await house.settled()
    assert [await status(house, each) for each in (first, second)] == ["active", "active"]


async def test_the_daily_list_comes_every_day(house: House) -> None:
    await apply(house)
    for days in (1, 2):
        house.forward(days=1)
        await house.settled()
        read = house.person("Jordan Lee").messages("app")
        assert len([each for each in read if "1 person needs your approval" in each.words]) == days


async def test_who_is_erased_during_a_review_keeps_nobody_else_waiting(house: House) -> None:
    first = await apply(house)
    await apply(house, GRACE)
    jordan, maria = house.person("Jordan Lee"), house.person("Maria Garcia")
    await jordan.click("Review", on=await jordan.open_home())
    await jordan.tick("Ada Lovelace")
    await jordan.tick("Grace Hopper")
    await maria.command("/contacts", "erase grace@x.dk")
    await maria.submit()
    await jordan.submit()
    await house.settled()
    assert await status(house, first) == "active"


async def test_home_counts_who_waits_and_leads_to_them(house: House) -> None:
    contact = await apply(house)
    jordan = house.person("Jordan Lee")
    home = await jordan.open_home()
    assert home and "1 person needs your approval" in home.text
    await jordan.click("Review")
    await jordan.tick("Ada Lovelace")
    await jordan.submit()
    assert await status(house, contact) == "active"


async def test_a_plain_member_finds_nothing_on_home_but_how_to_get_in(house: House) -> None:
    await apply(house)
    home = await house.person("Peter Holm").open_home()
    assert home and "waiting" not in home.text
    assert home.buttons == ["Ask for access"]


@pytest.mark.parametrize("who", ["member", "guest"])
async def test_nothing_is_handed_to_somebody_who_may_not_decide(house: House, who: str) -> None:
    await apply(house)
    jordan, message = await card(house)
    await hand_over(jordan, message, house.person(who).name)
    assert jordan.modal and "others may not decide" in jordan.modal.errors["Hand over to"]
    assert len(await house.rows("SELECT id FROM card")) == 1


async def test_a_manager_whose_payload_says_they_are_from_elsewhere_is_refused(house: House) -> None:
    contact = await apply(house)
    jordan, message = await card(house)
    payload = jordan.click_payload("Approve", on=message)
    payload["user"]["team_id"] = "T0ELSEWHERE"
    await house.demo.deliver("interactive", payload)
    await house.settled()
    assert await status(house, contact) == "applied"


async def test_who_was_blocked_can_be_unblocked_from_the_card(house: House) -> None:
    contact = await apply(house)
    jordan, message = await card(house)
    await jordan.choose("Block", on=message)
    await jordan.submit()
    blocked = await jordan.sees("Blocked by", channel="hiring")
    await jordan.click("Unblock", on=blocked)
    await jordan.sees("now declined", channel="hiring")
    assert await status(house, contact) == "declined"


async def test_inviting_somebody_who_waits_offers_to_approve_them(house: House) -> None:
    contact = await apply(house)
    jordan = await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    assert "Needs your approval" in jordan.form.text
    await jordan.click("Approve")
    assert "Ada Lovelace: Active" in jordan.form.text
    assert await status(house, contact) == "active"
