"""What an invited person can still do afterwards: ask for a new link, and take back a no."""

import re

import httpx

from tests.invitation.test_page import invited, status, words
from tests.kit.importing import ADA, Importer
from tests.kit.product import House

ASK, AGAIN = "Ask for a new link", "I have changed my mind"


def buttons(page: httpx.Response) -> list[str]:
    return re.findall(r"<button[^>]*>([^<]+)</button>", page.text)


def told(house: House, what: str) -> int:
    return len([each for each in house.person("Jordan Lee").messages("app") if what in each.words])


async def expired(house: House) -> str:
    link = await invited(house)
    house.forward(days=14)
    await house.settled()
    return link


async def test_an_expired_invitation_takes_no_answer_and_offers_to_ask_for_a_new_link(house: House) -> None:
    link = await expired(house)
    pages = [
        await house.web.get(link),
        *[await house.post(f"{link}/{verb}") for verb in ("accept", "decline")],
    ]
    for page in pages:
        assert page.status_code == 410
        assert buttons(page) == [ASK]
        assert "This link no longer works" in words(page)
        assert "This invitation has expired." in words(page)
    assert await status(house) == ["invited"]
    assert await house.rows("SELECT 1 FROM event WHERE origin = 'web'") == []


async def test_a_new_link_is_asked_for_once_a_day_and_the_card_says_so_with_resend(house: House) -> None:
    link = await expired(house)
    page = await house.press(link, ASK)
    assert (page.status_code, buttons(page)) == (200, [])
    assert "We've asked for a new link" in words(page)
    assert (await house.post(f"{link}/ask")).status_code == 200
    again = await house.web.get(link)
    assert (again.status_code, buttons(again)) == (410, [])
    assert "it comes by email to ada@x.dk" in words(again)
    await house.settled()
    jordan = house.person("Jordan Lee")
    card = await jordan.sees("Asked for a new link on", channel="app")
    assert "Resend" in card.buttons
    assert told(house, "Ada Lovelace asks for a new link") == 1
    house.forward(days=1)
    await house.press(link, ASK)
    await house.settled()
    assert told(house, "Ada Lovelace asks for a new link") == 2
    assert told(house, "Asked for a new link on") == 1, "there is one card"
    await jordan.click("Resend", on=jordan.message("Asked for a new link on"))
    new = await house.link("ada@x.dk")
    assert new != link
    await house.settled()
    assert told(house, "Asked for a new link on") == 0
    assert "emailed you a newer invitation" in words(await house.post(f"{link}/ask"))
    assert "You accepted on" in words(await house.press(new, "Accept"))
    assert "You accepted on" in words(await house.post(f"{new}/ask"))


async def test_who_needs_no_link_any_more_is_not_offered_one(house: House) -> None:
    link = await expired(house)
    await house.post(f"{await house.stop_link(1)}/company")
    page = await house.web.get(link)
    assert buttons(page) == []
    assert "You stopped our email on" in words(page)
    await house.post(f"{link}/ask")
    await house.settled()
    assert told(house, "asks for a new link") == 0


async def test_a_no_can_be_taken_back_while_the_invitation_would_have_lasted(house: House) -> None:
    link = await invited(house)
    declined = await house.press(link, "Decline")
    assert buttons(declined) == [AGAIN]
    house.forward(days=13)
    page = await house.press(link, AGAIN)
    assert (page.status_code, buttons(page)) == (200, ["Accept", "Decline"])
    assert await status(house) == ["invited"]
    await house.settled()
    assert told(house, "Ada Lovelace had declined your invitation and has changed their mind") == 1
    assert "No reply yet" in house.person("Jordan Lee").message("ada@x.dk").words
    assert "You accepted on" in words(await house.press(link, "Accept"))
    await house.settled()
    assert await status(house) == ["active"]
    assert told(house, "accepted your invitation") == 1


async def test_a_no_that_is_final_stays_a_no(house: House) -> None:
    link = await invited(house)
    await house.press(link, "Decline")
    house.forward(days=14)
    assert buttons(await house.web.get(link)) == []
    assert (await house.post(f"{link}/reopen")).status_code == 200
    assert await status(house) == ["declined"]


async def test_who_came_by_an_import_gets_the_inviter_a_card_to_resend_from(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"name,email\nAda Lovelace,{ADA}\n")
    await jordan.start()
    await jordan.mails_leave()
    link = await house.link(ADA)
    house.forward(days=15)
    await house.settled()
    await house.press(link, ASK)
    await house.settled()
    assert "Resend" in (await jordan.person.sees("Asked for a new link on", channel="app")).buttons


async def test_what_they_do_afterwards_is_in_the_history(house: House) -> None:
    link = await invited(house)
    await house.press(link, "Decline")
    await house.press(link, AGAIN)
    house.forward(days=15)
    await house.settled()
    await house.press(link, ASK)
    await house.press(await house.stop_link(1), "Stop all email")
    told = (await house.person("Jordan Lee").command("/contacts", "history ada@x.dk")).words
    for what in ("changed their mind", "asked for a new link", "asked not to be emailed again"):
        assert f"They {what}" in told
