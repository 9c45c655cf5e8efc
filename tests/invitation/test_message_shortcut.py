"""The message shortcut: people found in a message are invited."""

import pytest

from tests.kit.product import House

SHORTCUT = "Invite people in message"
SIGNATURE = "Hi!\n\nBest,\nAda Lovelace\nAnalyst, Engines Ltd\n<mailto:ada@x.dk|ada@x.dk>\n+44 20 1234"
TABLE = "Name\tMail\nAda Lovelace\tada@x.dk\nBo Ek\tbo@x.dk\nCy Dale\tnot an address"


async def test_one_person_opens_the_form_filled_in(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say(SIGNATURE, channel="hiring"))
    assert jordan.form.title == "Invite a contact"
    assert jordan.form.fields["Name"] == "Ada Lovelace"
    assert jordan.form.fields["Email"] == "ada@x.dk"


async def test_several_are_reviewed_and_those_ticked_are_invited(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say(TABLE, channel="hiring"))
    await jordan.untick("Bo Ek")
    await jordan.fill({"Invite note": "Hello", "Tags": ['Create "fair"']})
    await jordan.submit()
    assert "1 person was invited." in jordan.form.text
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1
    assert house.demo.mailbox.to("bo@x.dk") == []


async def test_a_contact_is_marked_and_not_ticked(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say(TABLE, channel="hiring"))
    assert "Already a contact: no reply yet · ada@x.dk" in jordan.form.text
    assert jordan.form.fields["Found in the message"] == ["Bo Ek"]
    await jordan.tick("Ada Lovelace")
    await jordan.submit()
    assert "1 person was invited." in jordan.form.text
    assert "is already one of your contacts" in jordan.form.text


@pytest.mark.parametrize(
    ("button", "why"), [("Decline", "declined recently"), ("Stop all email", "asked not to be emailed")]
)
async def test_who_said_no_is_named_and_the_others_are_invited(house: House, button: str, why: str) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    link = await house.link("ada@x.dk")
    await house.press(link if button == "Decline" else await house.stop_link(1), button)
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say(TABLE, channel="hiring"))
    await jordan.tick("Ada Lovelace")
    await jordan.submit()
    assert "1 person was invited." in jordan.form.text
    assert "Ada Lovelace: " in jordan.form.text
    assert why in jordan.form.text


async def test_names_are_corrected_before_anybody_is_emailed(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say(TABLE, channel="hiring"))
    await jordan.fill({"Name for ada@x.dk": "Countess Ada", "Name for bo@x.dk": " "})
    outcome = await jordan.submit()
    assert "Please enter a name." in str(outcome.error)
    await jordan.fill({"Name for bo@x.dk": "Bo Ek"})
    await jordan.submit()
    assert await house.rows("SELECT name FROM contact ORDER BY email") == [
        {"name": "Countess Ada"},
        {"name": "Bo Ek"},
    ]
    await house.settled()
    assert "Countess Ada" in house.demo.mailbox.to("ada@x.dk")[-1].text


async def test_a_forwarded_message_is_read(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say("", channel="hiring"))
    await jordan.close()
    pressed = house.demo.deliveries[-1].payload
    shared = {"is_share": True, "text": "Ada Lovelace <mailto:ada@x.dk|ada@x.dk>"}
    forwarded = pressed | {
        "message": pressed["message"] | {"attachments": [shared]},
        "trigger_id": house.demo.world.new_trigger(jordan.user),
    }
    assert (await house.demo.deliver("interactive", forwarded)).status == 200
    assert (jordan.form.fields["Name"], jordan.form.fields["Email"]) == ("Ada Lovelace", "ada@x.dk")


async def test_nobody_found_says_so_over_the_form(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say("No one here", channel="hiring"))
    assert "No email address was found in the message." in jordan.form.text
    assert jordan.form.fields["Email"] == ""
