"""Offers: to active contacts only, answered once, cancelled with a reason, with exact amounts."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from tests.kit.hire import ADA, active, card, hire, hired, hires, in_days, open_form, terms, words
from tests.kit.pool import add, become, open_contact, shown
from tests.kit.product import House


async def test_an_offer_is_mailed_shown_and_accepted(house: House) -> None:
    await active(house)
    jordan = await hire(house)
    [mail] = house.demo.mailbox.to(ADA)
    assert mail.subject == "Jordan Lee offers you a job: Illustrator"
    assert "EUR 80.50 an hour" in mail.text
    assert words(in_days(house, 10)) in mail.text
    assert "We loved your last one." in mail.text
    assert "offered, no reply yet" in card(jordan).words
    assert card(jordan).buttons == ["Cancel offer"]
    page = await house.web.get(await house.link(ADA))
    assert page.status_code == 200
    assert "EUR 80.50 an hour" in page.text
    answered = await house.press_in_mail(ADA, "Accept offer")
    assert "You accepted on" in answered.text
    await house.settled()
    assert "Ada Lovelace accepted your offer “Illustrator”." in jordan.messages("app")[-1].words
    assert f"accepted, starts on {words(in_days(house, 10))}" in card(jordan).words
    assert card(jordan).buttons == ["Cancel job", "Extend"]
    assert "You accepted on" in (await house.web.get(await house.link(ADA))).text


async def test_a_declined_offer_tells_the_hirer_and_leaves_the_contact_active(house: House) -> None:
    await active(house)
    jordan = await hire(house)
    await house.press_in_mail(ADA, "Decline offer")
    await house.settled()
    assert "Ada Lovelace declined your offer" in jordan.messages("app")[-1].words
    assert card(jordan).buttons == []
    assert await house.rows("SELECT status, hires FROM contact") == [{"status": "active", "hires": 0}]
    assert "You declined on" in (await house.web.get(await house.link(ADA))).text


async def test_of_two_answers_at_once_one_counts(house_on_either: House) -> None:
    house = house_on_either
    await active(house)
    await hire(house)
    link = await house.link(ADA)
    pressed = [house.post(f"{link}/{answer}") for answer in ("accept", "decline") * 5]
    answers = await asyncio.gather(*pressed)
    assert {answer.status_code for answer in answers} == {200}
    await house.settled()
    told = await house.rows("SELECT kind FROM event WHERE kind IN ('offer accepted', 'offer declined')")
    assert len(told) == 1
    counted = await house.rows("SELECT hires FROM contact")
    assert counted == [{"hires": 1 if told[0]["kind"] == "offer accepted" else 0}]


async def test_a_form_sent_twice_is_one_offer(house_on_either: House) -> None:
    house = house_on_either
    await active(house)
    jordan = await open_form(house)
    await jordan.fill(terms(house))
    await jordan.submit(times=3)
    await house.settled()
    assert len(await hires(house)) == 1
    assert len(house.demo.mailbox.to(ADA)) == 1


REFUSED = {
    "invited": ("they haven't replied to your invitation", "Resend"),
    "applied": ("they need your approval first", "Approve"),
    "declined": ("they declined, or you did", "Invite again"),
    "blocked": ("they are blocked", "Unblock"),
}


@pytest.mark.parametrize(("status", "reason", "helps"), [(key, *value) for key, value in REFUSED.items()])
async def test_only_active_people_are_hired_and_the_refusal_helps(
    house: House, status: str, reason: str, helps: str
) -> None:
    contact_id = await active(house)
    jordan = await open_contact(house, "Ada")
    await become(house, contact_id, status)
    await jordan.click("Hire")
    assert reason in jordan.form.words
    assert helps in jordan.form.buttons or (status == "invited" and "Send invitation" in jordan.form.buttons)
    assert await hires(house) == []


async def test_an_archived_or_opted_out_contact_gets_no_offer(house: House) -> None:
    contact_id = await active(house)
    jordan = await open_form(house)
    await jordan.fill(terms(house))
    await house.plant("UPDATE contact SET archived_at = created_at WHERE id = :id", id=contact_id)
    await jordan.submit()
    assert "is archived. Restore them first." in jordan.form.words
    assert "Restore" in jordan.form.buttons
    await jordan.close(all=True)
    await house.plant(
        "UPDATE contact SET archived_at = NULL, mail_stopped_at = created_at WHERE id = :id", id=contact_id
    )
    await open_contact(house, "Ada")
    await jordan.click("Hire")
    assert "asked not to be emailed again" in jordan.form.words
    assert await hires(house) == []


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({"Job title": "  "}, "Please enter a job title."),
    "zero": ({"Rate": "0"}, "Please enter a rate above zero."),
    "negative": ({"Rate": "-5"}, "Please enter a rate above zero."),
    "too exact": ({"Rate": "80.505"}, "Amounts in EUR have at most 2 decimals."),
    "yen": ({"Rate": "80.5", "Currency": "JPY"}, "Amounts in JPY have no decimals."),
    "too much": ({"Rate": "12345678901"}, "That rate looks too high. Please check it."),
    "past": ({"Start": "2020-01-01"}, "This day is in the past."),
    "far": ({"Start": "9999-12-31", "End": None}, "more than ten years away"),
    "backwards": ({"End": "2020-01-01"}, "The last day is before the first day."),
    "endless": ({"End": "9999-12-31"}, "Leave this empty if it's open-ended."),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ada(running_on: House) -> None:
    await active(running_on)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_is_said_at_its_field(standing_house: House, case: str) -> None:
    changes, said = WRONG[case]
    jordan = await open_form(standing_house)
    await jordan.fill(terms(standing_house, **changes))
    outcome = await jordan.submit()
    assert said in str(outcome.error)
    assert await hires(standing_house) == []
    await jordan.close(all=True)


EDGES = {
    "cents": ("0.01", "EUR", "0.01", "EUR 0.01 an hour"),
    "thousands": ("1,234,567,890.99", "USD", "1234567890.99", "USD 1,234,567,890.99 an hour"),
    "no float": ("80.10", "EUR", "80.10", "EUR 80.10 an hour"),
    "yen": ("12000", "JPY", "12000", "JPY 12,000 an hour"),
    "mils": ("1.255", "KWD", "1.255", "KWD 1.255 an hour"),
    "comma": ("80,5", "EUR", "80.50", "EUR 80.50 an hour"),
}


@pytest.mark.parametrize(("rate", "currency", "kept", "read"), EDGES.values(), ids=EDGES)
async def test_money_is_exact(house: House, rate: str, currency: str, kept: str, read: str) -> None:
    await active(house)
    jordan = await hire(house, Rate=rate, Currency=currency)
    [row] = await hires(house)
    assert (row["rate"], row["currency"]) == (kept, currency)
    assert read in card(jordan).words
    assert read in house.demo.mailbox.to(ADA)[0].text


async def test_an_offer_for_days_that_are_taken_warns_and_may_be_sent_anyway(house: House) -> None:
    await active(house)
    await hired(house)
    jordan = await open_form(house, word="Re-hire")
    await jordan.fill(terms(house, **{"Job title": "Second", "Start": in_days(house, 40), "End": None}))
    await jordan.submit()
    assert "already hired on some of these days: “Illustrator”" in jordan.form.words
    assert jordan.form.submit == "Send anyway"
    assert len(await hires(house)) == 1
    await jordan.submit()
    await house.settled()
    assert [row["title"] for row in await hires(house)] == ["Illustrator", "Second"]


async def test_the_day_after_the_last_one_is_free(house: House) -> None:
    await active(house)
    await hired(house)
    jordan = await open_form(house, word="Re-hire")
    await jordan.fill(terms(house, Start=in_days(house, 41), End=None))
    assert (await jordan.submit()).ok
    assert len(await hires(house)) == 2


async def test_a_cancelled_offer_tells_the_person_why_and_its_page_is_gone(house: House) -> None:
    await active(house)
    jordan = await hire(house)
    link = await house.link(ADA)
    await jordan.click("Cancel offer", on=card(jordan))
    await jordan.fill({"Reason": "The budget is gone."})
    await jordan.submit()
    await house.settled()
    mail = house.demo.mailbox.to(ADA)[-1]
    assert mail.subject.startswith("Cancelled: Illustrator")
    assert "The budget is gone." in mail.text
    assert "cancelled: The budget is gone." in card(jordan).words
    gone = await house.web.get(link)
    assert gone.status_code == 410
    assert "has been withdrawn" in gone.text
    assert (await house.post(f"{link}/accept")).status_code == 410


async def test_without_a_reason_nothing_is_cancelled(house: House) -> None:
    await active(house)
    jordan = await hire(house)
    await jordan.click("Cancel offer", on=card(jordan))
    await jordan.fill({"Reason": "   "})
    outcome = await jordan.submit()
    assert "Please give a reason" in str(outcome.error)
    assert [row["state"] for row in await hires(house)] == ["offered"]


async def test_a_stale_press_says_what_has_become_of_the_job(house: House) -> None:
    await active(house)
    jordan = await hire(house)
    await jordan.click("Cancel offer", on=card(jordan))
    await jordan.fill({"Reason": "Late."})
    await house.press_in_mail(ADA, "Decline offer")
    outcome = await jordan.submit()
    assert "was already declined" in f"{outcome.words} {jordan.form.words}"


def email_of(house: House) -> str:
    return next(user.email for user in house.demo.world.users.values() if user.name == "Sam Rivera")


async def test_a_member_of_the_workspace_is_asked_in_slack_as_well(house: House) -> None:
    sam = house.person("Sam Rivera")
    await active(house, "Sam Rivera", email_of(house))
    await hire(house, near="Sam")
    asked = sam.message("offers you a job: Illustrator")
    assert asked.buttons == ["Accept offer", "Decline offer"]
    assert "EUR 80.50 an hour" in asked.words
    await sam.click("Accept offer", on=asked)
    await house.settled()
    assert sam.message("offers you a job: Illustrator").buttons == []
    assert "You accepted this offer." in sam.message("offers you a job: Illustrator").words
    assert [row["state"] for row in await hires(house)] == ["accepted"]


async def test_of_a_job_that_is_over_a_member_reads_in_slack_that_they_had_accepted(house: House) -> None:
    sam = house.person("Sam Rivera")
    await active(house, "Sam Rivera", email_of(house))
    jordan = await hire(house, near="Sam", Start=in_days(house, 0))
    await sam.click("Accept offer", on=sam.message("offers you a job"))
    await house.settled()
    await jordan.click("End hire", on=card(jordan))
    await jordan.submit()
    await house.settled()
    assert "You accepted this offer, and the job has ended." in sam.message("offers you a job").words


async def test_nobody_else_can_answer_for_them(house: House) -> None:
    sam, maria = house.person("Sam Rivera"), house.person("Maria Garcia")
    await active(house, "Sam Rivera", email_of(house))
    await hire(house, near="Sam")
    payload = sam.click_payload("Accept offer", on=sam.message("offers you a job"))
    forged = payload | {"user": payload["user"] | {"id": maria.id}}
    assert (await house.demo.deliver("interactive", forged)).status == 200
    await house.settled()
    assert [row["state"] for row in await hires(house)] == ["offered"]


async def test_invite_and_offer_a_job_in_one_go(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Ada Lovelace ada@x.dk")
    await jordan.tick("Offer a job next")
    await jordan.submit()
    assert "We'll send the offer when they accept your invitation." in jordan.form.words
    await jordan.fill(terms(house))
    await jordan.submit()
    assert "when they accept" in jordan.form.words
    await house.settled()
    assert "not sent yet, waiting for them to accept your invitation" in card(jordan).words
    [invitation] = house.demo.mailbox.to(ADA)
    assert "invites you" in invitation.subject
    await house.press_in_mail(ADA, "Accept")
    await house.settled()
    assert house.demo.mailbox.to(ADA)[-1].subject == "Jordan Lee offers you a job: Illustrator"
    assert "offered, no reply yet" in card(jordan).words


@pytest.mark.parametrize(("how", "state"), [("Decline", "declined"), ("Withdraw", "cancelled")])
async def test_an_offer_that_waited_goes_with_its_invitation(house: House, how: str, state: str) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Ada Lovelace ada@x.dk")
    await jordan.tick("Offer a job next")
    await jordan.submit()
    await jordan.fill(terms(house))
    await jordan.submit()
    await house.settled()
    if how == "Decline":
        await house.press_in_mail(ADA, "Decline")
    else:
        inviting = next(each for each in jordan.messages("app") if "Withdraw" in each.buttons)
        await jordan.click("Withdraw", on=inviting, confirm=True)
    await house.settled()
    assert [row["state"] for row in await hires(house)] == [state]
    assert len(house.demo.mailbox.to(ADA)) == 1, "of the offer they never learn"


async def test_who_wants_no_more_mail_has_declined_the_offer(house: House) -> None:
    await active(house)
    jordan = await hire(house)
    page = await house.web.get(await house.link(ADA))
    stop = page.text.split('class="stop"><a href="')[1].split('"')[0]
    await house.press(stop, "Stop email from")
    await house.settled()
    assert [row["state"] for row in await hires(house)] == ["declined"]
    assert card(jordan).buttons == []


async def test_nobody_with_an_open_job_is_archived(house: House) -> None:
    await active(house)
    await hire(house)
    jordan = await open_contact(house, "Ada")
    await jordan.click("Archive", confirm=True)
    assert "has an open job: “Illustrator”. Cancel the offer first." in jordan.form.words
    assert await shown(house) == ["Ada Lovelace"]


async def test_no_rate_is_ever_posted_into_a_channel(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    for channel in house.demo.world.channels.values():
        if channel.id.startswith("C"):
            assert "80.50" not in str([message.words for message in jordan.messages(channel.id)])
    told = await house.rows("SELECT after FROM event_detail")
    assert "80.5" not in str(told)


async def test_somebody_added_is_no_stranger_to_the_form(house: House) -> None:
    await add(house, "Bo")
    await active(house)
    jordan = await open_form(house)
    assert jordan.form.title == "Hire"
    assert jordan.form.submit == "Send offer"
