"""The shortcut of a message: people found in it are invited."""

from tests.product import House

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
    assert "1 person is invited." in jordan.form.text
    await house.settled()
    assert len(house.demo.mailbox.to("ada@x.dk")) == 1
    assert house.demo.mailbox.to("bo@x.dk") == []


async def test_who_is_a_contact_already_is_told_and_the_others_are_invited(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say(TABLE, channel="hiring"))
    await jordan.submit()
    assert "1 person is invited." in jordan.form.text
    assert "is one of your contacts already" in jordan.form.text


async def test_nobody_found_says_so_over_the_form(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.shortcut(SHORTCUT, on=await jordan.say("No one here", channel="hiring"))
    assert "No address was found in the message." in jordan.form.text
    assert jordan.form.fields["Email"] == ""
