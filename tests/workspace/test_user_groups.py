"""Slack user groups of hiring managers, chosen in Settings and kept in step with Slack."""

import json

from bot.doctor import examine
from bot.services.workspace.people import keep_group
from bot.slack.scopes import bot_scopes
from tests.kit.applying import apply
from tests.kit.installing import install
from tests.kit.pool import unit_of_work
from tests.kit.product import House, running, settle

GROUP = "Groups of hiring managers"


async def choose(house: House, *names: str) -> None:
    maria = house.person("Maria Garcia")
    await settle(maria, "People and rights", {GROUP: list(names or ("Hiring team",))})
    await maria.close()
    await house.settled()


async def may_invite(house: House, who: str) -> bool:
    person = house.person(who)
    await person.command("/invite-contact")
    opened = person.modal is not None
    await person.close(all=True) if opened else None
    return opened


async def test_who_is_in_a_group_is_a_hiring_manager_as_long_as_they_are_in_it(house: House) -> None:
    group = house.demo.add_user_group("Hiring team", "Peter Holm")
    maria, people = house.person("Maria Garcia"), house.demo.people
    assert not await may_invite(house, "Peter Holm")
    await choose(house)
    await maria.command("/contacts", "settings")
    assert f"{GROUP}: Hiring team" in maria.form.words
    await maria.click("Change", near="People and rights")
    assert maria.form.fields[GROUP] == ["Hiring team"]
    await maria.close(all=True)
    assert await may_invite(house, "Peter Holm")
    assert not await may_invite(house, "Sam Rivera")
    await people.change_group(group, [house.person("Sam Rivera").id])
    await house.settled()
    assert await may_invite(house, "Sam Rivera")
    assert not await may_invite(house, "Peter Holm")
    await people.disable_group(group)
    await house.settled()
    assert not await may_invite(house, "Sam Rivera")
    assert await may_invite(house, "Jordan Lee")


async def test_groups_are_found_by_name_and_by_handle_as_people_write_it(house: House) -> None:
    house.demo.add_user_group("Hiring team", "Peter Holm")
    for number in range(101):
        house.demo.add_user_group(f"Squad {number}")
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="People and rights")
    for typed in ("hiring t", "@hiring-t", " @Hiring-Team "):
        assert await maria.options(GROUP, typed) == ["Hiring team"]
    assert len(await maria.options(GROUP, "squad")) == 100, "Slack takes no more options"


async def test_who_leaves_a_group_passes_on_what_they_have(house_on_either: House) -> None:
    house = house_on_either
    group = house.demo.add_user_group("Hiring team", "Peter Holm")
    await choose(house)
    await house.invite("Peter Holm", Name="Ada Lovelace", Email="ada@x.dk")
    await house.demo.people.change_group(group, [])
    await house.settled()
    assert "1 invitation without a reply" in house.person("Maria Garcia").message("Peter Holm has left").words


async def test_who_is_in_a_group_that_is_not_chosen_any_more_is_no_hiring_manager(house: House) -> None:
    house.demo.add_user_group("Hiring team", "Peter Holm")
    house.demo.add_user_group("Another team", "Sam Rivera")
    await choose(house)
    assert await may_invite(house, "Peter Holm")
    await choose(house, "Another team")
    assert not await may_invite(house, "Peter Holm")
    assert await may_invite(house, "Sam Rivera")


async def test_what_slack_says_of_a_group_that_is_not_chosen_makes_nobody_a_hiring_manager(
    house: House,
) -> None:
    """Somebody takes the group out of Settings while Slack is asked who is in it."""
    async with unit_of_work(house) as uow:
        await keep_group(uow, "S1", "Hiring team", "hiring", [house.person("Peter Holm").id])
    assert not await may_invite(house, "Peter Holm")


async def test_a_change_that_was_missed_is_found_a_day_later(house: House) -> None:
    group = house.demo.add_user_group("Hiring team", "Peter Holm")
    await choose(house)
    await house.demo.people.change_group(group, [house.person("Sam Rivera").id], told=False)
    house.forward(days=1, minutes=1)
    await house.settled()
    assert await may_invite(house, "Sam Rivera")


async def test_a_group_that_goes_while_it_is_asked_about_has_nobody(house: House) -> None:
    group = house.demo.add_user_group("Hiring team", "Peter Holm")
    await choose(house)
    house.demo.faults.once("usergroups.users.list", "no_such_subteam", times=2)
    await house.demo.people.change_group(group, [house.person("Sam Rivera").id])
    await house.settled()
    assert not await may_invite(house, "Peter Holm")
    assert not await may_invite(house, "Sam Rivera")


async def test_without_the_scope_settings_say_so_and_the_rest_works(database_url: str) -> None:
    async with running(database_url, lacking=["usergroups:read"]) as house:
        house.demo.add_user_group("Hiring team", "Peter Holm")
        maria = house.person("Maria Garcia")
        await maria.command("/contacts", "settings")
        assert f"{GROUP} (needs usergroups:read)" in maria.form.words.replace("`", "")
        await maria.click("Change", near="People and rights")
        assert await maria.options(GROUP, "hir") == []
        await maria.close(all=True)
        await house.name_hiring_manager("Jordan Lee")
        await apply(house)
        house.demo.forgive()


async def test_doctor_names_the_workspaces_that_should_install_again(database_url: str) -> None:
    async with running(database_url, by_oauth=True) as house:
        await install(house)
        before = json.dumps([scope for scope in bot_scopes() if scope != "usergroups:read"])
        await house.plant("UPDATE workspace SET scopes = :before", before=before)
        findings = await examine(house.program.settings)
    [found] = [each.text for each in findings if each.about == "Scopes"]
    assert found.startswith("Acme lacks usergroups:read; the rest works there.")
    assert found.endswith("/slack/install.")
