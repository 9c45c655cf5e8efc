"""Each company is its own sender: names, reply address, postal address, logo and colour."""

from typing import Any

from demo.person.person import Person
from demo.world.mailbox import Mail
from tests.kit.installing import invite, name_managers, with_northwind
from tests.kit.product import House, running, settle

NORTHWIND = {
    "Sender name": "Northwind Studio",
    "Reply address": "hello@northwind.example",
    "Postal address": "Northwind, 7 Mill Lane, 8000 Aarhus",
    "Logo": "https://northwind.example/logo.png",
    "Colour": "#7A2E8E",
}
OPERATOR = "1 Main Street"  # in POSTAL_ADDRESS


async def emailed(house: House, by: Person, email: str) -> Mail:
    await invite(by, Name="Ada Lovelace", Email=email)
    await house.settled()
    return house.demo.mailbox.to(email)[-1]


async def test_of_two_companies_each_has_a_sender_of_its_own(database_url: str) -> None:
    async with running(database_url, by_oauth=True) as house:
        northwind = await with_northwind(house)
        max_, jordan = house.demo.person("Max Berg", northwind.id), house.person("Jordan Lee")
        await name_managers(house, [max_.name], northwind)
        await name_managers(house, [jordan.name], house.demo.team)
        admin = house.demo.person("admin", northwind.id)
        await settle(admin, "Emails", NORTHWIND)
        await admin.close()
        theirs, ours = await emailed(house, max_, "ada@x.dk"), await emailed(house, jordan, "ada@y.dk")
    assert theirs.sender == "Max Berg via Northwind Studio <talent@acme.example>"
    assert theirs.header("Reply-To") == "Northwind Studio <hello@northwind.example>"
    for part in (theirs.text, theirs.html):
        assert NORTHWIND["Postal address"] in part
        assert OPERATOR not in part
    assert '<img src="https://northwind.example/logo.png" alt="Northwind"' in theirs.html
    assert "background-color:#7a2e8e" in theirs.html
    assert ours.sender == "Jordan Lee via Acme <talent@acme.example>"
    for part in (ours.text, ours.html):
        assert "Northwind" not in part
        assert "Mill Lane" not in part
        assert OPERATOR not in part
    assert "<img" not in ours.html


async def test_one_company_has_the_installations_postal_address_until_it_sets_its_own(house: House) -> None:
    jordan = house.person("Jordan Lee")
    assert OPERATOR in (await emailed(house, jordan, "ada@x.dk")).text
    maria = house.person("Maria Garcia")
    await settle(maria, "Emails", {"Postal address": "Acme, 2 Side Street, Copenhagen"})
    mail = await emailed(house, jordan, "ada@y.dk")
    assert "Acme, 2 Side Street, Copenhagen" in mail.text
    assert OPERATOR not in mail.text


async def test_a_wrong_setting_is_an_error_at_its_field(house: House) -> None:
    wrong: dict[str, Any] = {"Logo": "http://acme.example/logo.png", "Colour": "greenish"}
    maria = house.person("Maria Garcia")
    await settle(maria, "Emails", wrong)
    assert "https://acme.example/logo.png" in maria.form.errors["Logo"]
    assert "#1d6b4f" in maria.form.errors["Colour"]


async def test_settings_can_be_previewed_before_they_are_saved(house: House) -> None:
    maria = house.person("Maria Garcia")
    await maria.command("/contacts", "settings")
    await maria.click("Change", near="Emails")
    await maria.fill({"Company name": "Acme Studios", **NORTHWIND})
    await maria.click("Preview")
    assert maria.form.title == "Preview"
    for words in (
        "From Maria Garcia via Northwind Studio",
        "Replies go to hello@northwind.example",
        "Maria Garcia invites you to Acme Studios's trusted contacts",
        "Acme Studios\nNorthwind, 7 Mill Lane, 8000 Aarhus",
        "logo https://northwind.example/logo.png, button #7a2e8e",
    ):
        assert words in maria.form.words
    await maria.close()
    await maria.fill({"Colour": "greenish"})
    await maria.click("Preview")
    assert "Please give a colour" in maria.form.words
    assert "northwind" not in str(await house.rows("SELECT settings FROM workspace"))
