"""Sign-up emails: their text, recipients, and when they are cancelled."""

import asyncio

import pytest

from bot.security.tokens import Purpose
from bot.services.signup.approval import approve, block, decline
from demo.world.mailbox import Mail
from tests.kit.product import House
from tests.kit.signing_up import (
    ADA,
    apply,
    confirm_link,
    contact_id,
    count,
    drawn,
    new_link,
    send,
    sign_up,
    subjects,
    unit_of_work,
    words,
)
from tests.kit.signing_up import crowd as crowd

SPAM = {
    "name": "Buy at https://evil.test =?utf-8?q?Eve=0D=0ABcc:_x@y.test?=",
    "skills": "evil-skill",
    "message": "Click https://evil.test/now\r\nBcc: x@y.test",
}


async def newest(house: House, email: str = ADA["email"]) -> Mail:
    await house.settled()
    return house.demo.mailbox.to(email)[-1]


async def events(house: House, kind: str) -> int:
    return await count(house, "event", f"kind = '{kind}'")


async def decide(house: House, how: str, *, tell: bool = True, reason: str = "") -> None:
    ada = await contact_id(house)
    async with unit_of_work(house) as uow:
        if how == "approve":
            await approve(uow, ada)
        else:
            await {"decline": decline, "block": block}[how](uow, ada, reason, tell=tell)


# --- Please confirm ------------------------------------------------------------------------------


async def test_it_asks_to_confirm_and_says_how_long_and_why(house: House) -> None:
    await sign_up(house, await new_link(house))
    mail = await newest(house)
    assert mail.subject == "Please confirm your sign-up with Acme"
    assert mail.sender == "Acme <talent@acme.example>"
    assert mail.header("To") == ADA["email"], "anybody may have typed this name"
    for said in (
        "Confirm my sign-up",
        "Confirm by",
        "entered this address on a sign-up page of Acme",
        "1 Main Street",
    ):
        assert said in mail.text
        assert said in mail.html


async def test_nothing_that_was_typed_stands_in_it(house: House) -> None:
    """Anyone can enter anyone's address, so our email must not contain what they typed."""
    await sign_up(house, await new_link(house, "Our secret name"), **SPAM)
    mail = await newest(house)
    assert mail.header("To") == "ada@x.dk"
    for typed in ("evil", "Buy", "Eve", "y.test", "secret name"):
        assert typed not in mail.text
        assert typed not in mail.html
        assert typed not in mail.raw.decode()


@pytest.mark.parametrize("change", ["confirmed", "off", "expired", "blocked"])
async def test_a_mail_that_is_late_is_not_sent_when_it_no_longer_holds(house: House, change: str) -> None:
    url = await new_link(house)
    house.demo.mailbox.answers["*"] = "450 4.2.1 try later"
    await sign_up(house, url)
    await house.settled()
    application = (await house.rows("SELECT id FROM application"))[0]["id"]
    link = await house.page(Purpose.CONFIRM, application)
    if change in {"confirmed", "blocked"}:
        await house.press(link, "Confirm")
    if change == "blocked":
        await decide(house, "block", tell=False)
    if change == "off":
        await house.plant("UPDATE link SET off_at = created_at")
    house.demo.mailbox.answers.clear()
    house.forward(days=2 if change == "expired" else 0, hours=2)
    await house.settled()
    assert house.demo.mailbox.mails == []


async def test_it_is_tried_again_and_its_end_is_nobodys_history(house: House) -> None:
    house.demo.mailbox.answers["*"] = "450 4.2.1 try later"
    await sign_up(house, await new_link(house))
    await house.settled()
    house.demo.mailbox.answers.clear()
    house.forward(minutes=5)
    assert await subjects(house) == ["Please confirm your sign-up with Acme"]
    house.demo.mailbox.answers["*"] = "550 5.1.1 no such user"
    await sign_up(house, await new_link(house), email="nobody@x.dk")
    await house.settled()
    assert await events(house, "mail sent") == await events(house, "mail failed") == 0


async def test_no_crowd_gets_more_than_three_mails_to_one_address(crowd: House) -> None:
    """Through several links at once, which do not lock each other."""
    links = [await new_link(crowd, f"Link {number}") for number in range(6)]
    forms = [await drawn(crowd, url) | ADA for url in links]
    crowd.forward(seconds=5)
    pages = await asyncio.gather(*(send(crowd, *each) for each in list(zip(links, forms, strict=True)) * 2))
    assert {page.status_code for page in pages} == {200}
    assert len(await subjects(crowd)) == 3


# --- What was decided ------------------------------------------------------------------------------


async def test_approved_people_are_welcomed_by_who_approved(house: House) -> None:
    await apply(house, await new_link(house))
    await decide(house, "approve")
    mail = await newest(house)
    assert mail.subject == "Welcome to Acme's trusted contacts"
    assert mail.sender == "Jordan Lee via Acme <talent@acme.example>"
    assert "Hello Ada Lovelace," in mail.text
    assert "Jordan Lee has approved your application" in mail.text
    assert any("/stop/" in link for link in mail.links)
    assert await events(house, "mail sent") == 1


@pytest.mark.parametrize("how", ["decline", "block"])
async def test_a_no_is_polite_carries_the_reason_and_never_says_blocked(house: House, how: str) -> None:
    await apply(house, await new_link(house))
    await decide(house, how, reason="Nobody is needed <b>now</b>.")
    mail = await newest(house)
    assert mail.subject == "Your application to Acme"
    assert mail.sender == "Acme <talent@acme.example>"
    assert "Thank you for your application" in mail.text
    assert "> Nobody is needed <b>now</b>." in mail.text
    assert "&lt;b&gt;now&lt;/b&gt;" in mail.html
    assert "block" not in mail.text.lower()


@pytest.mark.parametrize("how", ["decline", "block"])
async def test_who_is_not_to_be_told_gets_no_mail(house: House, how: str) -> None:
    await apply(house, await new_link(house))
    await decide(house, how, tell=False, reason="For us alone")
    await house.settled()
    assert len(house.demo.mailbox.mails) == 1


async def test_a_decision_that_cannot_be_mailed_is_in_the_history(house: House) -> None:
    await apply(house, await new_link(house))
    house.demo.mailbox.answers["*"] = "550 5.1.1 no such user"
    await decide(house, "approve")
    await house.settled()
    assert (await events(house, "mail failed"), await events(house, "mail sent")) == (1, 0)


# --- Never write to me again -------------------------------------------------------------------------


async def stop_link(house: House) -> str:
    return next(link for link in (await newest(house)).links if "/unasked/" in link)


async def nothing_more_comes(house: House) -> None:
    """Check that the page says the same and no email follows."""
    mails = len(house.demo.mailbox.mails)
    page = await sign_up(house, await new_link(house))
    assert "Check your inbox" in words(page)
    house.forward(minutes=5)
    await house.settled()
    assert len(house.demo.mailbox.mails) == mails


@pytest.mark.parametrize("button", ["Stop email from Acme", "Stop all email"])
async def test_who_never_asked_can_stop_it_on_a_page(house: House, button: str) -> None:
    await sign_up(house, await new_link(house))
    stop = await stop_link(house)
    assert "ada@x.dk" in words(await house.web.get(stop))
    await asyncio.gather(*(house.web.request(verb, stop) for verb in ("GET", "HEAD") * 10))
    assert await count(house, "suppression") == 0
    assert "email you again" in words(await house.press(stop, button))
    assert await count(house, "suppression") == 1
    await nothing_more_comes(house)


async def test_who_never_asked_can_stop_it_by_one_click(house: House) -> None:
    await sign_up(house, await new_link(house))
    url = (await newest(house)).header("List-Unsubscribe").strip("<>")
    assert "/unasked/" in url
    for _ in range(2):
        answer = await house.web.post(url, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert await count(house, "suppression") == 1
    await nothing_more_comes(house)


async def test_it_also_stops_mail_to_the_contact_they_have_become(house: House) -> None:
    await sign_up(house, await new_link(house))
    stop = await stop_link(house)
    await house.press(await confirm_link(house), "Confirm")
    await house.press(stop, "Stop email from Acme")
    assert await count(house, "contact", "mail_stopped_at IS NOT NULL") == 1
    await decide(house, "approve")
    await house.settled()
    assert len(house.demo.mailbox.mails) == 1
