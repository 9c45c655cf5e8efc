"""A person's own page: see, correct, leave and come back."""

import json

import html5lib

from bot.security.tokens import Purpose
from tests.kit.hire import active, hired
from tests.kit.product import House, form_of
from tests.kit.signing_up import confirm_link, contact_id, new_link, send, sign_up, words

ADA = "ada@x.dk"


async def page_of(house: House, email: str = ADA) -> str:
    """Return the link to the own page in the newest email to this address."""
    await house.settled()
    return next(link for link in house.demo.mailbox.to(email)[-1].links if "/you/" in link)


async def test_leave_and_come_back(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email=ADA)
    url = await page_of(house)
    page = (await house.web.get(url)).text
    assert "Jordan Lee" in page and ADA in page and "haven't answered yet" in page
    await house.press_in_mail(ADA, "Accept")
    answer = await house.press(url, "Leave Acme")
    assert answer.status_code == 200 and "You left" in answer.text
    await house.settled()
    (row,) = await house.rows("SELECT status, left_at FROM contact")
    assert row["status"] == "declined" and row["left_at"]
    assert "Ada Lovelace" in house.person("Jordan Lee").message("left your contacts").words
    answered = (await house.web.get(await house.link(ADA))).text
    assert "You accepted on" in answered and "You left" in answered and "now one of" not in answered
    await house.press(url, "Come back to Acme")
    (row,) = await house.rows("SELECT status, left_at FROM contact")
    assert row["status"] == "active" and not row["left_at"]


async def test_nobody_comes_back_by_a_link_that_is_too_old(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email=ADA)
    await house.press_in_mail(ADA, "Accept")
    url = await page_of(house)
    await house.press(url, "Leave Acme")
    house.forward(days=91)
    assert (await house.post(f"{url}/return")).status_code == 410
    assert await house.rows("SELECT status FROM contact WHERE left_at IS NOT NULL") == [
        {"status": "declined"}
    ]


async def test_who_left_does_not_come_back_by_the_invitation_they_had(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email=ADA)
    link = await house.link(ADA)
    page = html5lib.parse((await house.web.get(link)).text)
    await house.press(await page_of(house), "Leave Acme")
    assert (await house.post(form_of(page, "Accept"))).status_code == 410
    assert (await house.rows("SELECT status FROM contact"))[0]["status"] == "declined"


async def test_whoever_invited_them_and_whoever_hired_them_hear_that_they_left(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await active(house)
    await hired(house, who="Sam Rivera")
    hour = int(house.clock.seconds()) // 3600
    await house.press(await house.page(Purpose.PERSON, await contact_id(house, ADA), hour), "Leave Acme")
    await house.settled()
    for name in ("Jordan Lee", "Sam Rivera"):
        assert "Ada Lovelace" in house.person(name).message("left your contacts").words


async def test_who_applied_and_left_reads_so_where_they_confirmed(house: House) -> None:
    await sign_up(house, await new_link(house), email=ADA)
    link = await confirm_link(house, ADA)
    page = await house.press(link, "Confirm")
    assert "We have your application" in page.text
    hour = int(house.clock.seconds()) // 3600
    await house.press(await house.page(Purpose.PERSON, await contact_id(house, ADA), hour), "Leave Acme")
    page = await house.web.get(link)
    assert "You left Acme on" in words(page) and "get back to you" not in words(page)


async def test_who_stopped_email_does_not_read_that_it_comes(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email=ADA)
    link = await house.link(ADA)
    assert "will write to you" in (await house.press(link, "Accept")).text
    await house.press(await house.stop_link(1), "Stop email from Acme")
    page = words(await house.web.get(link))
    assert "You accepted on" in page and "Acme won't email you" in page and "will write to you" not in page


async def test_correct_the_name(house: House) -> None:
    await active(house)
    await house.invite(Name="Bo", Email="bo@x.dk")
    url = await page_of(house, "bo@x.dk")
    assert (await send(house, f"{url}/name", {"name": " "})).status_code == 422
    await send(house, f"{url}/name", {"name": "Bo Nielsen"})
    rows = await house.rows("SELECT name FROM contact WHERE email = 'bo@x.dk'")
    assert [row["name"] for row in rows] == ["Bo Nielsen"]
    data = json.loads((await house.web.get(f"{url}/my-data.json")).text)
    assert data["contact"][0]["name"] == "Bo Nielsen" and data["invitation"]
    event = "SELECT id FROM event WHERE kind = 'name corrected'"
    [detail] = await house.rows(f"SELECT before, after FROM event_detail WHERE event_id IN ({event})")
    assert {name: json.loads(value) for name, value in detail.items()} == {
        "before": {"name": "Bo"},
        "after": {"name": "Bo Nielsen"},
    }
