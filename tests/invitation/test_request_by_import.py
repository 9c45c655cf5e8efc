"""An import sends connection requests to people it knows, without its own text revealing it."""

import re
from collections.abc import AsyncIterator

import pytest

from tests.kit.importing import Importer
from tests.kit.installing import invite, name_managers, with_northwind
from tests.kit.product import House, running

LILY, LUCY = "lily@northwind.example", "lucy@northwind.example"


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """Lily has accepted Acme's invitation; Northwind has a hiring manager and a file."""
    async with running(database_url, by_oauth=True) as house:
        other = await with_northwind(house)
        await name_managers(house, ["Jordan Lee"], house.demo.team)
        await name_managers(house, ["Max Berg"], other)
        await invite(house.person("Jordan Lee"), Name="Lily Chen", Email=LILY)
        await house.press_in_mail(LILY, "Accept")
        await house.settled()
        yield house


def importer(house: House) -> Importer:
    found = Importer(house)
    team = next(team for team in house.demo.world.teams.values() if team.name == "Northwind")
    found.person = house.demo.person("Max Berg", team.id)
    return found


def without(text: str, name: str, email: str) -> str:
    return re.sub(r"\d+", "0", text.replace(email, "EMAIL").replace(name, "NAME"))


async def test_who_is_known_gets_a_request_and_the_import_counts_an_invitation(house: House) -> None:
    told = {}
    for name, email in (("Lucy Chan", LUCY), ("Lily Chen", LILY)):
        by = importer(house)
        await by.share(f"name,email\n{name},{email}\n")
        review = (await by.review()).words
        await by.start()
        await by.mails_leave()
        told[email] = [without(words, name, email) for words in (review, by.message.words)]
    assert told[LILY] == told[LUCY]
    assert house.demo.mailbox.to(LILY)[-1].subject == "Max Berg at Northwind asks to connect with you"
    assert "invites you to Northwind" in house.demo.mailbox.to(LUCY)[-1].subject
    await house.press_in_mail(LILY, "Accept")
    await house.settled()
    query = "SELECT status FROM contact WHERE workspace_id = 2 AND email_key = :e"
    assert await house.rows(query, e=LILY) == [{"status": "active"}]


async def test_who_is_a_member_of_a_workspace_is_asked_there_too(house: House) -> None:
    by = importer(house)
    await by.all_of(f"name,email\nLily Chen,{LILY}\nLucy Chan,{LUCY}\n")
    house.forward(seconds=4)
    await house.settled()
    lily = house.demo.person("Lily Chen", by.person.team_id)
    assert lily.message("Max Berg at Northwind asks to connect").buttons == ["Accept", "Decline"]


async def test_a_reminder_leads_to_the_same_page(house: House) -> None:
    await importer(house).all_of(f"name,email\nLily Chen,{LILY}\n")
    house.forward(days=3, minutes=1)
    await house.settled()
    mails = house.demo.mailbox.to(LILY)
    assert len(mails) == 3, "one from Acme, two from Northwind"
    first, reminder = (next(link for link in mail.links if "/i/" in link) for mail in mails[1:])
    assert "/i/all/" in reminder
    assert reminder == first
