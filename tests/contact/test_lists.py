"""Lists: saved by name, for one member or the team, starred, and told to a channel."""

from functools import partial

import pytest

from bot.services.contact.contact import add_note
from bot.services.contact.lists import (
    ListForm,
    change_list,
    choose_list,
    delete_list,
    save_list,
    star_list,
)
from bot.services.contact.overview import narrow
from bot.services.contact.tags import delete_tag, merge_tag
from bot.services.person.erase import erase_contact
from bot.services.profile.profile import say
from storage.entities.errors import NotFound
from storage.entities.profile import ProfileField, Voice
from tests.kit.pool import add, become, shown, unit_of_work
from tests.kit.product import House


async def save(house: House, status: str = "Active", **fields: str) -> None:
    """Narrow Jordan's Home tab down to people of a status and save it."""
    person = house.person("Jordan Lee")
    await person.open_home()
    await person.choose("Status", status, on=person.home)
    await person.click("Save list", on=person.home)
    await person.fill(fields)
    await person.submit()


def offered(house: House, who: str) -> list[str]:
    """List the names in somebody's choice of lists."""
    home = house.person(who).home
    assert home
    [select] = [spot.element for spot in home.spots() if spot.element["action_id"] == "choose_list"]
    return [option["text"]["text"] for option in select["options"]]


async def test_a_list_shows_again_what_was_saved_to_its_maker_or_the_team(house: House) -> None:
    maria = house.person("Maria Garcia")
    await become(house, await add(house, "Ada"), "active")
    await add(house, "Bo")
    await save(house, Name="Ready to work", **{"Who sees it": "The team"})
    await save(house, "Not invited yet", Name="ready to WORK")
    assert offered(house, "Jordan Lee") == ["All contacts", "Ready to work", "ready to WORK"]
    await maria.open_home()
    assert offered(house, "Maria Garcia") == ["All contacts", "Ready to work"]
    await maria.choose("List", "Ready to work", on=maria.home)
    assert await shown(house, "Maria Garcia") == ["Ada"]
    await maria.click("Star", on=maria.home)
    assert offered(house, "Maria Garcia") == ["All contacts", "★ Ready to work"]
    assert maria.home and maria.home.fields["List"] == "★ Ready to work"
    await maria.click("Unstar", on=maria.home)
    await maria.click("Edit list", on=maria.home)
    await maria.fill({"Name": "Free hands"})
    await maria.submit()
    assert offered(house, "Maria Garcia") == ["All contacts", "Free hands"]
    await maria.choose("List", "All contacts", on=maria.home)
    assert await shown(house, "Maria Garcia") == ["Ada", "Bo"]


async def test_a_name_is_needed_and_is_not_given_twice(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Ada")
    await save(house, Name="Mine")
    await save(house, "Declined", Name="MINE ")
    assert "There is a list with this name already." in jordan.form.text
    await jordan.fill({"Name": " "})
    await jordan.submit()
    assert "Please enter a name for the list." in jordan.form.text


async def test_a_channel_is_told_how_many_are_new_on_a_list_but_not_who(house_on_either: House) -> None:
    house, jordan = house_on_either, house_on_either.person("Jordan Lee")
    ada = await add(house, "Ada")
    await become(house, ada, "active")
    await save(house, Name="Ready", **{"Who sees it": "The team", "Tell a channel": "hiring"})
    await house.settled()
    before = len(jordan.messages("hiring"))
    await house.invite(Name="Cy", Email="cy@x.dk")
    await house.invite(Name="Dee", Email="dee@x.dk")
    assert (await house.press_in_mail("cy@x.dk", "Accept")).status_code == 200
    await house.settled()
    assert (await house.press_in_mail("dee@x.dk", "Accept")).status_code == 200
    async with unit_of_work(house) as uow:
        await add_note(uow, ada, "She has no time before June.")
    await house.settled()
    [news] = jordan.messages("hiring")[before:]
    assert news.words.splitlines()[0] == "1 new person is on the list “Ready”."
    house.forward(hours=1)
    await house.settled()
    assert len(jordan.messages("hiring")) == before + 2
    assert not [word for word in ("Cy", "Dee", "@x.dk") if word in jordan.messages("hiring")[-1].words]


async def test_a_channel_reads_the_titles_of_who_is_new_until_they_are_erased(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Bo")
    await save(house, "Not invited yet", Name="To write to", **{"Tell a channel": "hiring"})
    await add(house, "Fay")
    await house.settled()
    said = {"Ada Lovelace": "Illustrator", "Cy": "illustrator", "Dee Dahl": "Dahl, copywriter", "Eve": ""}
    ids = []
    for name, title in said.items():
        ids.append(await add(house, name))
        async with unit_of_work(house) as uow:
            contact = await uow.contacts.lock(ids[-1])
            await say(uow, contact, {ProfileField.TITLE: title}, Voice.TEAM)
    house.forward(hours=1)
    await house.settled()
    news = jordan.messages("hiring")[-1]
    assert news.words.splitlines() == ["4 new people are on the list “To write to”.", "Illustrator"]
    assert news.text == "4 new people are on the list “To write to”. Illustrator"
    async with unit_of_work(house) as uow:
        await erase_contact(uow, ids[0])
    await house.settled()
    assert news.gone


async def test_a_list_about_one_person_goes_with_them(house: House) -> None:
    jordan = house.person("Jordan Lee")
    ada = await add(house, "Ada Lovelace", email="ada@x.dk")
    await add(house, "Bo Berg", email="bo@x.dk")
    await jordan.open_home()
    for typed, name in (("lovelace", "Her"), ("x.dk", "Everybody")):
        await jordan.choose("Search", typed, on=jordan.home)
        await jordan.click("Save list", on=jordan.home)
        await jordan.fill({"Name": name})
        await jordan.submit()
    await save(house, Name="Ada Lovelace")
    async with unit_of_work(house) as uow:
        await erase_contact(uow, ada)
    await jordan.open_home()
    assert offered(house, "Jordan Lee") == ["All contacts", "Everybody"]


async def test_nobody_elses_own_list_is_read_changed_or_deleted(house: House) -> None:
    await add(house, "Ada")
    await save(house, Name="Mine")
    for act in (
        partial(choose_list, list_id=1),
        partial(change_list, list_id=1, form=ListForm("Theirs", "team", None)),
        partial(star_list, list_id=1, on=True),
        partial(delete_list, list_id=1),
    ):
        with pytest.raises(NotFound):
            async with unit_of_work(house, "Maria Garcia") as uow:
                await act(uow)
    assert await house.rows("SELECT name FROM saved_list") == [{"name": "Mine"}]


async def test_another_channel_is_told_of_who_comes_and_not_of_who_is_there(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await become(house, await add(house, "Ada"), "active")
    await save(house, Name="Ready", **{"Who sees it": "The team", "Tell a channel": "hiring"})
    await jordan.click("Edit list", on=jordan.home)
    await jordan.fill({"Tell a channel": "general"})
    await jordan.submit()
    before = len(jordan.messages("general"))
    async with unit_of_work(house) as uow:
        await add_note(uow, 1, "She has no time before June.")
    await house.settled()
    assert len(jordan.messages("general")) == before


async def test_lists_follow_their_tags(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Ada", "python", "berlin")
    tags = {row["name"]: row["id"] for row in await house.rows("SELECT id, name FROM tag")}
    for number, name in enumerate(["python", "berlin"]):
        async with unit_of_work(house) as uow:
            await narrow(uow, tags=(tags[name],))
            await save_list(uow, ListForm(f"List {number}", None, None))
    await add(house, "Bo", "snake")
    [snake] = await house.rows("SELECT id FROM tag WHERE name = 'snake'")
    async with unit_of_work(house) as uow:
        await merge_tag(uow, tags["python"], None, snake["id"])
        await delete_tag(uow, tags["berlin"], None)
    await jordan.open_home()
    assert offered(house, "Jordan Lee") == ["All contacts", "List 0"]
    await jordan.choose("List", "List 0", on=jordan.home)
    assert await shown(house) == ["Ada", "Bo"]
