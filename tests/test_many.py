"""Many at once from the Home tab: tagged, reminded, archived, after a confirmation that names the number."""

from bot.demo import Person
from tests.pool import add, become, shown
from tests.product import House


async def chosen(house: House, what: str, **fields: object) -> Person:
    """Jordan has chosen what to do with all that is shown, and reads the confirmation."""
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Many at once", on=jordan.home)
    await jordan.fill({"What": what, **fields})
    await jordan.submit()
    return jordan


async def test_all_that_are_shown_get_a_tag(house: House) -> None:
    for name in ("Ada", "Bo", "Cy"):
        await add(house, name)
    jordan = await chosen(house, "Tag them", Tags=['Create "summer"'])
    assert "Add summer to 3 contacts?" in jordan.form.text
    assert await house.rows("SELECT id FROM tag") == []
    await jordan.submit()
    assert "3 tagged." in jordan.form.text
    assert len(await house.rows("SELECT contact_id FROM contact_tag")) == 3
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'tags added'")) == 3


async def test_who_is_unticked_is_left_alone(house: House) -> None:
    for name in ("Ada", "Bo"):
        await become(house, await add(house, name), "active")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Many at once", on=jordan.home)
    await jordan.untick("Bo")
    await jordan.fill({"What": "Archive them"})
    await jordan.submit()
    assert "Archive 1 contact?" in jordan.form.text
    await jordan.submit()
    await house.settled()
    assert await shown(house) == ["Bo"]


async def test_only_who_has_not_answered_is_reminded(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    await become(house, await add(house, "Bo"), "active")
    await house.settled()
    jordan = await chosen(house, "Remind them")
    await jordan.submit()
    assert "1 reminded. 1 left as they are" in jordan.form.text
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 2


async def test_a_form_that_says_too_little_is_an_error_at_its_field(house: House) -> None:
    await add(house, "Ada")
    jordan = await chosen(house, "Tag them")
    assert "at least one tag" in jordan.form.errors["Tags"]


async def test_the_search_decides_who_is_meant(house: House) -> None:
    for name in ("Ada", "Bo"):
        await add(house, name)
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Search", "bo", on=jordan.home)
    jordan = await chosen(house, "Archive them")
    await jordan.submit()
    await jordan.close()
    await jordan.click("Show all", on=jordan.home)
    assert await shown(house) == ["Ada"]
