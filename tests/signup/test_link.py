"""Sign-up links: made, shown, rotated, switched off and counted."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.security.tokens import Purpose
from bot.services.signup.approval import decline
from bot.services.signup.signup import SignupForm, sign_up
from demo import Person
from tests.kit.applying import apply, link, unit_of_work
from tests.kit.product import House
from tests.kit.signing_up import alarm_at, words
from tests.kit.zones import live_in

FORM = {"Link name": "Portfolio footer", "Tags": ['Create "design"']}


async def make_link(house: House, /, channel: str = "hiring", **fields: object) -> Person:
    """Make a link as Jordan; the modal shows its URL."""
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "link", channel=channel)
    await jordan.fill({**FORM, **fields})
    await jordan.submit()
    return jordan


def address(person: Person) -> str:
    """Read the URL in the modal."""
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
    [
        ("Link name", " "),
        ("Expires", "2020-01-01"),
        ("Domains allowed", "acme"),
        ("Domains allowed", "acme.com, not a domain"),
        ("Domains allowed", ", ".join(f"d{number}.eu" for number in range(51))),
    ],
)
async def test_what_is_wrong_is_an_error_at_its_field(house: House, field: str, value: str) -> None:
    jordan = await make_link(house, **{field: value})
    assert jordan.modal and field in jordan.modal.errors
    assert await house.rows("SELECT id FROM link") == []


async def test_domains_are_read_as_addresses_have_them(house: House) -> None:
    await make_link(house, **{"Domains allowed": "@Acme.com; bücher.example acme.com,"})
    rows = await house.rows("SELECT domains FROM link")
    assert rows == [{"domains": '["acme.com", "xn--bcher-kva.example"]'}]


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
    assert jordan.modal and "no longer works" in jordan.modal.text


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
    """Pause Jordan's link by a burst, with an applicant waiting."""
    await alarm_at(house, 2)
    await apply(house)
    async with unit_of_work(house) as uow:
        await sign_up(uow, 1, 1, SignupForm("Eve", "eve@x.dk"))
    return house.person("Jordan Lee")


async def test_a_burst_pauses_the_link_and_asks_its_maker(house: House) -> None:
    jordan = await paused(house)
    alarm = await jordan.sees("An unusual number of people", channel="app")
    assert alarm.buttons == ["Keep", "Rotate", "Rotate and block the waiting"]


async def test_a_burst_that_was_welcome_lets_the_link_go_on(house: House) -> None:
    jordan = await paused(house)
    await jordan.click("Keep", on=await jordan.sees("An unusual number of people", channel="app"))
    over = await jordan.sees("is working again", channel="app")
    assert over.buttons == []
    assert (await house.rows("SELECT paused_at FROM link"))[0]["paused_at"] is None


async def test_rotating_tells_the_new_address_and_takes_nobody_back(house: House) -> None:
    jordan = await paused(house)
    await jordan.click("Rotate", on=await jordan.sees("An unusual number of people", channel="app"))
    over = await jordan.sees("no longer works", channel="app")
    new = next(word for word in over.words.split() if "/join/" in word)
    assert (await house.web.get(new)).status_code == 200
    assert (await house.rows("SELECT status FROM contact"))[0]["status"] == "applied"


async def test_rotating_may_block_who_waits(house: House) -> None:
    jordan = await paused(house)
    alarm = await jordan.sees("An unusual number of people", channel="app")
    await house.settled()
    mails = len(house.demo.mailbox.mails)
    await jordan.click("Rotate and block the waiting", on=alarm, confirm=True)
    assert "1 waiting person was blocked" in (await jordan.sees("no longer works", channel="app")).words
    assert (await house.rows("SELECT status FROM contact"))[0]["status"] == "blocked"
    await house.settled()
    assert len(house.demo.mailbox.mails) == mails, "nobody is told"


async def test_blocking_who_waits_leaves_out_who_came_again_by_another_link(house: House) -> None:
    await alarm_at(house, 2)
    contact = await apply(house)
    async with unit_of_work(house) as uow:
        await decline(uow, contact, "", tell=False)
    await apply(house, channel="general")
    async with unit_of_work(house) as uow:
        await sign_up(uow, 1, 1, SignupForm("Eve", "eve@x.dk"))
    jordan = house.person("Jordan Lee")
    alarm = await jordan.sees("An unusual number of people", channel="app")
    await jordan.click("Rotate and block the waiting", on=alarm, confirm=True)
    await jordan.sees("no longer works", channel="app")
    assert await house.rows("SELECT status FROM contact") == [{"status": "applied"}]


async def rotated_by_maria(house: House) -> Person:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "link", channel="hiring")
    await maria.click("Your links")
    await maria.click("Rotate", confirm=True)
    return maria


async def test_of_two_who_look_at_a_link_the_second_sees_what_the_first_did(house: House) -> None:
    jordan, maria = await make_link(house), await rotated_by_maria(house)
    new = address(maria)
    await jordan.click("Switch off", confirm=True)
    assert jordan.modal and "was changed while you were looking at it" in jordan.modal.text
    assert address(jordan) == new, "it is shown as it is now"
    assert (await house.web.get(new)).status_code == 200


async def test_of_two_who_rotate_a_link_the_second_sees_what_the_first_did(house: House) -> None:
    jordan, maria = await make_link(house), await rotated_by_maria(house)
    await jordan.click("Rotate", confirm=True)
    assert jordan.modal and "was changed while you were looking at it" in jordan.modal.text
    assert address(jordan) == address(maria), "what Maria has handed out still works"


async def test_a_warning_that_comes_after_the_link_was_rotated_does_not_come(house: House) -> None:
    await alarm_at(house, 2)
    await link(house)
    house.demo.faults.limit("chat.postMessage", retry_after=30)
    for name in ("Eve", "Eva"):
        async with unit_of_work(house) as uow:
            await sign_up(uow, 1, 1, SignupForm(name, f"{name}@x.dk"))
    await house.settled()
    assert (await house.rows("SELECT paused_at FROM link"))[0]["paused_at"]
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "link", channel="hiring")
    await jordan.click("Your links")
    await jordan.click("Rotate", confirm=True)
    house.forward(seconds=31)
    await house.settled()
    assert not any("An unusual number of people" in each.words for each in jordan.messages("app"))


async def test_a_warning_is_answered_once(house: House) -> None:
    jordan = await paused(house)
    alarm = await jordan.sees("An unusual number of people", channel="app")
    late = jordan.click_payload("Rotate", on=alarm)
    await jordan.click("Keep", on=alarm)
    await house.demo.deliver("interactive", late)
    await house.settled()
    assert jordan.message("isn't paused any more", channel="app").ephemeral
    assert (await house.rows("SELECT generation FROM link"))[0]["generation"] == 1


async def test_keep_does_not_open_a_link_that_was_switched_off_since(house: House) -> None:
    jordan = await paused(house)
    keep = jordan.click_payload("Keep", on=await jordan.sees("An unusual number of people", channel="app"))
    await house.plant("UPDATE link SET off_at = created_at")
    await house.demo.deliver("interactive", keep)
    await house.settled()
    assert jordan.message("isn't paused any more", channel="app").ephemeral


async def test_a_link_that_has_expired_stays_so_though_the_clock_is_set_back(house: House) -> None:
    await make_link(house)
    url = await house.page(Purpose.JOIN, 1, 1)
    assert (await house.web.get(url)).status_code == 200
    await house.plant(
        "UPDATE link SET expires_at = :later, expired_at = created_at", later="2026-12-01 00:00:00"
    )
    assert (await house.web.get(url)).status_code == 410


@pytest.mark.parametrize("typed", ["0", "99999999999999999999"])
async def test_a_number_nobody_can_mean_is_an_error_at_its_field(house: House, typed: str) -> None:
    jordan = await make_link(house, **{"Maximum sign-ups": typed})
    assert jordan.modal and "from 1 to 999999" in jordan.modal.errors["Maximum sign-ups"]


@pytest.mark.parametrize("typed", ["2126-08-01", "9999-12-31"])
async def test_a_day_nobody_can_mean_is_an_error_at_its_field(house: House, typed: str) -> None:
    jordan = await make_link(house, Expires=typed)
    assert jordan.modal and "within the next hundred years" in jordan.modal.errors["Expires"]


async def test_a_links_last_day_ends_at_midnight_where_its_maker_lives(house: House) -> None:
    await live_in(house, "Jordan Lee", "America/Los_Angeles")
    evening = datetime.combine(house.clock().date(), time(17, 30), ZoneInfo("America/Los_Angeles"))
    house.forward(seconds=(evening - house.clock()).total_seconds())
    assert house.clock().date() > evening.date(), "in UTC it is tomorrow"
    jordan = await make_link(house, Expires=str(evening.date()))
    assert jordan.modal and f"Its last day is {evening:%-d %B %Y}." in jordan.modal.text
    url = address(jordan)
    house.forward(hours=6, minutes=15)
    page = await house.web.get(url)
    assert page.status_code == 200
    assert f"This page is open until {evening:%-d %B %Y}." in words(page)
    house.forward(minutes=30)
    assert (await house.web.get(url)).status_code == 410


async def test_twenty_signups_by_one_link_within_ten_minutes_pause_it(house: House) -> None:
    made = await link(house)
    for number in range(1, 21):
        assert (await house.rows("SELECT paused_at FROM link"))[0]["paused_at"] is None
        async with unit_of_work(house) as uow:
            await sign_up(uow, made, 1, SignupForm(f"Eve {number}", f"eve{number}@x.dk"))
    assert (await house.rows("SELECT paused_at FROM link"))[0]["paused_at"]
