"""Managing tags: counts, similar names, renaming, merging and deleting."""

import pytest

from bot.services.contact.tags import look_alikes
from demo import Person
from tests.kit.pool import add, edit, open_contact, shown, unit_of_work
from tests.kit.product import House


async def tending(house: House) -> Person:
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Manage tags", on=jordan.home)
    return jordan


async def tags_of(house: House) -> dict[str, list[str]]:
    rows = await house.rows(
        "SELECT contact.name AS who, tag.name AS tag FROM contact JOIN contact_tag ON contact.id = contact_id"
        " JOIN tag ON tag.id = tag_id ORDER BY contact.name, tag.key"
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["who"], []).append(row["tag"])
    return found


async def test_the_list_counts_who_carries_each_and_names_look_alikes(house: House) -> None:
    await add(house, "Ada", "React", "design")
    await add(house, "Bo", "ReactJS", "design")
    jordan = await tending(house)
    assert "design\n2 contacts" in jordan.form.text
    assert "React\n1 contact" in jordan.form.text
    assert "These may be the same: React and ReactJS" in jordan.form.text


async def test_the_signs_in_a_tag_are_shown_and_format_nothing(house: House) -> None:
    await add(house, "Ada", "*react* _now_", "<!here>")
    jordan = await open_contact(house, "Ada")
    facts = [field["text"] for block in jordan.form.blocks for field in block.get("fields", ())]
    assert "*Tags*\n\u200b*react\u200b* \u200b_now\u200b_, &lt;!here&gt;" in facts


async def test_a_tag_is_renamed_for_everybody(house: House) -> None:
    await add(house, "Ada", "pyton")
    jordan = await tending(house)
    await jordan.choose("Rename", near="pyton")
    await jordan.fill({"New name": "Python"})
    await jordan.submit()
    assert "Python\n1 contact" in jordan.form.text
    assert await tags_of(house) == {"Ada": ["Python"]}
    await jordan.close()
    await jordan.choose("Search", "python", on=jordan.home)
    assert await shown(house) == ["Ada"]


async def test_a_name_that_is_taken_says_merge(house: House) -> None:
    await add(house, "Ada", "pyton", "python")
    jordan = await tending(house)
    await jordan.choose("Rename", near="pyton")
    await jordan.fill({"New name": "PYTHON"})
    await jordan.submit()
    assert "Choose Merge" in jordan.form.errors["New name"]


async def test_merged_tags_are_one_and_nobody_carries_it_twice(house_on_either: House) -> None:
    house = house_on_either
    await add(house, "Ada", "pyton", "python")
    await add(house, "Bo", "pyton")
    jordan = await tending(house)
    await jordan.choose("Merge", near="pyton")
    await jordan.fill({"Merge into": "python"})
    await jordan.submit()
    assert await tags_of(house) == {"Ada": ["python"], "Bo": ["python"]}
    assert "python\n2 contacts" in jordan.form.text


async def test_a_deleted_tag_is_gone_and_its_contacts_stay(house: House) -> None:
    await add(house, "Ada", "aaa", "python")
    await add(house, "Bo", "bbb")
    jordan = await tending(house)
    await jordan.choose("Delete", near="aaa")
    assert "the contacts stay" in jordan.form.text
    await jordan.submit()
    assert await tags_of(house) == {"Ada": ["python"], "Bo": ["bbb"]}
    await jordan.close()
    await jordan.choose("Sort", "Tag", on=jordan.home)
    assert await shown(house) == ["Bo", "Ada"]


async def test_a_sign_that_databases_take_for_a_pattern_finds_no_tag(house: House) -> None:
    await add(house, "Ada", "react")
    jordan = await tending(house)
    for typed in ("%", "_"):
        await jordan.fill({"Find": typed})
        await jordan.submit()
        assert "react" not in jordan.form.text


async def sorted_by_tag(house: House) -> list[str]:
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Sort", "Tag", on=jordan.home)
    return await shown(house)


async def test_who_carries_a_merged_tag_is_sorted_by_the_other(house: House) -> None:
    await add(house, "Ada", "aaa")
    await add(house, "Bo", "bbb")
    await add(house, "Cy", "zzz")
    jordan = await tending(house)
    await jordan.choose("Merge", near="aaa")
    await jordan.fill({"Merge into": "zzz"})
    await jordan.submit()
    await jordan.close()
    assert await sorted_by_tag(house) == ["Bo", "Ada", "Cy"]


async def test_who_has_lost_their_only_tag_is_sorted_behind_all_with_one(house: House) -> None:
    await add(house, "Ada", "aaa")
    await add(house, "Bo", "bbb")
    jordan = await edit(house, "Ada", {"Tags": []})
    await jordan.close()
    assert await sorted_by_tag(house) == ["Bo", "Ada"]


async def test_tags_taken_off_many_at_once_sort_them_no_more(house: House) -> None:
    ada = await add(house, "Ada", "aaa", "zzz")
    await add(house, "Bo", "bbb")
    async with unit_of_work(house) as uow:
        tag = await uow.tags.by_name("aaa")
        assert tag
        await uow.tags.detach_all([(ada, tag.id)])
    assert await sorted_by_tag(house) == ["Bo", "Ada"]


async def test_more_tags_than_a_page_are_turned_and_found(house: House) -> None:
    for start in range(0, 24, 12):
        await add(house, f"P{start}", *[f"tag {n:02}" for n in range(start, start + 12)])
    jordan = await tending(house)
    assert "tag 23" not in jordan.form.text
    await jordan.click("Next")
    assert "tag 23" in jordan.form.text
    await jordan.fill({"Find": "g 07"})
    await jordan.submit()
    assert "tag 07" in jordan.form.text
    assert "tag 08" not in jordan.form.text


@pytest.mark.parametrize(
    ("names", "alike"),
    [
        (["react", "React JS", "vue"], [("React JS", "react")]),
        (["design", "designs"], [("design", "designs")]),
        (["c", "c++", "c#"], []),
        (["node.js", "nodejs"], [("node.js", "nodejs")]),
        (["språk", "sprak"], [("sprak", "språk")]),
        (["java", "javascript"], []),
    ],
)
def test_look_alikes(names: list[str], alike: list[tuple[str, str]]) -> None:
    assert look_alikes(names) == alike


@pytest.mark.parametrize(("choice", "fields"), [("Rename", {"New name": "py"}), ("Delete", {})])
async def test_of_two_with_the_same_form_the_second_reads_what_the_first_did(
    house: House, choice: str, fields: dict[str, str]
) -> None:
    await add(house, "Ada", "pyton")
    jordan, maria = await tending(house), house.person("Maria Garcia")
    await jordan.choose(choice, near="pyton")
    await jordan.fill(fields)
    await maria.open_home()
    await maria.click("Manage tags", on=maria.home)
    await maria.choose("Rename", near="pyton")
    await maria.fill({"New name": "Python"})
    await maria.submit()
    await jordan.submit()
    assert "the tag “pyton” was renamed to “Python” while you had the form open" in jordan.form.text
    assert await tags_of(house) == {"Ada": ["Python"]}
    await jordan.fill(fields)
    await jordan.submit()
    assert await tags_of(house) == ({"Ada": ["py"]} if fields else {})


async def test_the_same_name_twice_is_no_conflict(house: House) -> None:
    await add(house, "Ada", "pyton")
    jordan = await tending(house)
    await jordan.choose("Rename", near="pyton")
    await jordan.fill({"New name": "Python"})
    await jordan.submit(times=3)
    assert jordan.form.title == "Manage tags"
    assert await tags_of(house) == {"Ada": ["Python"]}
