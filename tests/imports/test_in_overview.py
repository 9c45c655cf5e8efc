"""Imported people in the overview: found, sorted, filtered, exported and imported again."""

from tests.kit.importing import Importer
from tests.kit.pool import add, shown
from tests.kit.product import House

ODD = (
    "name,email,tags\nSøren Ærø,soren@x.dk,zoology\nÉmile Zola,emile@x.dk,art; writing\n"
    'Bob O\'Brien,bob@x.dk,\n"李小明",li@x.dk,"=art"\n'
)


async def test_imported_people_are_found_and_sorted_by_their_keys(house_on_either: House) -> None:
    house, jordan = house_on_either, Importer(house_on_either)
    await jordan.all_of(ODD)
    await jordan.person.open_home()
    assert await shown(house) == ["Bob O'Brien", "Émile Zola", "Søren Ærø", "李小明"]
    await jordan.person.choose("Sort", "Tag", on=jordan.person.home)
    assert await shown(house) == ["李小明", "Émile Zola", "Søren Ærø", "Bob O'Brien"]
    await jordan.person.choose("Search", "soren", on=jordan.person.home)
    assert await shown(house) == ["Søren Ærø"]


async def test_an_import_is_a_filter(house_on_either: House) -> None:
    house, jordan = house_on_either, Importer(house_on_either)
    await add(house, "Somebody Else")
    await jordan.all_of(ODD, name="fair.csv")
    await jordan.person.open_home()
    assert len(await shown(house)) == 5
    await jordan.person.click("Filter", on=jordan.person.home)
    await jordan.person.fill({"Import": f"fair.csv, {house.clock():%-d %B %Y}"})
    await jordan.person.submit()
    assert len(await shown(house)) == 4
    assert jordan.person.home
    assert "4 contacts: imported from “fair.csv”" in jordan.person.home.words
    await jordan.undo()
    assert await shown(house) == []


async def test_an_export_imported_again_changes_nothing(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(ODD)
    before = await house.rows("SELECT name, email, status, version, first_tag FROM contact ORDER BY id")
    tags = await house.rows("SELECT contact_id, tag_id FROM contact_tag ORDER BY contact_id, tag_id")
    await jordan.person.open_home()
    await jordan.person.click("Export", on=jordan.person.home)
    await house.settled()
    [file] = jordan.person.messages("app")[-1].files
    form = await jordan.reviewing(file.data, name=file.name)
    assert "4 rows: 4 already a contact" in form.words
    await jordan.person.click("Select all")
    await jordan.start()
    await jordan.mails_leave()
    assert (
        await house.rows("SELECT name, email, status, version, first_tag FROM contact ORDER BY id") == before
    )
    assert tags == await house.rows("SELECT contact_id, tag_id FROM contact_tag ORDER BY contact_id, tag_id")
    assert len(house.demo.mailbox.to("soren@x.dk")) == 1
