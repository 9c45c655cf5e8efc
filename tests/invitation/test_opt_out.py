"""Opting out on the page or by an email client's one click, from one company or from all."""

import re

import html5lib
import httpx
import pytest

from tests.kit.product import House

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}
ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    {"Content-Type": "multipart/form-data; boundary=b"},
)
URLENCODED = (ONE_CLICK.encode(), {"Content-Type": "application/x-www-form-urlencoded"})


async def stop_page(house: House) -> str:
    """Invite Ada and open the page to stop email from her link; return the address reached."""
    await house.invite(**ADA)
    page = html5lib.parse((await house.web.get(await house.link("ada@x.dk"))).text)
    links = page.iter("{http://www.w3.org/1999/xhtml}a")
    return next(str(a.get("href")) for a in links if a.text == "Never write to me again")


def words(page: httpx.Response) -> str:
    return " ".join("".join(html5lib.parse(page.text).itertext()).split())


async def scopes(house: House) -> list[str]:
    return [row["scope"] for row in await house.rows("SELECT scope FROM suppression ORDER BY scope")]


async def test_the_page_offers_both_and_says_whose_address_it_is(house: House) -> None:
    page = await house.web.get(await stop_page(house))
    assert page.status_code == 200
    assert "ada@x.dk" in words(page)
    assert "Stop email from Acme" in words(page)
    assert "Stop all email" in words(page)


@pytest.mark.parametrize(
    ("button", "scope", "said"),
    [("Stop email from Acme", "1", "Acme won't"), ("Stop all email", "all", "No company that uses")],
)
async def test_a_press_takes_effect_at_once_and_declines_the_invitation(
    house: House, button: str, scope: str, said: str
) -> None:
    stop = await stop_page(house)
    link = await house.link("ada@x.dk")
    page = await house.press(stop, button)
    assert page.status_code == 200
    assert said in words(page)
    assert await scopes(house) == [scope]
    assert await house.rows("SELECT status FROM contact") == [{"status": "declined"}]
    await house.settled()
    jordan = house.person("Jordan Lee")
    await jordan.sees("Ada Lovelace declined your invitation and asked not to be emailed again.")
    assert "asked not to be emailed again" in jordan.message("ada@x.dk").words
    assert "<button" not in (await house.web.get(link)).text


async def test_who_stopped_mail_cannot_be_invited_and_the_form_says_why(house: House) -> None:
    await house.press(await stop_page(house), "Stop email from Acme")
    house.forward(days=60)
    jordan = await house.invite(**ADA)
    assert "asked not to be emailed" in jordan.form.text
    await house.settled()
    assert len(house.demo.mailbox.mails) == 1


FORMS = [
    URLENCODED,
    MULTIPART,
    (b"List-Unsubscribe=One-Click\r\n", URLENCODED[1]),
    (b"list-unsubscribe=one-click", URLENCODED[1]),
]


@pytest.mark.parametrize(("body", "headers"), FORMS, ids=["urlencoded", "multipart", "CRLF", "small letters"])
async def test_one_click_of_a_mail_program_stops_the_companys_mail(
    house: House, body: bytes, headers: dict[str, str]
) -> None:
    await house.invite(**ADA)
    await house.settled()
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert mail.header("List-Unsubscribe-Post") == ONE_CLICK
    url = mail.header("List-Unsubscribe").strip("<>")
    answer = await house.web.post(url, content=body, headers=headers)
    assert answer.status_code == 200
    assert answer.history == []
    assert await scopes(house) == ["1"]
    again = await house.web.post(url, content=body, headers=headers)
    assert again.status_code == 200
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'mail stopped'")) == 1


NO_ONE_CLICK = (
    (b"", "application/x-www-form-urlencoded", 400),
    (b"List-Unsubscribe=Two-Clicks", "application/x-www-form-urlencoded", 400),
    (b"x=" + b"y" * 5_000, "application/x-www-form-urlencoded", 413),
    (b"--b\r\n" + b"y" * 5_000, "multipart/form-data; boundary=b", 413),
    (b"\xff\xfe", "multipart/form-data", 400),
    (MULTIPART[0].replace(b"One-Click", b"Two-Clicks"), "multipart/form-data; boundary=b", 400),
    (MULTIPART[0].replace(b"List-Unsubscribe", b"Subscribe"), "multipart/form-data; boundary=b", 400),
    (b"{}", "application/json", 400),
)


async def test_what_is_no_one_click_request_stops_nothing(house: House) -> None:
    stop = await stop_page(house)
    for body, kind, status in NO_ONE_CLICK:
        answer = await house.web.post(stop, content=body, headers={"Content-Type": kind})
        assert answer.status_code == status
    assert await scopes(house) == []


async def test_a_press_from_another_site_stops_nothing(house: House) -> None:
    stop = await stop_page(house)
    for where in ("company", "all"):
        page = await house.web.post(f"{stop}/{where}", headers={"Origin": "https://evil.test"})
        assert page.status_code == 403
    assert await scopes(house) == []


async def test_a_mail_that_has_not_left_stays_here(house: House) -> None:
    house.demo.mailbox.answers["*"] = "450 4.2.1 try later"
    jordan = await house.invite(**ADA)
    await jordan.sees("queued, not delivered yet")
    contact = (await house.rows("SELECT id FROM contact"))[0]["id"]
    stop = await house.stop_link(contact)
    await house.press(stop, "Stop email from Acme")
    house.demo.mailbox.answers.clear()
    house.forward(days=1)
    await house.settled()
    assert house.demo.mailbox.mails == []


async def test_an_active_contact_stays_active_and_gets_no_more_mail(house: House) -> None:
    stop = await stop_page(house)
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.press(stop, "Stop email from Acme")
    await house.settled()
    assert await house.rows("SELECT status FROM contact") == [{"status": "active"}]
    card = house.person("Jordan Lee").message("ada@x.dk")
    assert "Active, asked not to be emailed again on" in card.words


async def test_who_has_stopped_the_companys_email_may_stop_all(house: House) -> None:
    stop = await stop_page(house)
    await house.press(stop, "Stop email from Acme")
    await house.press(stop, "Stop all email")
    assert await scopes(house) == ["1", "all"]


async def test_who_stops_email_after_the_invitation_was_withdrawn_has_answered_nothing(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    stop = next(each for each in house.demo.mailbox.to("ada@x.dk")[-1].links if "/stop/" in each)
    await jordan.click("Withdraw", on=jordan.message("Ada Lovelace"), confirm=True)
    await house.press(stop, "Stop email from Acme")
    await house.settled()
    assert await scopes(house) == ["1"]
    assert await house.rows("SELECT status FROM contact") == [{"status": "invited"}]
    assert not any("declined your invitation" in each.words for each in jordan.messages("app"))


async def test_the_suppression_list_holds_no_address(house: House) -> None:
    await house.press(await stop_page(house), "Stop all email")
    held = await house.rows("SELECT recipient FROM suppression")
    assert all(re.fullmatch("[0-9a-f]{64}", row["recipient"]) for row in held)
