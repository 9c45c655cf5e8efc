"""The invitation's page: viewing changes nothing, a button answers once."""

import asyncio
import re

import html5lib
import httpx
import pytest

from bot.security.tokens import Purpose
from tests.kit.product import House, form_of

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk", "Invite note": "We liked your talk."}


async def invited(house: House) -> str:
    """Invite Ada and return her personal link."""
    await house.invite(**ADA)
    return await house.link("ada@x.dk")


async def status(house: House) -> list[str]:
    return [row["status"] for row in await house.rows("SELECT status FROM contact")]


def words(page: httpx.Response) -> str:
    return " ".join("".join(html5lib.parse(page.text).itertext()).split())


async def everything(house: House) -> list[list[dict[str, object]]]:
    """Read every row of every table."""
    tables = await house.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [await house.rows(f'SELECT * FROM "{row["name"]}"') for row in tables]


async def test_the_page_says_who_invites_and_carries_the_note(house: House) -> None:
    page = await house.web.get(await invited(house))
    assert page.status_code == 200
    for said in ("Jordan Lee", "Acme", "Ada Lovelace", "We liked your talk."):
        assert said in words(page)
    assert re.findall(r"<button[^>]*>([^<]+)</button>", page.text) == ["Accept", "Decline"]
    assert "Never write to me again" in page.text


async def test_looking_at_any_link_a_hundred_times_changes_nothing(house: House) -> None:
    link = await invited(house)
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    stop = next(each for each in mail.links if "/stop/" in each)
    before = await everything(house)
    for address in (link, stop, f"{link}/accept", f"{link}/decline", f"{stop}/company", f"{stop}/all"):
        await asyncio.gather(*(house.web.request(verb, address) for verb in ("GET", "HEAD") * 25))
    assert await everything(house) == before
    assert (await house.press(link, "Accept")).status_code == 200


async def test_accept_makes_the_contact_active_and_says_so(house: House) -> None:
    link = await invited(house)
    page = await house.press(link, "Accept")
    assert page.status_code == 200
    assert words(page).count("You accepted on") == 1
    assert await status(house) == ["active"]
    assert await house.rows("SELECT email_key FROM address") == [{"email_key": "ada@x.dk"}]


async def test_decline_is_taken_kindly(house: House) -> None:
    page = await house.press(await invited(house), "Decline")
    assert page.status_code == 200
    assert "You declined on" in words(page)
    assert await status(house) == ["declined"]


@pytest.mark.parametrize(("first", "second"), [("Accept", "Decline"), ("Decline", "Accept")])
async def test_the_second_answer_reads_the_first(house: House, first: str, second: str) -> None:
    link = await invited(house)
    other = form_of(html5lib.parse((await house.web.get(link)).text), second)
    await house.press(link, first)
    said = {"Accept": "You accepted on", "Decline": "You declined on"}[first]
    for again in (await house.web.post(other), await house.web.get(link)):
        assert again.status_code == 200
        assert said in words(again)
        assert re.findall(r"<button[^>]*>([^<]+)</button>", again.text) == (
            ["I have changed my mind"] if first == "Decline" else ["Save profile"]
        )
    await house.settled()
    assert len(await house.rows("SELECT id FROM event WHERE origin = 'web'")) == 1


async def test_twenty_presses_at_once_have_one_effect(house_on_either: House) -> None:
    house = house_on_either
    link = await invited(house)
    presses = [house.web.post(f"{link}/{'accept' if n % 2 else 'decline'}") for n in range(20)]
    pages = await asyncio.gather(*presses)
    assert {page.status_code for page in pages} == {200}
    assert len({re.findall(r"You (accepted|declined) on", words(page))[0] for page in pages}) == 1
    await house.settled()
    assert len(await house.rows("SELECT id FROM event WHERE origin = 'web'")) == 1
    jordan = house.person("Jordan Lee")
    assert len([each for each in jordan.messages("app") if "your invitation" in each.words]) == 1


async def gone(house: House, link: str, why: str) -> None:
    for page in (
        await house.web.get(link),
        await house.web.post(f"{link}/accept"),
        await house.web.post(f"{link}/decline"),
    ):
        assert page.status_code == 410
        assert "<button" not in page.text
        assert "This link no longer works" in words(page)
        assert why in words(page)
    assert await status(house) == ["invited"]


async def test_a_withdrawn_invitation_is_gone(house: House) -> None:
    link = await invited(house)
    jordan = house.person("Jordan Lee")
    await jordan.click("Withdraw", on=await jordan.sees("Ada Lovelace"), confirm=True)
    await gone(house, link, "This invitation has been withdrawn.")


async def test_a_superseded_link_is_gone(house: House) -> None:
    link = await invited(house)
    house.forward(days=15)
    jordan = house.person("Jordan Lee")
    await jordan.click("Resend", on=await jordan.sees("Ada Lovelace"))
    await gone(house, link, "It has been replaced.")


async def test_what_is_not_our_link_is_a_page_that_does_not_exist(house: House) -> None:
    link = await invited(house)
    base, _, token = link.rpartition("/")
    stop = await house.page(Purpose.STOP, 1)
    body, _, signature = token.rpartition(".")
    guesses = [
        "x",
        token[:-1],
        token[::-1],
        f"{body}.{signature[::-1]}",
        f"{signature}.{body}",
        stop.rpartition("/")[2],
        "%00",
        "%ed%a0%80",
        "a" * 4000,
    ]
    pages = [await house.web.get(f"{base}/{guess}") for guess in guesses]
    pages += [await house.web.post(f"{base}/{guess}/accept") for guess in guesses]
    pages += [await house.web.get("/nothing"), await house.web.get(f"/stop/{token}")]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert await status(house) == ["invited"]


async def test_a_link_to_a_row_that_is_not_there_is_a_page_that_does_not_exist(house: House) -> None:
    await invited(house)
    unknown = await house.page(Purpose.INVITATION, 99, 1)
    elsewhere = await house.page(Purpose.INVITATION, 1, 1, workspace_id=99)
    other = await house.web.get("/nothing")
    for link in (unknown, elsewhere):
        assert (await house.web.get(link)).content == other.content
        assert (await house.web.post(f"{link}/accept")).status_code == 404


@pytest.mark.parametrize("behind", [".", ">", ")", ",", ";", "*", ">.", "**", "%3E"])
async def test_punctuation_behind_a_link_does_not_break_it(house: House, behind: str) -> None:
    link = await invited(house)
    assert (await house.web.get(f"{link}{behind}")).content == (await house.web.get(link)).content


async def test_a_press_from_another_site_is_refused(house: House) -> None:
    link = await invited(house)
    longer = house.program.settings.public_url.replace("://", "://evil")
    for origin in ("https://evil.test", "null", "", "http://127.0.0.1:1", "file://", longer):
        page = await house.web.post(f"{link}/accept", headers={"Origin": origin})
        assert page.status_code == 403
        assert "didn't come from our page" in words(page)
    assert await status(house) == ["invited"]


async def test_other_verbs_are_refused_with_a_page(house: House) -> None:
    link = await invited(house)
    for verb in ("PUT", "DELETE", "PATCH", "OPTIONS", "POST"):
        page = await house.web.request(verb, link)
        assert page.status_code == 405
        assert page.headers["allow"]
    assert await status(house) == ["invited"]


async def test_a_foreign_host_header_changes_no_link(house: House) -> None:
    page = await house.web.get(await invited(house), headers={"Host": "evil.test"})
    assert "evil.test" not in page.text
