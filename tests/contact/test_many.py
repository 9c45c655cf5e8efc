"""Bulk actions from the Home tab: tag, remind, share, export and archive, after a confirmation."""

from typing import Any

from blocks.contact.many import confirmed
from bot.services.contact.contact import archive
from bot.services.contact.many import take_step
from bot.services.contact.work import BulkStep
from bot.services.profile.profile import say
from bot.slack.access import Role
from demo import Person
from storage.entities.profile import ProfileField, Said, Voice
from storage.entities.right import Right
from storage.overview.listing import Criteria
from tests.kit.pool import add, add_all, become, shown, unit_of_work
from tests.kit.product import House
from tests.kit.who_may import taken


async def chosen(house: House, what: str, *who: str, **fields: object) -> Person:
    """Choose an action for these of the shown contacts as Jordan, up to the confirmation."""
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Bulk actions", on=jordan.home)
    for name in who:
        await jordan.tick(name)
    await jordan.fill({"Action": what, **fields})
    await jordan.submit()
    return jordan


async def test_all_that_are_shown_get_a_tag(house: House) -> None:
    await add_all(house, ("Ada", "Bo", "Cy"))
    jordan = await chosen(house, "Tag them", "All 3", Tags=['Create "summer"'])
    assert "Add summer to 3 contacts?" in jordan.form.text
    assert await house.rows("SELECT id FROM tag") == []
    await jordan.submit()
    assert "3 tagged." in jordan.form.text
    assert len(await house.rows("SELECT contact_id FROM contact_tag")) == 3
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'tags added'")) == 3


async def test_nobody_is_ticked_at_first_and_who_is_not_is_left_alone(house: House) -> None:
    for name in ("Ada", "Bo"):
        await become(house, await add(house, name), "active")
    jordan = await chosen(house, "Archive them")
    assert "Please select at least one contact." in str(jordan.form.errors)
    await jordan.tick("Ada")
    await jordan.submit()
    assert "Archive 1 contact?" in jordan.form.text
    await jordan.submit()
    await house.settled()
    assert await shown(house) == ["Bo"]


async def test_a_whole_list_is_done_in_steps_and_told_when_all_are(house_on_either: House) -> None:
    house = house_on_either
    await add_all(house, (f"Person {number:03}" for number in range(103)))
    jordan = await chosen(house, "Tag them", "All 103", Tags=['Create "summer"'])
    assert "Add summer to 103 contacts?" in jordan.form.text
    await jordan.submit()
    assert "You'll get a message from this app when it's done." in jordan.form.text
    await house.settled()
    assert "103 tagged." in jordan.messages("app")[-1].words
    found = await house.rows("SELECT DISTINCT actor, origin FROM event WHERE kind = 'tags added'")
    assert found == [{"actor": jordan.id, "origin": "slack"}]
    assert len(await house.rows("SELECT contact_id FROM contact_tag")) == 103


async def test_who_is_chosen_is_exported_and_nobody_else(house: House) -> None:
    await add_all(house, ("Ada", "Bo", "Cy"))
    jordan = await chosen(house, "Export them", "Ada", "Cy")
    await jordan.submit()
    assert "You'll get a file with the contacts you chose" in jordan.form.text
    await house.settled()
    data = jordan.messages("app")[-1].files[0].data.decode()
    assert [line.partition(",")[0] for line in data.splitlines()[1:]] == ["Ada", "Cy"]


async def test_only_who_has_not_answered_is_reminded(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    await become(house, await add(house, "Bo"), "active")
    await house.settled()
    jordan = await chosen(house, "Remind them", "All 2")
    await jordan.submit()
    assert "1 reminded. 1 left unchanged" in jordan.form.text
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 2


async def test_whose_address_is_dead_is_not_reminded_with_the_others(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    await house.settled()
    await house.plant("UPDATE contact SET bounced_at = created_at")
    jordan = await chosen(house, "Remind them", "All 1")
    await jordan.submit()
    assert "0 reminded. 1 left unchanged" in jordan.form.text
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1


async def test_who_comes_while_a_whole_list_is_changed_stays_as_they_are(house: House) -> None:
    await add(house, "Ada")
    asked_at = house.clock().isoformat()
    house.forward(seconds=1)
    await add(house, "Bo")
    everybody, by = Criteria().to_json(), house.person("Jordan Lee").id
    async with house.program.new_uow(workspace_id=1) as uow:
        await take_step(uow, BulkStep(by, "tag", ["summer"], everybody, None, asked_at, 0, 0, 1, "click"))
    assert await house.rows("SELECT contact_id FROM contact_tag") == [{"contact_id": 1}]


async def test_who_is_archived_before_one_confirms_gets_no_tag(house: House) -> None:
    ada = await add(house, "Ada")
    await add(house, "Bo")
    jordan = await chosen(house, "Tag them", "All 2", Tags=['Create "summer"'])
    async with unit_of_work(house) as uow:
        await archive(uow, ada)
    await jordan.submit()
    assert "1 tagged. 1 left unchanged" in jordan.form.text


async def test_a_form_that_says_too_little_is_an_error_at_its_field(house: House) -> None:
    await add(house, "Ada")
    jordan = await chosen(house, "Tag them", "Ada")
    assert "at least one tag" in jordan.form.errors["Tags"]


async def test_the_search_decides_who_is_meant(house: House) -> None:
    await add_all(house, ("Ada", "Bo"))
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.choose("Search", "bo", on=jordan.home)
    jordan = await chosen(house, "Archive them", "Bo")
    await jordan.submit()
    await jordan.close()
    await jordan.click("Show all", on=jordan.home)
    assert await shown(house) == ["Ada"]


async def test_who_is_chosen_is_shared_in_one_message_and_nobody_who_must_not_be(house: House) -> None:
    maria = house.person("Maria Garcia")
    for name, tag, status in (("Cy", "design", "blocked"), ("Bo", "copy", "active"), ("Ada", "", "invited")):
        await become(house, await add(house, name, *filter(None, [tag]), email=f"{name}@x.dk"), status)
    jordan = await chosen(house, "Share them", "All 3")
    assert "Share 3 contacts in a channel?" in jordan.form.text
    await jordan.submit()
    assert jordan.form.errors
    await jordan.fill({"Channel": "hiring"})
    await jordan.submit()
    assert "2 shared in #hiring. 1 left unchanged: declined, blocked or archived." in jordan.form.words
    await house.settled()
    card = await maria.sees("Ada", channel="hiring")
    assert card.words.splitlines() == [
        "Ada",
        "Open",
        "Bo",
        "Open",
        "copy",
        "Shared by @Jordan Lee. Open shows more to hiring managers.",
    ]
    assert card.text == "2 of our trusted contacts: Ada and Bo"
    assert len(await house.rows("SELECT id FROM event WHERE kind = 'shared in a channel'")) == 2
    await maria.click("Open", near="Bo", on=card)
    assert "Bo@x.dk" in maria.form.words
    await maria.click("Erase")
    await maria.submit()
    await house.settled()
    assert card.gone


async def test_more_than_a_message_has_room_for_are_not_shared(house: House) -> None:
    for number in range(13):
        await add(house, f"Person {number:02}")
    jordan = await chosen(house, "Share them", "All 13")
    assert "room for 12 contacts" in str(jordan.form.errors)
    await jordan.close()
    jordan = await chosen(house, "Share them", *(f"Person {number:02}" for number in range(13)))
    assert "room for 12 contacts" in str(jordan.form.errors)


async def test_who_must_not_be_shared_alone_is_a_reason_at_the_channel(house: House) -> None:
    await become(house, await add(house, "Ada"), "declined")
    jordan = await chosen(house, "Share them", "Ada")
    await jordan.fill({"Channel": "hiring"})
    await jordan.submit()
    assert "None of them can be shared" in jordan.form.errors["Channel"]


async def test_a_full_message_of_long_words_is_one_that_slack_takes(house: House) -> None:
    for number in range(12):
        contact_id = await add(house, f"Person {number:02} {'n' * 60}", *(f"{n}{'t' * 40}" for n in range(9)))
        said: Said = {
            ProfileField.TITLE: "t" * 120,
            ProfileField.LINKS: (f"https://{'l' * 80}.dk/{number}",) * 5,
        }
        async with unit_of_work(house) as uow:
            await say(uow, await uow.contacts.lock(contact_id), said, Voice.TEAM)
    jordan = await chosen(house, "Share them", "All 12")
    await jordan.fill({"Channel": "hiring"})
    await jordan.submit()
    await house.settled()
    card = jordan.messages("hiring")[-1]
    assert len(card.blocks) == 48
    assert sum(map(len, letters_in(card.blocks))) < 12_000
    assert len(card.text) < 4_000


def letters_in(node: Any) -> list[str]:
    """List the texts and addresses in blocks, which Slack counts together."""
    if isinstance(node, str):
        return []
    children = list(node.items()) if isinstance(node, dict) else list(enumerate(node or []))
    own = [value for key, value in children if key in {"text", "url"} and isinstance(value, str)]
    nested = [value for _, value in children if isinstance(value, dict | list)]
    return [*own, *(text for each in nested for text in letters_in(each))]


def test_a_confirmation_of_an_earlier_version_is_about_those_it_names_alone() -> None:
    view = {"private_metadata": '["archive",[1,2],[]]'}
    assert confirmed(view) == ("archive", (1, 2), (), False)


async def test_who_loses_the_right_to_an_action_can_neither_choose_nor_confirm_it(house: House) -> None:
    await add_all(house, ("Ada", "Bo"))
    jordan = await chosen(house, "Export them", "All 2")
    with taken(Right.EXPORT, Role.MANAGER):
        await jordan.submit()
        assert "Only administrators may export contacts here." in jordan.form.text
    while jordan.modal:
        await jordan.close()
    await jordan.click("Bulk actions", on=jordan.home)
    await jordan.tick("All 2")
    await jordan.fill({"Action": "Export them"})
    with taken(Right.EXPORT, Role.MANAGER):
        await jordan.submit()
        assert "Only administrators may export contacts here." in jordan.form.text
    await house.settled()
    assert [file for seen in jordan.messages("app") for file in seen.files] == []
