"""The overview on the Home tab: pages, search, filters and sort orders."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.services.signup.link import LinkForm, make_link
from demo import Person
from tests.kit.applying import apply
from tests.kit.pool import ROSTER, add, add_all, become, shown, unit_of_work
from tests.kit.product import House


async def open_home(house: House, who: str = "Jordan Lee") -> None:
    assert await house.person(who).open_home()


async def test_a_row_tells_who_where_they_stand_and_what_they_do(house: House) -> None:
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk", Tags=['Create "python"'])
    await house.settled()
    await open_home(house)
    home = house.person("Jordan Lee").home
    assert home
    assert "🟡 Ada Lovelace\nOpen\nNo reply yet since" in home.words
    assert "· invited by Jordan Lee\n· python" in home.words
    assert "ada@x.dk" not in home.words


async def test_names_of_every_script_are_sorted_sensibly(house_on_either: House) -> None:
    house = house_on_either
    await add_all(house, ROSTER)
    await open_home(house)
    expected = ["Ada Lovelace", "Ängla Zed", "Bob O'Brien", "Søren Ærø", "Ольга Ивановна", "李小明"]
    assert await shown(house) == expected


FOUND = {
    "soren": ["Søren Ærø"],
    "ÆRØ": ["Søren Ærø"],
    "an": ["Ängla Zed"],
    "obrien": ["Bob O'Brien"],
    "o'brien": ["Bob O'Brien"],
    "O’Brien": ["Bob O'Brien"],
    "o brien": ["Bob O'Brien"],
    "“Lovelace, Ada”": ["Ada Lovelace"],
    "Soeren": ["Søren Ærø"],
    "uel": [],
    "p1@x.dk;": ["Søren Ærø"],
    "小明": ["李小明"],
    "李 小明": ["李小明"],
    "李": ["李小明"],
    "ОЛЬГА": ["Ольга Ивановна"],
    "lovelace ada": ["Ada Lovelace"],
    "p1@x": ["Søren Ærø"],
    "pyth": ["Ada Lovelace"],
    "#python lace": ["Ada Lovelace"],
    "%": [],
    "_": [],
    '"': [],
    "' OR 1=1": [],
    "nobody": [],
}


async def test_part_of_a_name_an_address_or_a_tag_finds_people(house_on_either: House) -> None:
    house, jordan = house_on_either, house_on_either.person("Jordan Lee")
    for name in ROSTER:
        await add(house, name, *(["python"] if name == "Ada Lovelace" else []))
    await open_home(house)
    for typed, names in FOUND.items():
        await jordan.choose("Search", typed, on=jordan.home)
        assert await shown(house) == names, typed


async def test_all_pages_there_and_back_show_everybody_once(house_on_either: House) -> None:
    house, jordan = house_on_either, house_on_either.person("Jordan Lee")
    await add_all(house, (f"Person {number:02}" for number in range(23)))
    await open_home(house)
    pages = [await shown(house)]
    for _ in range(2):
        await jordan.click("Next", on=jordan.home)
        pages.append(await shown(house))
    assert [len(page) for page in pages] == [10, 10, 3]
    assert sorted({name for page in pages for name in page}) == [f"Person {n:02}" for n in range(23)]
    assert "Next" not in jordan.home.buttons if jordan.home else False
    for page in pages[1::-1]:
        await jordan.click("Previous", on=jordan.home)
        assert await shown(house) == page
    assert jordan.home
    assert "Previous" not in jordan.home.buttons or "Next" in jordan.home.buttons


async def test_the_position_travels_with_the_buttons_and_letters_lead_there(house_on_either: House) -> None:
    house, jordan = house_on_either, house_on_either.person("Jordan Lee")
    await add_all(house, (f"{each} {number}" for number in range(9) for each in ("Ada", "Kim", "Ольга")))
    await open_home(house)

    async def at(where: str, first: str) -> None:
        assert jordan.home
        assert where in jordan.home.words
        assert (await shown(house))[0] == first

    await at("1–10 of 27", "Ada 0")
    await jordan.click("Next", on=jordan.home)
    await at("11–20 of 27", "Kim 1")
    await jordan.click("Next", on=jordan.home)
    await at("21–27 of 27", "Ольга 2")
    await jordan.choose("Jump to", "K", on=jordan.home)
    await at("10–19 of 27", "Kim 0")
    await jordan.click("Previous", on=jordan.home)
    await at("1–10 of 27", "Ada 0")
    await jordan.choose("Jump to", "О", on=jordan.home)
    await at("19–27 of 27", "Ольга 0")
    await jordan.open_home()
    await at("19–27 of 27", "Ольга 0")
    house.forward(minutes=11)
    await jordan.open_home()
    await at("1–10 of 27", "Ada 0")
    await jordan.choose("Search", "kim", on=jordan.home)
    await at("9 contacts: “kim”", "Kim 0")
    await jordan.choose("Sort", "Newest", on=jordan.home)
    assert jordan.home and "Jump to" not in jordan.home.fields


async def test_a_search_or_another_order_begins_on_the_first_page(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add_all(house, (f"Person {number:02}" for number in range(12)))
    await open_home(house)
    await jordan.click("Next", on=jordan.home)
    await jordan.choose("Sort", "Newest", on=jordan.home)
    assert (await shown(house))[0] == "Person 11"
    await jordan.click("Next", on=jordan.home)
    assert (await shown(house))[0] == "Person 01"
    await jordan.choose("Search", "person", on=jordan.home)
    assert (await shown(house))[0] == "Person 11"


async def test_the_same_letter_leads_there_again(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add_all(house, (f"{each} {number}" for number in range(9) for each in ("Ada", "Kim")))
    await open_home(house)
    await jordan.choose("Jump to", "K", on=jordan.home)
    assert (await shown(house))[0] == "Kim 0"
    assert jordan.home and not jordan.home.fields["Jump to"], (
        "Slack tells of no choice that is chosen already"
    )


async def test_a_tag_that_is_deleted_filters_no_more(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Ada", "python")
    await add(house, "Bo")
    await open_home(house)
    await jordan.choose("Tags", ["python"], on=jordan.home)
    assert await shown(house) == ["Ada"]
    await jordan.click("Manage tags", on=jordan.home)
    await jordan.choose("Delete", near="python")
    await jordan.submit()
    await jordan.close()
    await open_home(house)
    assert await shown(house) == ["Ada", "Bo"]


async def test_a_page_does_not_shift_when_somebody_is_added_before_it(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add_all(house, (f"Person {number:02}" for number in range(12)))
    await open_home(house)
    await add(house, "Aaron")
    await house.settled()
    await jordan.click("Next", on=jordan.home)
    assert await shown(house) == ["Person 09", "Person 10", "Person 11"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("Name", ["Ada", "Bo", "Cy"]),
        ("Newest", ["Bo", "Ada", "Cy"]),
        ("Status changed", ["Cy", "Bo", "Ada"]),
        ("Tag", ["Cy", "Ada", "Bo"]),
    ],
)
async def test_it_is_sorted_as_one_likes(house: House, sort: str, names: list[str]) -> None:
    jordan = house.person("Jordan Lee")
    cy = await add(house, "Cy", "Ärlig", "python")
    house.forward(minutes=1)
    await add(house, "Ada", "python")
    house.forward(minutes=1)
    await add(house, "Bo")
    house.forward(minutes=1)
    await become(house, cy, "active")
    await house.plant("UPDATE contact SET status_at = :at WHERE id = :id", id=cy, at=str(house.clock())[:26])
    await open_home(house)
    await jordan.choose("Sort", sort, on=jordan.home)
    assert await shown(house) == names


async def test_filters_by_status_show_those_and_no_others(house: House) -> None:
    jordan = house.person("Jordan Lee")
    for name in ("active", "declined", "blocked"):
        await become(house, await add(house, name.title()), name)
    await add(house, "Not invited yet")
    await house.invite(Name="Invited", Email="invited@x.dk")
    await apply(house)
    ada = "Ada Lovelace"
    await open_home(house)
    assert await shown(house) == ["Active", ada, "Blocked", "Declined", "Invited", "Not invited yet"]
    for status in ("Invited", "Not invited yet", "Active", "Declined", "Blocked"):
        await jordan.choose("Status", status, on=jordan.home)
        assert await shown(house) == [status]
    await jordan.choose("Status", "Applied", on=jordan.home)
    assert await shown(house) == [ada]
    await jordan.choose("Status", "Archived", on=jordan.home)
    assert await shown(house) == []
    await jordan.choose("Status", "Any", on=jordan.home)
    assert len(await shown(house)) == 6


async def filter_by(person: Person, chosen: Mapping[str, object]) -> None:
    await person.click("Filter", on=person.home)
    await person.fill(chosen)
    await person.submit()


async def test_tags_are_met_all_or_any(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Both", "python", "react")
    await add(house, "Snake", "python")
    await add(house, "None")
    await open_home(house)
    await jordan.choose("Tags", ["python", "react"], on=jordan.home)
    assert await shown(house) == ["Both", "Snake"]
    await filter_by(jordan, {"Tags match": "All of them"})
    assert await shown(house) == ["Both"]
    assert jordan.home
    assert "tagged python and react" in jordan.home.words


async def test_it_is_filtered_by_inviter_day_and_link(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Hers", by="Maria Garcia")
    await add(house, "His")
    await apply(house)
    await open_home(house)
    await filter_by(jordan, {"Invited by": "Maria Garcia"})
    assert await shown(house) == ["Hers"]
    await jordan.click("Show all", on=jordan.home)
    assert len(await shown(house)) == 3
    await filter_by(jordan, {"Link": "Portfolio footer"})
    assert await shown(house) == ["Ada Lovelace"]
    await filter_by(jordan, {"Link": None, "Added after": str((house.clock()).date())})
    assert len(await shown(house)) == 3


async def test_the_link_filtered_by_stays_chosen_behind_a_hundred_newer_ones(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Grace")
    await apply(house)
    await open_home(house)
    await filter_by(jordan, {"Link": "Portfolio footer"})
    async with unit_of_work(house, jordan.id) as uow:
        channel = house.demo.channel("hiring").id
        for number in range(100):
            await make_link(uow, LinkForm(f"Fair {number}", channel), request_key=f"fair {number}")
    await jordan.click("Filter", on=jordan.home)
    assert jordan.form.fields["Link"] == "Portfolio footer"
    await jordan.submit()
    assert await shown(house) == ["Ada Lovelace"]


async def test_show_all_empties_the_fields_as_well(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Ada", "python")
    await open_home(house)
    await jordan.choose("Search", "zzz", on=jordan.home)
    assert jordan.home
    assert "No contacts match." in jordan.home.words
    await jordan.click("Show all", on=jordan.home)
    assert await shown(house) == ["Ada"]
    assert jordan.home.fields["Search"] == ""


async def test_a_search_is_kept_for_the_next_time_and_for_this_person_alone(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Ada")
    await add(house, "Bo")
    await open_home(house)
    await jordan.choose("Search", "bo", on=jordan.home)
    await open_home(house)
    assert await shown(house) == ["Bo"]
    await open_home(house, "Maria Garcia")
    assert await shown(house, "Maria Garcia") == ["Ada", "Bo"]


async def test_what_changes_is_drawn_again_for_whoever_looks(house: House) -> None:
    await open_home(house, "Maria Garcia")
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    house.forward(seconds=3)
    await house.settled()
    assert await shown(house, "Maria Garcia") == ["Ada Lovelace"]


async def test_a_home_nobody_looks_at_is_left_alone(house: House) -> None:
    await open_home(house, "Maria Garcia")
    house.forward(minutes=11)
    before = len(house.demo.calls("views.publish"))
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    house.forward(minutes=1)
    await house.settled()
    assert len(house.demo.calls("views.publish")) == before


async def test_a_hundred_changes_draw_a_home_a_few_times(house: House) -> None:
    await open_home(house, "Maria Garcia")
    before = len(house.demo.calls("views.publish"))
    house.clock.stop()
    for number in range(30):
        await add(house, f"Person {number}")
    await house.settled()
    house.forward(seconds=3)
    await house.settled()
    assert 1 <= len(house.demo.calls("views.publish")) - before <= 3
    assert len(await shown(house, "Maria Garcia")) == 10


async def test_people_of_another_workspace_are_in_no_list(house: House) -> None:
    await add(house, "Ada")
    async with unit_of_work(house).of(workspace_id=None) as uow:
        other = await uow.workspaces.install(
            slack_id="T0OTHER", team_name="Northwind", bot_id="B", bot_user_id="U", at=uow.now
        )
    async with unit_of_work(house).of(workspace_id=other.id) as uow:
        found, _ = await uow.contacts.find_or_add(
            name="Ada of Northwind", email="a@n.test", email_key="a@n.test", status="active",
            status_at=uow.now, source="t", invited_by=None, created_at=uow.now,
        )  # fmt: skip
        await uow.tags.attach(found.id, ["python"])
        await uow.events.record("invited", found)  # type: ignore[arg-type]
    await open_home(house)
    assert await shown(house) == ["Ada"]
    jordan = house.person("Jordan Lee")
    for typed in ("ada", "northwind", "python", "an"):
        await jordan.choose("Search", typed, on=jordan.home)
        assert set(await shown(house)) <= {"Ada"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two_pages(running_on: House) -> None:
    await add_all(running_on, (f"Person {number:02}" for number in range(12)))


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.usefixtures("two_pages")
@pytest.mark.parametrize(
    "claimed", ["", "[]", "null", '["a"]', '["a", -1]', "[1, 2]", "[" * 2_000, '["\\u0000", 1]']
)
async def test_a_place_that_cannot_be_is_the_first_page(standing_house: House, claimed: str) -> None:
    jordan = standing_house.person("Jordan Lee")
    await open_home(standing_house)
    await jordan.click("Next", on=jordan.home)
    assert (await shown(standing_house))[0] == "Person 10"
    payload = jordan.click_payload("Previous", on=jordan.home)
    payload["actions"][0]["value"] = claimed
    assert (await standing_house.demo.deliver("interactive", payload)).status == 200
    assert (await shown(standing_house))[0] == "Person 00"


async def test_added_after_begins_at_midnight_there_whatever_the_clocks_have_done_since(house: House) -> None:
    jordan = house.person("Jordan Lee")
    midnight = datetime(
        2026, 10, 25, tzinfo=ZoneInfo("Europe/Copenhagen")
    )  # two hours before UTC's, then one
    house.forward(seconds=(midnight - house.clock()).total_seconds() - 600)
    await add(house, "Ada")
    house.forward(minutes=20)
    await add(house, "Bo")
    house.forward(days=2)
    await jordan.open_home()
    await filter_by(jordan, {"Added after": "2026-10-25"})
    assert await shown(house) == ["Bo"]
