"""Two versions at once: what version 0.1.0 left behind works, and a newer one may run beside this one."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from demo.person.seen import Seen
from tests.kit import earlier
from tests.kit.product import House, running

FORMS = {  # form → what is filled in, and what must be true of the database then
    "invite": ({"Name": "Zoe Ek", "Email": "zoe@x.dk"}, "SELECT 1 FROM contact WHERE email = 'zoe@x.dk'"),
    "edit": ({"Name": "Cyrus Dahl"}, "SELECT 1 FROM contact WHERE id = 3 AND name = 'Cyrus Dahl'"),
    "note": ({"Note": "Likes mornings."}, "SELECT 1 FROM note WHERE text = 'Likes mornings.'"),
    "hire": (
        {"Job title": "Cook", "Rate": "90", "Currency": "EUR", "Per": "hour", "Start": "2026-07-01"},
        "SELECT 1 FROM hire WHERE contact_id = 2 AND title = 'Cook'",
    ),
    "decline": ({"Reason": "No room."}, "SELECT 1 FROM contact WHERE id = 8 AND status = 'declined'"),
    "link": ({"Link name": "Footer"}, "SELECT 1 FROM link WHERE name = 'Footer'"),
    "review": ({}, "SELECT 1 FROM contact WHERE email = 'gus@x.dk'"),
}


@pytest.fixture
async def since(tmp_path: Path) -> AsyncIterator[tuple[House, Any]]:
    """Run this version on the database of that one, beside the messages it had posted."""
    url = f"sqlite:///{tmp_path / 'earlier.db'}"
    earlier.make_database(url)
    async with running(url, secret_key=earlier.recorded()["secret_key"]) as house:
        yield house, earlier.show(house)


async def test_its_links_open_the_same_pages(since: tuple[House, Any]) -> None:
    house, known = since
    links = known["links"]
    assert (await house.press(links["ada"], "Accept")).status_code == 200
    assert (await house.press(links["offer"], "Accept offer")).status_code == 200
    assert (await house.press(links["confirm"], "Confirm")).status_code == 200
    assert (await house.press(links["cy stop"], "Stop email from Acme")).status_code == 200
    assert "Jordan Lee" in (await house.web.get(links["join"])).text
    await house.settled()
    found = await house.rows("SELECT name, status FROM contact WHERE id IN (1, 3) OR name = 'Flo Juul'")
    assert {row["name"]: row["status"] for row in found} == {
        "Ada Lovelace": "active",
        "Cy Dahl": "declined",
        "Flo Juul": "applied",
    }
    assert await house.rows("SELECT state FROM hire WHERE id = 1") == [{"state": "accepted"}]


async def test_the_buttons_of_its_messages_act_and_are_drawn_anew(since: tuple[House, Any]) -> None:
    house, _ = since
    jordan = house.person("Jordan Lee")
    await jordan.click("Withdraw", on=of(house, "Cy Dahl:"), confirm=True)
    await jordan.click("Approve", on=of(house, "Ivy Holm:", "hiring"))
    await jordan.click("Cancel offer", on=of(house, "Illustrator, Dee Falk:"))
    await jordan.fill({"Reason": "The client has gone."})
    await jordan.submit()
    await jordan.click("Undo import", on=of(house, "third.csv is imported", "hiring"))
    await jordan.submit()
    await house.settled()
    found = await house.rows("SELECT name, status, archived_at FROM contact ORDER BY id")
    now = {row["name"]: "archived" if row["archived_at"] else row["status"] for row in found}
    assert (now["Cy Dahl"], now["Ivy Holm"]) == ("archived", "active")
    assert now.get("Ray Skov", "archived") == "archived"
    assert await house.rows("SELECT state FROM hire WHERE id = 1") == [{"state": "cancelled"}]
    assert "Withdrawn" in of(house, "Cy Dahl").words
    assert "Approve" not in of(house, "Ivy Holm", "hiring").buttons


async def test_its_open_forms_are_taken(since: tuple[House, Any]) -> None:
    house, known = since
    for name, (typed, truth) in FORMS.items():
        person = house.person("Jordan Lee")
        earlier.open_view(house, known["forms"][name])
        await person.fill(typed)
        await person.submit()
        await house.settled()
        assert await house.rows(truth), (name, person.modal and person.form.words)
        if person.modal:
            await person.close(all=True)


async def test_its_form_of_all_settings_changes_none_and_says_so(since: tuple[House, Any]) -> None:
    house, known = since
    maria = house.person("Maria Garcia")
    before = await house.rows("SELECT settings FROM workspace")
    earlier.open_view(house, known["forms"]["settings"])
    assert (await maria.submit()).ok
    assert "no longer here" in maria.form.words
    assert await house.rows("SELECT settings FROM workspace") == before


async def test_its_home_tab_still_opens_people(since: tuple[House, Any]) -> None:
    house, known = since
    jordan = house.person("Jordan Lee")
    earlier.open_view(house, known["home"])
    await jordan.choose("Open", on=jordan.home, near="Ada")
    assert "ada@x.dk" in jordan.form.words
    await jordan.close(all=True)
    await jordan.click("Invite", on=jordan.home)
    assert jordan.form.title


def of(house: House, begins: str, channel: str = "app") -> Seen:
    """Find the newest message whose text has these words."""
    messages = house.person("Jordan Lee").messages(channel)
    return next(each for each in reversed(messages) if begins in each.message.text)


async def test_a_history_leaves_out_what_only_a_newer_version_knows(house: House) -> None:
    jordan = await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.plant(
        "INSERT INTO event (workspace_id, contact_id, kind, actor, origin, at)"
        " SELECT 1, 1, 'knighted', 'system', 'worker', created_at FROM contact"
    )
    said = await jordan.command("/contacts", "history ada@x.dk")
    assert "Jordan Lee invited them" in said.words
