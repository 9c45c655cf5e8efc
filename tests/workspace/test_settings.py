"""Settings in Slack: administrators choose hiring managers and the company's name."""

import json

import pytest

from bot.security.keyring import KeyLost
from bot.services.workspace.changing import change_settings
from demo.person.person import Person
from storage.entities.setting import Setting, WholeNumber
from storage.entities.settings import SETTINGS
from tests.kit.product import House, running, settle

LIST = [
    "People and rights",
    "Change",
    "Hiring managers: @Jordan Lee",
    "Groups of hiring managers: none",
    "Post applications to: not set",
    "Weekly numbers in: not set",
    "Who takes over: the administrators",
    "Emails",
    "Change",
    "Company name: Acme *Studios* <@U1>",
    "Sender name: Acme *Studios* <@U1> (default)",
    "Reply address: the person who wrote",
    "Postal address: Acme, 1 Main Street, Copenhagen (default)",
    "Logo: none",
    "Colour: green",
    "Times",
    "Change",
    "Remind contacts after: 3 and 7 days",
    "Invitations expire after: 14 days",
    "Days before re-inviting someone who declined: 30 days",
    "Remind of waiting applications after: 4 hours",
    "Sign-ups within ten minutes that pause a link: 20 sign-ups",
    "Ask people when they're free every: 90 days",
    "Delay before import emails go out: 120 seconds (default)",
    "Privacy",
    "Change",
    "Remove unanswered and declined after: 6 months",
    "Remove applicants after: 6 months",
    "Remove untouched contacts after: 24 months",
    "Keep dates and amounts of jobs after erasing: no",
    "Agreement: none",
    "Export workspace data",
    "Delete workspace data",
]
ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


async def named(house: House, company: str) -> None:
    maria = house.person("Maria Garcia")
    await settle(maria, "Emails", {"Company name": company})
    assert maria.form.title == "Settings"
    await maria.close()


async def test_the_list_says_how_things_stand_and_each_form_has_it_filled_in(house: House) -> None:
    await named(house, "Acme *Studios* <@U1>")
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    assert maria.form.title == "Settings"
    assert maria.form.words.splitlines() == LIST
    await maria.click("Change", near="People and rights")
    assert maria.form.title == "People and rights"
    assert maria.form.fields == {
        "Hiring managers": ["Jordan Lee"],
        "Groups of hiring managers": [],
        "Post applications to": "",
        "Weekly numbers in": "",
        "Who takes over": "",
    }
    assert maria.form.buttons == ["Save", "Cancel"]


async def test_who_is_named_may_invite_at_once_and_who_is_not_any_more_may_not(house: House) -> None:
    await house.name_hiring_managers("Sam Rivera")
    sam = await house.invite("Sam Rivera", **ADA)
    assert sam.modal is None
    seen = await house.person("Jordan Lee").command("/invite-contact")
    assert "Only administrators and hiring managers may invite people here." in seen.words


async def test_the_companys_name_is_what_invited_people_read(house: House) -> None:
    await named(house, "Acme Studios")
    await house.invite(**ADA)
    page = await house.web.get(await house.link("ada@x.dk"))
    assert "Acme Studios" in page.text
    assert "Acme Studios" in house.demo.mailbox.mails[-1].text


async def test_without_a_name_the_workspaces_own_is_read(house: House) -> None:
    await named(house, "Acme Studios")
    await named(house, "")
    await house.invite(**ADA)
    assert "Acme Studios" not in (await house.web.get(await house.link("ada@x.dk"))).text


async def test_a_hostile_company_name_is_one_clean_line(house: House) -> None:
    await named(house, "<b>Ac\u202eme</b> {{7*7}}")
    await house.invite(**ADA)
    page = (await house.web.get(await house.link("ada@x.dk"))).text
    assert "&lt;b&gt;Acme&lt;/b&gt; {{7*7}}" in page


async def test_a_change_is_in_the_history_with_before_and_after(house: House) -> None:
    await named(house, "Acme Studios")
    changed = "SELECT id, actor FROM event WHERE kind = 'settings changed' ORDER BY id DESC LIMIT 1"
    (event,) = await house.rows(changed)
    assert event["actor"] == house.person("Maria Garcia").id
    (detail,) = await house.rows("SELECT * FROM event_detail WHERE event_id = :id", id=event["id"])
    assert '"company_name": ""' in str(detail["before"])
    assert '"company_name": "Acme Studios"' in str(detail["after"])


async def test_saving_what_is_there_already_changes_nothing(house: House) -> None:
    before = await house.rows("SELECT id FROM event")
    await house.name_hiring_manager("Jordan Lee")
    assert await house.rows("SELECT id FROM event") == before


async def test_settings_outlive_a_restart(database_url: str) -> None:
    async with running(database_url, secret_key="the same") as house:
        await house.name_hiring_managers("Jordan Lee")
    async with running(database_url, secret_key="the same") as house:
        jordan = await house.invite(**ADA)
        assert jordan.modal is None


async def test_an_invitation_outlives_a_change_of_the_secret_key(database_url: str) -> None:
    async with running(database_url, secret_key="old") as house:
        await house.invite("Maria Garcia", **ADA)
        path = (await house.link("ada@x.dk")).removeprefix(house.program.settings.public_url)
        stop = (await house.stop_link(1)).removeprefix(house.program.settings.public_url)
    async with running(database_url, secret_key="new,old") as house:
        assert (await house.web.get(stop)).status_code == 200
        assert (await house.press(path, "Accept")).status_code == 200
        await house.settled()
        # Her card is in a conversation that only the first stand-in knows.
        assert {problem.text for problem in house.demo.problems} == {"channel_not_found"}
        house.demo.problems.clear()
        new = (await house.stop_link(1)).removeprefix(house.program.settings.public_url)
    async with running(database_url, secret_key="new") as house:
        assert (await house.web.get(path)).status_code == 404
        assert (await house.web.get(new)).status_code == 200


async def test_who_stopped_mail_is_still_known_after_the_secret_key_was_changed(database_url: str) -> None:
    async with running(database_url, secret_key="old") as house:
        await house.invite("Maria Garcia", **ADA)
        await house.settled()
        await house.press(await house.stop_link(1), "Stop all email")
        await house.settled()
    async with running(database_url, secret_key="new,old"):
        pass
    async with running(database_url, secret_key="new") as house:
        await house.person("Maria Garcia").command(
            "/invite-contact"
        )  # the stand-in's ids start again each time
        maria = await house.invite("Maria Garcia", **ADA)
        assert "asked not to be emailed" in maria.form.text


async def test_a_wrong_secret_key_is_said_to_be_wrong(database_url: str) -> None:
    async with running(database_url, secret_key="old"):
        pass
    with pytest.raises(KeyLost, match="SECRET_KEY is not the one this database was made with"):
        async with running(database_url, secret_key="new"):
            raise AssertionError("it should not have started")


async def test_times_are_settled_in_slack_and_a_wrong_one_is_an_error_at_its_field(house: House) -> None:
    maria = house.person("Maria Garcia")
    await settle(maria, "Times", {"Invitations expire after (days)": "31"})
    assert "from 1 to 30" in maria.form.errors["Invitations expire after (days)"]
    await maria.fill({"Invitations expire after (days)": "2"})
    await maria.submit()
    assert "Invitations expire after: 2 days" in maria.form.words
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    link = next(link for link in house.demo.mailbox.to("ada@x.dk")[-1].links if "/i/" in link)
    house.forward(days=2.1)
    assert (await house.web.get(link)).status_code == 410


NUMBERS = [each for each in SETTINGS if isinstance(each.kind, WholeNumber)]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("setting", NUMBERS, ids=[each.name for each in NUMBERS])
async def test_every_number_keeps_its_bounds(standing_house: House, setting: Setting) -> None:
    maria, bounds = standing_house.person("Maria Garcia"), setting.kind
    assert isinstance(bounds, WholeNumber)
    for beyond in (str(bounds.least - 1), str(bounds.most + 1), "1.5", "soon"):
        await settle(maria, setting.group, {setting.label: beyond})
        assert f"from {bounds.least} to {bounds.most}" in maria.form.errors[setting.label]
        await maria.close(all=True)
    for within in (bounds.least, bounds.most):
        await settle(maria, setting.group, {setting.label: str(within)})
        assert maria.form.title == "Settings"
        await maria.click("Change", near=setting.group)
        assert maria.form.fields[setting.label] == str(within)
        await maria.close(all=True)


async def test_all_wrong_fields_are_told_at_once_and_nothing_is_saved(house: House) -> None:
    maria = house.person("Maria Garcia")
    wrong = {"Remind contacts after (days)": "7, 3", "Remind of waiting applications after (hours)": "0"}
    await settle(maria, "Times", wrong | {"Invitations expire after (days)": "9"})
    assert set(maria.form.errors) == set(wrong)
    await maria.close()
    assert "Invitations expire after: 14 days" in maria.form.words


@pytest.fixture
async def second(house: House) -> Person:
    """Make another administrator."""
    sam = house.person("Sam Rivera")
    sam.user.role = "admin"
    return sam


async def test_of_two_who_save_the_same_form_the_second_is_told(house: House, second: Person) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="Times")
    await settle(second, "Times", {"Remind contacts after (days)": "5"})
    await maria.fill({"Invitations expire after (days)": "9"})
    await maria.submit()
    told = "Sam Rivera changed “Remind contacts after (days)” while you had the form open. Nothing was saved."
    assert told in maria.form.words
    assert "Invitations expire after: 9 days" in maria.form.words, "what was wanted"
    assert maria.form.fields["Remind contacts after (days)"] == "5"
    assert maria.form.fields["Invitations expire after (days)"] == "14"
    await maria.fill({"Invitations expire after (days)": "9"})
    await maria.submit()
    assert "Remind contacts after: 5 days" in maria.form.words
    assert "Invitations expire after: 9 days" in maria.form.words


async def test_who_has_the_form_open_twice_is_told_so(house: House) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="Emails")
    opened = maria.submit_payload()
    await maria.fill({"Company name": "Acme One"})
    await maria.submit()
    field = next(iter(opened["view"]["state"]["values"]))
    opened["view"]["state"]["values"][field]["company_name"]["value"] = "Acme Two"
    answer = await house.demo.deliver("interactive", opened)
    assert "You changed “Company name”" in str(answer.body)
    assert "Company name: Acme One" in maria.form.words


async def test_letting_somebody_in_is_a_change_meanwhile(house: House, second: Person) -> None:
    maria, peter = house.person("Maria Garcia"), house.person("Peter Holm")
    await second.command("/contacts", "help")  # makes the product cache that she is an administrator
    await peter.click("Ask for access", on=(await peter.command("/invite-contact")).messages[0])
    await house.settled()
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="People and rights")
    await second.click("Make hiring manager", on=second.message("is asking to invite people"))
    await maria.fill({"Hiring managers": ["Jordan Lee", "Sam Rivera"]})
    await maria.submit()
    assert "Sam Rivera changed “Hiring managers” while you had the form open" in maria.form.words
    assert maria.form.fields["Hiring managers"] == ["Jordan Lee", "Peter Holm"]


async def test_two_forms_do_not_disturb_each_other(house: House, second: Person) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="Emails")
    await settle(second, "Times", {"Invitations expire after (days)": "9"})
    await maria.fill({"Company name": "Acme Studios"})
    await maria.submit()
    assert maria.form.title == "Settings"
    assert "Company name: Acme Studios" in maria.form.words
    assert "Invitations expire after: 9 days" in maria.form.words


async def test_the_same_form_submitted_twice_is_no_change_meanwhile(house: House) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="Emails")
    await maria.fill({"Company name": "Acme Studios"})
    await maria.submit(times=2)
    assert maria.form.title == "Settings"
    assert "Company name: Acme Studios" in maria.form.words


async def test_saved_is_said_to_be_saved_where_slack_does_not_draw_the_list(house: House) -> None:
    maria = house.person("Maria Garcia")
    house.demo.faults.once("views.update", "internal_error")
    with house.demo.expecting("internal_error"):
        await settle(maria, "Emails", {"Company name": "Acme Studios"})
    assert "Saved. Slack couldn't update the list below this" in maria.form.words
    await maria.command("/contacts", "settings")
    assert "Company name: Acme Studios" in maria.form.words


@pytest.mark.parametrize("forged", ["", "x", "{}", "[]", '{"group": "NOTHING", "version": "1"}'])
async def test_a_form_that_is_none_of_ours_is_refused(house: House, forged: str) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="Emails")
    payload = maria.submit_payload()
    payload["view"]["private_metadata"] = forged
    answer = await house.demo.deliver("interactive", payload)
    assert "This setting is no longer here." in str(answer.body)


async def test_settings_of_another_version_are_read_and_kept(house: House) -> None:
    kept = '{"invitation_days": 9, "of_tomorrow": {"a": 1}}'
    await house.plant("UPDATE workspace SET settings = :kept", kept=kept)
    maria = house.person("Maria Garcia")
    await settle(maria, "Emails", {"Company name": "Acme Studios"})
    assert "Invitations expire after: 9 days" in maria.form.words
    (workspace,) = await house.rows("SELECT settings FROM workspace")
    stored = workspace["settings"]
    values = json.loads(stored) if isinstance(stored, str) else stored
    assert values["of_tomorrow"] == {"a": 1}
    assert values["company_name"] == "Acme Studios"


async def test_a_missing_permission_is_said_with_what_it_takes_away(database_url: str) -> None:
    async with running(database_url, lacking={"files:write", "users:read.email"}) as house:
        maria = house.person("Maria Garcia")
        await maria.command("/contacts", "settings")
        said = maria.form.words
        assert "Exports, and the file of rows that couldn't be imported (needs files:write)" in said
        assert "Replies to the inviter's own email address (needs users:read.email)" in said
        assert "files:read" not in said
        assert "Reinstall it from the app's page" in said


async def test_with_every_permission_nothing_is_said(house: House) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    assert "permission" not in maria.form.words


async def test_what_is_changed_counts_at_once_for_what_follows_in_the_same_transaction(house: House) -> None:
    async with house.program.new_uow(workspace_id=1) as uow:
        assert (await uow.workspaces.settings()).invitation_days == 14
        await change_settings(uow, invitation_days=30)
        assert (await uow.workspaces.settings()).invitation_days == 30
    async with house.program.new_uow(workspace_id=1).read() as uow:
        assert (await uow.workspaces.settings()).invitation_days == 30
