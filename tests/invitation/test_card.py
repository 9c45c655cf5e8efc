"""The inviter's card: up to date in every status, with the buttons that apply."""

from datetime import timedelta

from language.dates import moment_words
from tests.kit.product import House

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk", "Tags": ['Create "python"']}


async def test_copy_link_shows_the_link_to_the_one_who_asks_and_nowhere_else(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    await jordan.click("Copy link", on=jordan.message("Ada Lovelace"))
    link = await house.link("ada@x.dk")
    assert jordan.form.title == "Copy link"
    assert link in jordan.form.text
    assert "anyone who opens it can reply for them" in jordan.form.text
    assert (await house.web.get(link)).status_code == 200
    in_messages = [call for call in house.demo.calls() if "/i/" in str(call.arguments)]
    assert [call.method for call in in_messages] == ["views.open"]


async def test_copy_link_of_an_expired_invitation_says_what_helps(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    house.forward(days=15)
    await jordan.click("Copy link", on=jordan.message("Ada Lovelace"))
    refusal = await jordan.sees("This link has expired. Resend the invitation to get a new one.")
    assert refusal.ephemeral
    assert refusal.buttons == ["Resend", "Open"]


async def test_withdraw_asks_first_and_then_kills_the_link(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    link = await house.link("ada@x.dk")
    outcome = await jordan.click("Withdraw", on=jordan.message("Ada Lovelace"), confirm=True)
    assert "will stop working" in (outcome.confirm or "")
    await house.settled()
    card = jordan.message("Withdrawn since")
    assert card.buttons == []
    page = await house.web.get(link)
    assert (page.status_code, "<button" in page.text) == (410, False)
    assert "has been withdrawn" in page.text


async def test_withdrawing_before_the_mail_left_keeps_it_here(house: House) -> None:
    house.demo.mailbox.answers["*"] = "450 4.2.1 try later"
    jordan = await house.invite(**ADA)
    await jordan.sees("queued, not delivered yet")
    await jordan.click("Withdraw", on=jordan.message("Ada Lovelace"), confirm=True)
    house.demo.mailbox.answers.clear()
    house.forward(hours=2)
    await house.settled()
    assert "not sent" in jordan.message("Withdrawn since").words
    assert house.demo.mailbox.mails == []


async def test_a_button_of_an_older_card_says_what_happened_since(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    card = jordan.message("Ada Lovelace")
    presses = {words: jordan.click_payload(words, on=card) for words in ("Resend", "Copy link", "Withdraw")}
    await house.press_in_mail("ada@x.dk", "Accept")
    for press in presses.values():
        assert (await house.demo.deliver("interactive", press)).status == 200
    await house.settled()
    told = [each for each in jordan.messages("app") if each.ephemeral]
    assert len(told) == 3
    assert all("Ada Lovelace has already replied" in each.words for each in told)
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1


async def test_resend_of_a_living_invitation_keeps_the_link(house: House) -> None:
    jordan = await house.invite(**ADA)
    first = await house.link("ada@x.dk")
    house.forward(days=13)
    await jordan.click("Resend", on=jordan.message("Ada Lovelace"))
    assert await house.link("ada@x.dk") == first
    house.forward(days=13)
    assert "invites you" in (await house.web.get(first)).text


async def test_resend_after_expiry_makes_a_new_link_and_the_old_stays_dead(house: House) -> None:
    jordan = await house.invite(**ADA)
    old = await house.link("ada@x.dk")
    house.forward(days=14)
    await jordan.click("Resend", on=jordan.message("Ada Lovelace"))
    new = await house.link("ada@x.dk")
    assert new != old
    page = await house.web.get(old)
    assert (page.status_code, "<button" in page.text) == (410, False)
    assert "emailed you a newer invitation" in page.text
    await house.press(new, "Accept")
    assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]
    assert (await house.web.get(old)).status_code == 410


async def test_the_card_tells_each_state_of_the_mail_and_of_the_contact(house: House) -> None:
    jordan = await house.invite(**ADA)
    await jordan.sees("sent")
    await house.press_in_mail("ada@x.dk", "Decline")
    await house.settled()
    assert "Declined since" in jordan.message("ada@x.dk").words
    house.forward(days=31)
    await house.invite(**ADA | {"Tags": ["python"]})
    await house.settled()
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.settled()
    cards = [each for each in jordan.messages("app") if "ada@x.dk" in each.words and not each.ephemeral]
    assert all("Active since" in each.words for each in cards)


async def test_the_card_says_by_itself_that_the_invitation_has_expired(house: House) -> None:
    jordan = await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await jordan.sees("No reply yet", channel="app")
    await house.settled()
    house.forward(days=14.1)
    await jordan.sees("the invitation expired on", channel="app")


async def test_the_card_of_a_resent_invitation_says_by_itself_that_it_has_expired_again(house: House) -> None:
    jordan = await house.invite(**ADA)
    await jordan.sees("No reply yet", channel="app")
    await house.settled()
    house.forward(days=14.1)
    await jordan.click("Resend", on=await jordan.sees("the invitation expired on", channel="app"))
    await jordan.sees("No reply yet, until", channel="app")
    await house.settled()
    house.forward(days=14.1)
    await jordan.sees("the invitation expired on", channel="app")


async def test_the_fourth_resend_within_a_day_says_when_it_is_possible(house: House) -> None:
    jordan = await house.invite(**ADA)
    house.clock.stop()
    for _ in range(3):
        await house.settled()
        house.forward(hours=1)
        await jordan.click("Resend", on=jordan.message("Ada Lovelace"))
    again_at = house.clock() + timedelta(hours=22)
    await house.settled()
    await jordan.click("Resend", on=jordan.message("Ada Lovelace"))
    refusal = await jordan.sees("was resent 3 times in the last 24 hours")
    assert f"You can resend it again from {moment_words(again_at)}" in refusal.words
    assert "Resend" not in refusal.buttons
    house.forward(hours=22)
    await jordan.click("Resend", on=jordan.message("No reply yet, until"))
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 5


async def test_a_name_mentions_nobody_in_the_text_of_a_message(house: House) -> None:
    await house.invite(Name="<!channel> & Ada", Email="ada@x.dk")
    await house.settled()
    [posted] = house.demo.calls("chat.postMessage")
    assert "&lt;!channel&gt; &amp; Ada" in posted.arguments["text"]
    assert "<!channel>" not in posted.arguments["text"]
