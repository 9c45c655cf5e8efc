"""What a request's page shows beside its own: the other companies that have asked, and are still here."""

from tests.invitation.test_request import ADA, Two, words
from tests.invitation.test_request import two as two
from tests.kit.installing import invite
from tests.kit.product import House


async def beside(house: House, link: str) -> bool:
    return "Globex" in words(await house.web.get(link))


async def test_who_has_only_added_them_is_not_shown_and_who_left_is_not_any_more(two: Two) -> None:
    await two.known()
    await two.ask()
    link = await two.house.link(ADA)
    globex = await two.another("Globex", "Gil Moss")
    gil = two.house.demo.person("Gil Moss", globex.id)
    await gil.command("/invite-contact")
    await gil.fill({"Name": "Ada Lovelace", "Email": ADA, "Sending": ["Invite later"]})
    await gil.submit()
    await two.settled()
    assert not await beside(two.house, link)
    await gil.click("Send invitation", on=gil.message(ADA))
    await two.settled()
    assert await beside(two.house, link)
    await two.house.demo.uninstall(globex.id)
    await two.house.demo.idle()
    assert not await beside(two.house, link)


async def test_nobody_is_looked_for_where_the_app_is_no_longer(two: Two) -> None:
    await two.known()
    globex = await two.another("Globex", "Gil Moss")
    await two.house.demo.uninstall(globex.id)
    await two.house.demo.idle()
    await invite(two.max, Name="Ada Lovelace", Email=ADA)
    await two.settled()
    sought = await two.house.rows("SELECT DISTINCT workspace_id FROM outbox WHERE kind = 'seek'")
    assert sorted(row["workspace_id"] for row in sought) == [1, 2]
