"""When contacts are free: asked by email each quarter, answered by one press, and not believed for ever."""

import html5lib
import pytest

from bot.security.tokens import Purpose
from demo.world.mailbox import Mail
from storage.engine import migrate
from tests.kit.hire import ADA, active
from tests.kit.pool import shown
from tests.kit.product import House, MovableClock, form_of, running, settle
from tests.kit.signing_up import fields_of, words

QUESTION = "When are you free to work with Acme?"


async def questions(house: House, email: str = ADA) -> list[Mail]:
    await house.settled()
    return [mail for mail in house.demo.mailbox.to(email) if mail.subject == QUESTION]


async def joined(house: House) -> None:
    """Invite Ada, who accepts."""
    await house.invite(Name="Ada Lovelace", Email=ADA)
    await house.press_in_mail(ADA, "Accept")
    await house.settled()


def link(mail: Mail, label: str) -> str:
    """Find the link below a label in the email's text."""
    lines = mail.text.splitlines()
    return lines[lines.index(f"{label}:") + 1]


async def free(house: House) -> list[dict[str, object]]:
    return await house.rows("SELECT free_from, days_a_week FROM profile")


async def test_a_quarter_after_joining_two_taps_say_from_when_they_are_free(house: House) -> None:
    await joined(house)
    house.forward(days=89)
    assert await questions(house) == []
    house.forward(days=2)
    (mail,) = await questions(house)
    chosen = link(mail, "I'm free from 1 October 2026")
    before = await house.rows("SELECT * FROM outbox"), await house.rows("SELECT * FROM contact")
    page = await house.web.get(chosen)
    assert fields_of(page)["free_from"] == "2026-10-01"
    assert (await house.rows("SELECT * FROM outbox"), await house.rows("SELECT * FROM contact")) == before
    saved = await house.post(form_of(html5lib.parse(page.text), "Save"), fields_of(page))
    assert "Acme now reads: free from 1 October 2026." in words(saved)
    assert await free(house) == [{"free_from": "2026-10-01", "days_a_week": None}]
    house.forward(days=89)
    assert len(await questions(house)) == 1, "90 days begin with their word"
    house.forward(days=2)
    assert "You last told us: free now." in (await questions(house))[1].text
    house.forward(days=91)
    assert len(await questions(house)) == 3, "asked again, though they did not answer"


async def test_what_is_no_answer_is_an_error_at_its_field(house: House) -> None:
    await joined(house)
    house.forward(days=91)
    url = link((await questions(house))[0], "Another day")
    assert fields_of(await house.web.get(f"{url}?from=never"))["free_from"] == ""
    refused = await house.post(url, {"free_from": "2026-10-01", "days_a_week": "9"})
    assert refused.status_code == 422
    assert "Please enter a number of days from 1 to 7." in words(refused)
    assert fields_of(refused)["free_from"] == "2026-10-01"
    saved = await house.post(url, {"free_from": "", "days_a_week": "3"})
    assert "Acme now reads: free now, 3 days a week." in words(saved)
    house.forward(days=91)
    late = await house.post(url, {"free_from": "2026-10-01"})
    assert late.status_code == 410, "a link to a person's page holds for 90 days"
    assert (await house.web.get(url)).status_code == 410


@pytest.mark.parametrize("end", ["archived", "stopped"])
async def test_who_is_gone_is_not_asked(house: House, end: str) -> None:
    await joined(house)
    if end == "stopped":
        await house.press(await house.stop_link(1), "Stop all email")
    else:
        jordan = house.person("Jordan Lee")
        await jordan.open_home()
        await jordan.click("Open", on=jordan.home, near="Ada")
        await jordan.click("Archive", confirm=True)
    house.forward(days=91)
    assert await questions(house) == []


async def test_who_left_is_asked_a_quarter_after_coming_back(house: House) -> None:
    await joined(house)
    page = next(each for each in house.demo.mailbox.to(ADA)[-1].links if "/you/" in each)
    await house.press(page, "Leave Acme")
    assert "There's nothing to say here" in words(await house.web.get(await question(house, 1)))
    house.forward(days=60)
    await house.press(page, "Come back to Acme")
    house.forward(days=89)
    assert await questions(house) == []
    house.forward(days=2)
    assert len(await questions(house)) == 1


async def test_settings_say_how_often_and_never(house: House) -> None:
    await joined(house)
    house.forward(days=40)
    await settle(house.person("Maria Garcia"), "Times", {"Ask people when they're free every (days)": "30"})
    await house.person("Maria Garcia").close()
    await house.settled()
    house.forward(days=14)  # who is overdue then is asked within a fortnight, not all at once
    assert len(await questions(house)) == 1
    await settle(house.person("Maria Garcia"), "Times", {"Ask people when they're free every (days)": "0"})
    await house.person("Maria Garcia").close()
    await house.settled()
    house.forward(days=200)
    assert len(await questions(house)) == 1


async def test_who_was_here_before_an_upgrade_is_asked_within_a_fortnight(database_url: str) -> None:
    async with running(database_url) as house:
        await house.name_hiring_manager("Jordan Lee")
        await joined(house)
        await house.plant("DELETE FROM outbox")  # earlier versions planned no question
    migrate.downgrade(database_url, "2026_11_29_profiles")
    migrate.upgrade(database_url)
    async with running(database_url, clock=MovableClock(days=100)) as house:
        await house.settled()
        house.forward(days=14)
        assert len(await questions(house)) == 1


async def question(house: House, contact_id: int) -> str:
    """Make the link that an email to this contact would contain now."""
    hour = int(house.clock().timestamp()) // 3_600
    return await house.page(Purpose.FREE, contact_id, hour)


async def says(house: House, contact_id: int, day: str = "", days: str = "") -> None:
    """Have a contact say on their page from when they are free."""
    saved = await house.post(await question(house, contact_id), {"free_from": day, "days_a_week": days})
    assert "Saved" in words(saved)


async def test_home_filters_and_sorts_by_it_until_it_fades(house_on_either: House) -> None:
    house = house_on_either
    people = {name: await active(house, name, f"{name.lower()}@x.dk") for name in ("Ada", "Bo", "Cy", "Di")}
    await says(house, people["Cy"], days="3")
    await says(house, people["Bo"], "2026-09-01")
    await says(house, people["Ada"], "2026-07-01", "2")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Sort", "Free soonest", on=jordan.home)
    assert await shown(house) == ["Cy", "Ada", "Bo", "Di"]
    assert jordan.home and "free now, 3 days a week" in jordan.home.words
    assert "free from 1 July 2026, 2 days a week" in jordan.home.words
    for fields, found in (
        ({"Free": "Now"}, ["Cy"]),
        ({"Free": "From a day", "Free from": "2026-07-15"}, ["Cy", "Ada"]),
    ):
        await jordan.click("Filter", on=jordan.home)
        await jordan.fill(fields)
        await jordan.submit()
        assert await shown(house) == found
    await jordan.click("Filter", on=jordan.home)
    await jordan.fill({"Free": "From a day", "Free from": ""})
    assert "Please choose the day, or Now above." in str((await jordan.submit()).error)
    await jordan.close()
    house.forward(days=63)
    await house.settled()
    await jordan.open_home()
    assert await shown(house) == []
    assert "free from 1 July" not in jordan.home.words
    await jordan.click("Show all", on=jordan.home)
    assert await shown(house) == ["Ada", "Bo", "Cy", "Di"], "sorted by name once no word counts"
    await jordan.click("Open", on=jordan.home, near="Bo")
    assert "from 1 September 2026 (themselves, said 9 weeks ago)" in jordan.form.words


async def test_who_says_it_while_the_question_waits_is_not_asked_any_more(house: House) -> None:
    await joined(house)
    house.demo.mailbox.answers[ADA] = "451 4.3.0 Try again later"
    house.forward(days=91)
    await house.settled()
    await says(house, 1, "2026-10-01")
    house.demo.mailbox.answers.clear()
    house.forward(hours=1)
    assert await questions(house) == []
