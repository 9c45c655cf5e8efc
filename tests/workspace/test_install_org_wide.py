"""An org-wide installation: one token and one set of contacts for all its workspaces."""

from collections.abc import AsyncIterator

import pytest

from tests.kit.installing import install, name_managers
from tests.kit.knocking import knock
from tests.kit.product import House, running

ORG = {"id": "E0BIGCORP01", "name": "Bigcorp"}


@pytest.fixture
async def org(database_url: str) -> AsyncIterator[House]:
    async with running(database_url, by_oauth=True) as house:
        assert "<bdi>Bigcorp</bdi>" in (await install(house, enterprise=ORG)).text
        await house.settled()
        yield house


async def test_it_is_known_by_the_organisation(org: House) -> None:
    assert await org.rows("SELECT slack_id, team_name FROM workspace") == [
        {"slack_id": ORG["id"], "team_name": "Bigcorp"}
    ]
    assert await org.rows("SELECT team_id, enterprise_id FROM install") == [
        {"team_id": None, "enterprise_id": ORG["id"]}
    ]


async def test_its_people_are_no_strangers(org: House) -> None:
    await name_managers(org, ["Jordan Lee"], org.demo.team)
    await org.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await org.press_in_mail("ada@x.dk", "Accept")
    await org.settled()
    assert "is now active" in org.person("Jordan Lee").message("Ada Lovelace accepted").words
    assert "1 active contact" in (await home_words(org))


async def test_an_administrator_of_the_organisation_is_one_here(org: House) -> None:
    peter = org.person("Peter Holm")
    peter.user.leads_organisation = True
    await org.demo.people.tell_of(peter.user)
    await peter.command("/contacts", "settings")
    assert peter.form.title == "Settings"


async def home_words(org: House) -> str:
    home = await org.person("Jordan Lee").open_home()
    assert home
    return home.text


async def test_an_ordinary_install_in_a_workspace_of_it_is_another(org: House) -> None:
    """Each payload says whether the app was installed for the organisation or for this workspace."""
    maria = org.person("Maria Garcia")
    what, payload = knock(org, maria, "command:/contacts settings")
    ordinary = {"enterprise_id": ORG["id"], "is_enterprise_install": "false"}
    reply = await org.demo.deliver(what, payload | ordinary)
    assert "isn't installed in this workspace" in str(reply.answer)


async def test_people_of_another_organisation_stay_strangers(org: House) -> None:
    stella = org.person("stranger")
    what, payload = knock(org, stella, "command:/invite-contact")
    reply = await org.demo.deliver(
        what, payload | {"enterprise_id": ORG["id"], "is_enterprise_install": "true"}
    )
    assert "As a person of another organisation you can't use Trusted Contacts" in str(reply.answer)


async def test_uninstalling_takes_the_organisations_token(org: House) -> None:
    await org.demo.uninstall()
    await org.demo.idle()
    assert await org.rows("SELECT token FROM install") == [{"token": None}]
