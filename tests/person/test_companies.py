"""One person at two companies: by a fresh link they see both, leave, are erased, and add another address."""

from collections.abc import AsyncIterator

import pytest

from bot.security.tokens import Purpose
from bot.services.person.erase import erase_from
from demo.person.person import Person
from tests.kit.importing import Importer
from tests.kit.installing import invite, name_managers, with_northwind
from tests.kit.product import House, running
from tests.kit.signing_up import new_link, send, sign_up

ADA, HOME = "ada@x.dk", "ada@home.dk"


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[tuple[House, Person, Person]]:
    """Run two companies that have both invited Ada, who accepted both."""
    async with running(database_url, by_oauth=True) as house:
        northwind = await with_northwind(house)
        managers = []
        for team in (house.demo.team, northwind):
            manager = house.demo.person("manager", team.id)
            await name_managers(house, [manager.name], team)
            await invite(manager, Name="Ada Lovelace", Email=ADA)
            await house.press_in_mail(ADA, "Accept")
            managers.append(manager)
        yield house, managers[0], managers[1]


async def own_page(house: House, email: str = ADA) -> str:
    await house.settled()
    return next(link for link in house.demo.mailbox.to(email)[-1].links if "/you/" in link)


async def statuses(house: House) -> list[tuple[int, str, bool]]:
    rows = await house.rows("SELECT workspace_id, status, left_at FROM contact ORDER BY workspace_id")
    return [(row["workspace_id"], row["status"], bool(row["left_at"])) for row in rows]


async def test_all_companies_need_a_fresh_link(two: tuple[House, Person, Person]) -> None:
    house, _, _ = two
    page = await own_page(house)
    assert "Northwind" in (await house.web.get(page)).text
    assert "Acme" not in (await house.web.get(page)).text
    assert "Check your inbox" in (await house.press(page, "Show all companies")).text
    every = await own_page(house)
    text = (await house.web.get(every)).text
    assert "Acme" in text and "Northwind" in text
    (ada,) = await house.rows("SELECT id FROM contact WHERE workspace_id = 1")
    assert "You left" in (await send(house, f"{every}/leave", {"company": f"1.{ada['id']}"})).text
    assert (await send(house, f"{every}/leave", {"company": "2.99"})).status_code == 404
    assert (await send(house, f"{every}/leave", {"company": "2.x"})).status_code == 400
    assert await statuses(house) == [(1, "declined", True), (2, "active", False)]
    house.forward(hours=30)
    assert (await house.web.get(every)).status_code == 410
    assert (await send(house, f"{every}/erase", {"sure": "yes"})).status_code == 410
    (hers,) = await house.rows("SELECT id FROM contact WHERE workspace_id = 2")
    assert (await send(house, f"{every}/leave", {"company": f"2.{hers['id']}"})).status_code == 410
    assert await statuses(house) == [(1, "declined", True), (2, "active", False)]


async def test_erased_everywhere_and_back_only_by_themselves(two: tuple[House, Person, Person]) -> None:
    house, jordan, _ = two
    await house.press(await own_page(house), "Leave all and erase")
    every = await own_page(house)
    assert "Nothing was erased" in (await send(house, f"{every}/erase", {"sure": ""})).text
    assert len(await statuses(house)) == 2
    assert "erased" in (await send(house, f"{every}/erase", {"sure": "yes"})).text
    await house.settled()
    assert await statuses(house) == []
    assert await house.rows("SELECT id FROM person") == []
    assert (await house.web.get(every)).status_code == 404
    await invite(jordan, Name="Ada Lovelace", Email=ADA)
    assert "asked not to be emailed" in jordan.form.errors["Email"]
    await jordan.close()
    await sign_up(house, await new_link(house), email=ADA)
    await house.settled()
    confirm = next(link for link in house.demo.mailbox.to(ADA)[-1].links if "/confirm/" in link)
    await house.press(confirm, "Confirm")
    assert await statuses(house) == [(1, "applied", False)]
    await house.settled()
    mails = len(house.demo.mailbox.to(ADA))
    await jordan.click("Approve", on=jordan.message("Needs your approval since", channel="hiring"))
    await house.settled()
    assert len(house.demo.mailbox.to(ADA)) == mails + 1, "they are told, since they came back"


async def test_erased_everywhere_they_are_gone_from_a_list_that_another_company_looks_at(
    two: tuple[House, Person, Person],
) -> None:
    house, _, _ = two
    jordan = Importer(house, "manager")
    await jordan.reviewing("name,email\nEve Olsen,eve@x.dk\nBo Berg,bo@x.dk\n")
    async with house.program.new_uow(workspace_id=2) as uow:
        await erase_from(uow, "eve@x.dk", everywhere=True)
    await house.settled()
    listed = str(await house.rows("SELECT name, email, cells FROM import_row"))
    assert "Bo Berg" in listed and "Eve" not in listed and "eve@" not in listed


async def test_another_address_is_confirmed_by_its_owner(two: tuple[House, Person, Person]) -> None:
    house, jordan, _ = two
    page = await own_page(house)
    assert (await send(house, f"{page}/address", {"email": "no address"})).status_code == 422
    assert HOME in (await send(house, f"{page}/address", {"email": HOME})).text
    await house.settled()
    link = next(link for link in house.demo.mailbox.to(HOME)[-1].links if "/you/address/" in link)
    assert (await house.web.get(link)).status_code == 200
    assert HOME not in (await house.web.get(page)).text
    assert "Your page now knows" in (await house.press(link, "Confirm")).text
    assert HOME in (await house.web.get(page)).text
    assert len(await house.rows("SELECT id FROM person")) == 1
    await invite(jordan, Name="Ada L", Email=HOME)
    await house.settled()
    assert "asks to connect" in house.demo.mailbox.to(HOME)[-1].subject


async def test_another_address_is_confirmed_within_a_day_or_not_at_all(
    two: tuple[House, Person, Person],
) -> None:
    house, _, _ = two
    page = await own_page(house)
    await send(house, f"{page}/address", {"email": HOME})
    await house.settled()
    link = next(link for link in house.demo.mailbox.to(HOME)[-1].links if "/you/address/" in link)
    house.forward(hours=24)
    assert (await house.web.get(link)).status_code == 410
    assert (await house.post(link)).status_code == 410
    assert HOME not in (await house.web.get(page)).text


async def test_an_email_that_left_too_late_to_confirm_an_address_does_not_leave(
    two: tuple[House, Person, Person],
) -> None:
    house, _, _ = two
    house.demo.mailbox.answers[HOME] = "451 4.3.0 Try again later"
    await send(house, f"{await own_page(house)}/address", {"email": HOME})
    await house.settled()
    house.forward(hours=24)
    await house.settled()
    house.demo.mailbox.answers.clear()
    house.forward(hours=1)
    await house.settled()
    assert house.demo.mailbox.to(HOME) == []


async def test_one_address_is_asked_three_times_a_day_whoever_adds_it(
    two: tuple[House, Person, Person],
) -> None:
    house, _, _ = two
    await house.settled()
    links = [link for mail in house.demo.mailbox.to(ADA) for link in mail.links]
    pages = list(dict.fromkeys(link for link in links if "/you/" in link))[:2]
    answers = [(await send(house, f"{each}/address", {"email": HOME})).status_code for each in pages * 2]
    await house.settled()
    assert answers == [200, 200, 200, 422]
    assert len(house.demo.mailbox.to(HOME)) == 3


async def test_whoever_has_an_address_that_was_added_may_stop_email_to_it(
    two: tuple[House, Person, Person],
) -> None:
    house, _, _ = two
    await send(house, f"{await own_page(house)}/address", {"email": HOME})
    await house.settled()
    stop = house.demo.mailbox.to(HOME)[-1].header("List-Unsubscribe").strip("<>")
    assert "/unclaimed/" in stop
    await house.press(stop, "Stop email from Northwind")
    assert await house.rows("SELECT scope FROM suppression") == [{"scope": "2"}]
    await house.press(stop, "Stop all email")
    assert await house.rows("SELECT scope FROM suppression WHERE scope <> '2'") == [{"scope": "all"}]


async def test_an_old_link_offers_a_fresh_one_and_changes_nothing(two: tuple[House, Person, Person]) -> None:
    house, _, _ = two
    page = await own_page(house)
    house.forward(days=91)
    assert "too old" in (await house.web.get(page)).text
    assert (await send(house, f"{page}/leave", {})).status_code == 410
    assert (await house.web.get(f"{page}/my-data.json")).status_code == 410
    assert await statuses(house) == [(1, "active", False), (2, "active", False)]
    await house.press(page, "Email me a fresh link")
    assert "Your page" in (await house.web.get(await own_page(house))).text


async def test_links_of_a_person_serve_one_purpose(two: tuple[House, Person, Person]) -> None:
    house, _, _ = two
    token = (await own_page(house)).rpartition("/")[2]
    for purpose in Purpose:
        if purpose is not Purpose.PERSON:
            assert (await house.web.get(f"/{purpose}/{token}")).status_code == 404
