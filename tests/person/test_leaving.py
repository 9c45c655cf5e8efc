"""A person's own page: see, correct, leave and come back."""

import json

from tests.kit.hire import active
from tests.kit.product import House
from tests.kit.signing_up import send

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
    await house.press(url, "Come back to Acme")
    (row,) = await house.rows("SELECT status, left_at FROM contact")
    assert row["status"] == "active" and not row["left_at"]


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
