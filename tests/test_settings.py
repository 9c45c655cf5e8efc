"""Settings: administrators name the hiring managers and the company inside Slack."""

import pytest

from bot.keyring import KeyLost
from tests.product import House, running

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


async def saved(house: House, **fields: object) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.fill({label.replace("_", " "): given for label, given in fields.items()})
    await maria.submit()
    assert maria.modal is None


async def test_the_form_shows_how_things_stand(house: House) -> None:
    await saved(house, Company_name="Acme Studios")
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    assert maria.form.title == "Settings"
    assert maria.form.fields["Hiring managers"] == ["Jordan Lee"]
    assert maria.form.fields["Company name"] == "Acme Studios"
    assert maria.form.buttons == ["Save", "Cancel"]


async def test_who_is_named_may_invite_at_once_and_who_is_not_any_more_may_not(house: House) -> None:
    await house.name_hiring_managers("Sam Rivera")
    sam = await house.invite("Sam Rivera", **ADA)
    assert sam.modal is None
    seen = await house.person("Jordan Lee").command("/invite-contact")
    assert "Only administrators and hiring managers may invite people here." in seen.words


async def test_the_companys_name_is_what_invited_people_read(house: House) -> None:
    await saved(house, Company_name="Acme Studios")
    await house.invite(**ADA)
    page = await house.web.get(await house.link("ada@x.dk"))
    assert "Acme Studios" in page.text
    assert "Acme Studios" in house.demo.mailbox.mails[-1].text


async def test_without_a_name_the_workspaces_own_is_read(house: House) -> None:
    await saved(house, Company_name="Acme Studios")
    await saved(house, Company_name="")
    await house.invite(**ADA)
    assert "Acme Studios" not in (await house.web.get(await house.link("ada@x.dk"))).text


async def test_a_hostile_company_name_is_one_clean_line(house: House) -> None:
    await saved(house, Company_name="<b>Ac\u202eme</b> {{7*7}}")
    await house.invite(**ADA)
    page = (await house.web.get(await house.link("ada@x.dk"))).text
    assert "&lt;b&gt;Acme&lt;/b&gt; {{7*7}}" in page


async def test_a_change_is_in_the_history_with_before_and_after(house: House) -> None:
    await saved(house, Company_name="Acme Studios")
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
        stop = house.stop_link(1).removeprefix(house.program.settings.public_url)
    async with running(database_url, secret_key="new,old") as house:
        assert (await house.web.get(stop)).status_code == 200
        assert (await house.press(path, "Accept")).status_code == 200
        new = house.stop_link(1).removeprefix(house.program.settings.public_url)
    async with running(database_url, secret_key="new") as house:
        assert (await house.web.get(path)).status_code == 404
        assert (await house.web.get(new)).status_code == 200


async def test_who_stopped_mail_is_still_known_after_the_secret_key_was_changed(database_url: str) -> None:
    async with running(database_url, secret_key="old") as house:
        await house.invite("Maria Garcia", **ADA)
        await house.settled()
        await house.press(house.stop_link(1), "Stop all mail")
    async with running(database_url, secret_key="new,old"):
        pass
    async with running(database_url, secret_key="new") as house:
        await house.person("Maria Garcia").command(
            "/invite-contact"
        )  # the stand-in's ids begin anew each time
        maria = await house.invite("Maria Garcia", **ADA)
        assert "asked us not to write" in maria.form.text


async def test_a_wrong_secret_key_is_said_to_be_wrong(database_url: str) -> None:
    async with running(database_url, secret_key="old"):
        pass
    with pytest.raises(KeyLost, match="SECRET_KEY is not the one this database was made with"):
        async with running(database_url, secret_key="new"):
            raise AssertionError("it should not have started")


async def test_times_are_settled_in_slack_and_a_wrong_one_is_an_error_at_its_field(house: House) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.fill({"Invitations expire after (days)": "31"})
    await maria.submit()
    assert maria.modal and "from 1 to 30" in maria.modal.errors["Invitations expire after (days)"]
    await maria.fill({"Invitations expire after (days)": "2"})
    await maria.submit()
    assert maria.modal is None
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    link = next(link for link in house.demo.mailbox.to("ada@x.dk")[-1].links if "/i/" in link)
    house.forward(days=2.1)
    assert (await house.web.get(link)).status_code == 410
