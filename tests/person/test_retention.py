"""Contacts nobody has touched for long are removed, after their inviter and they were asked."""

from tests.kit.hire import active, hired
from tests.kit.product import House

ADA, BO, CY = "ada@x.dk", "bo@x.dk", "cy@x.dk"


async def months(house: House, number: float) -> None:
    house.forward(days=number * 30.5)
    await house.settled()


async def names(house: House) -> list[str]:
    return [row["name"] for row in await house.rows("SELECT name FROM contact ORDER BY id")]


async def test_nobody_in_touch_for_long_is_removed_unless_kept(house: House) -> None:
    for name, email in (("Ada", ADA), ("Bo", BO), ("Cy", CY)):
        await house.invite(Name=name, Email=email)
    await house.settled()
    await months(house, 5.2)
    jordan = house.person("Jordan Lee")
    card = await jordan.sees("will be removed")
    await house.settled()
    assert "3 contacts" in card.words and "Ada" in card.words
    mail = house.demo.mailbox.to(ADA)[-1]
    assert "stay" in mail.subject
    link = next(link for link in mail.links if "/stay/" in link)
    assert "Do you want to stay?" in (await house.web.get(link)).text
    assert "You stay" in (await house.press(link, "Stay")).text
    await jordan.click("Choose whom to keep", on=card)
    await jordan.fill({"Contacts 1 to 2": ["Bo"]})
    await jordan.submit()
    await months(house, 1.1)
    await jordan.sees("These contacts are settled")
    assert await names(house) == ["Ada", "Bo"]
    await house.invite(Name="Cy", Email=CY)
    assert await names(house) == ["Ada", "Bo", "Cy"], "no hash of them stayed"


async def test_who_works_for_us_stays(house: House) -> None:
    await active(house, "Ada", ADA)
    await hired(house, "Ada", ADA, End=None)
    await months(house, 30)
    assert await names(house) == ["Ada"]
    assert not any("will be removed" in seen.words for seen in house.person("Jordan Lee").messages())
