"""Invite links: made, shown, rotated, switched off and counted."""

import pytest

from bot.demo import Person
from bot.services.signup import SignupForm, sign_up
from tests.applying import apply, unit_of_work
from tests.product import House

FORM = {"Link name": "Portfolio footer", "Tags": ['Create "design"']}


async def make_link(house: House, /, channel: str = "hiring", **fields: object) -> Person:
    """Jordan makes a link; the modal shows its address."""
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "link", channel=channel)
    await jordan.fill({**FORM, **fields})
    await jordan.submit()
    return jordan


def address(person: Person) -> str:
    """The address as it stands in the modal."""
    assert person.modal
    return next(word for word in person.modal.text.split() if "/join/" in word)


async def test_a_link_is_shown_as_text_after_it_was_made(house: House) -> None:
    jordan = await make_link(house)
    assert (await house.web.get(address(jordan))).status_code == 200
    assert jordan.modal and {"Rotate", "Switch off"} <= set(jordan.modal.buttons)


async def test_applications_go_where_the_command_was_typed_unless_said_otherwise(house: House) -> None:
    await make_link(house)
    rows = await house.rows("SELECT channel, tags, made_by FROM link")
    assert rows[0]["channel"] == house.demo.channel("hiring").id
    assert rows[0]["tags"] == '["design"]'


@pytest.mark.parametrize(
    ("field", "value"),
    [("Link name", " "), ("Expires", "2020-01-01")],
)
async def test_what_is_wrong_is_an_error_at_its_field(house: House, field: str, value: str) -> None:
    jordan = await make_link(house, **{field: value})
    assert jordan.modal and field in jordan.modal.errors
    assert await house.rows("SELECT id FROM link") == []


async def test_rotate_stops_the_old_address_at_once_and_shows_a_new_one(house: House) -> None:
    jordan = await make_link(house)
    old = address(jordan)
    await jordan.click("Rotate", confirm=True)
    new = address(jordan)
    assert (await house.web.get(old)).status_code == 410
    assert (await house.web.get(new)).status_code == 200
    kinds = [
        row["kind"] for row in await house.rows("SELECT kind FROM event WHERE kind LIKE 'link%' ORDER BY id")
    ]
    assert kinds == ["link made", "link rotated"]


async def test_switch_off_stops_the_address_at_once(house: House) -> None:
    jordan = await make_link(house)
    old = address(jordan)
    await jordan.click("Switch off", confirm=True)
    assert (await house.web.get(old)).status_code == 410
    assert jordan.modal and "stopped working" in jordan.modal.text


async def test_the_list_tells_what_came_of_each_link(house: House) -> None:
    await make_link(house)
    jordan = house.person("Jordan Lee")
    await jordan.close()
    await jordan.command("/contacts", "link", channel="hiring")
    await jordan.click("Your links")
    assert jordan.modal and "0 signed up" in jordan.modal.text


async def test_the_same_form_sent_twice_makes_one_link(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "link", channel="hiring")
    await jordan.fill(FORM)
    await jordan.submit(times=3)
    assert len(await house.rows("SELECT id FROM link")) == 1


async def test_a_plain_member_makes_no_link(house: House) -> None:
    seen = await house.person("Peter Holm").command("/contacts", "link", channel="general")
    assert "hiring managers" in seen.words
    assert await house.rows("SELECT id FROM link") == []


async def paused(house: House) -> Person:
    """A burst has paused Jordan's link, and somebody who came by it waits."""
    await apply(house)
    async with unit_of_work(house) as uow:
        await sign_up(uow, 1, 1, SignupForm("Eve", "eve@x.dk"), burst=1)
    return house.person("Jordan Lee")


async def test_a_burst_pauses_the_link_and_asks_its_maker(house: House) -> None:
    jordan = await paused(house)
    alarm = await jordan.sees("Unusually many people", channel="app")
    assert alarm.buttons == ["Keep", "Rotate", "Rotate and block the waiting"]


async def test_a_burst_that_was_welcome_lets_the_link_go_on(house: House) -> None:
    jordan = await paused(house)
    await jordan.click("Keep", on=await jordan.sees("Unusually many people", channel="app"))
    over = await jordan.sees("goes on after unusually many", channel="app")
    assert over.buttons == []
    assert (await house.rows("SELECT paused_at FROM link"))[0]["paused_at"] is None


async def test_rotating_tells_the_new_address_and_takes_nobody_back(house: House) -> None:
    jordan = await paused(house)
    await jordan.click("Rotate", on=await jordan.sees("Unusually many people", channel="app"))
    over = await jordan.sees("has stopped working", channel="app")
    new = next(word for word in over.words.split() if "/join/" in word)
    assert (await house.web.get(new)).status_code == 200
    assert (await house.rows("SELECT status FROM contact"))[0]["status"] == "applied"


async def test_rotating_may_block_who_waits(house: House) -> None:
    jordan = await paused(house)
    alarm = await jordan.sees("Unusually many people", channel="app")
    await jordan.click("Rotate and block the waiting", on=alarm, confirm=True)
    assert "1 person who waited is blocked" in (await jordan.sees("has stopped working", channel="app")).words
    assert (await house.rows("SELECT status FROM contact"))[0]["status"] == "blocked"


@pytest.mark.parametrize("typed", ["0", "99999999999999999999"])
async def test_a_number_nobody_can_mean_is_an_error_at_its_field(house: House, typed: str) -> None:
    jordan = await make_link(house, **{"Most sign-ups": typed})
    assert jordan.modal and "from 1 to 999999" in jordan.modal.errors["Most sign-ups"]


async def test_a_day_nobody_can_mean_is_an_error_at_its_field(house: House) -> None:
    jordan = await make_link(house, Expires="9999-12-31")
    assert jordan.modal and "within a hundred years" in jordan.modal.errors["Expires"]
