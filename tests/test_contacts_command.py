"""`/contacts`: alone a summary, with words a search; only the asker sees it."""

from tests.pool import add
from tests.product import House


async def test_alone_it_tells_who_waits_and_leads_home(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    seen = await house.person("Jordan Lee").command("/contacts")
    assert "Your contacts: 1 waiting for their answer." in seen.words
    assert seen.buttons == ["Open the Home tab"]
    assert seen.messages[0].ephemeral


async def test_words_find_people_whose_menu_works_there(house: House) -> None:
    await add(house, "Ada Lovelace", "python")
    await add(house, "Bo")
    await house.settled()
    jordan = house.person("Jordan Lee")
    seen = await jordan.command("/contacts", "pyth LOVE")
    assert "Found for “pyth LOVE”: 1." in seen.words
    assert "Bo" not in seen.words
    await jordan.choose("Open", on=seen.messages[0])
    assert jordan.form.title == "Ada Lovelace"


async def test_the_first_ten_and_where_the_others_are(house: House) -> None:
    for number in range(12):
        await add(house, f"Person {number:02}")
    seen = await house.person("Jordan Lee").command("/contacts", "person")
    assert "The first 10 found" in seen.words
    assert "Person 09" in seen.words
    assert "Person 10" not in seen.words


async def test_nobody_found_says_what_else_there_is(house: House) -> None:
    seen = await house.person("Jordan Lee").command("/contacts", "zzz")
    assert "Nobody is found for “zzz”. /invite-contact invites somebody" in seen.words


async def test_an_address_is_searched_as_slack_writes_it(house: House) -> None:
    await add(house, "Ada", email="ada@x.dk")
    seen = await house.person("Jordan Lee").command("/contacts", "<mailto:ada@x.dk|ada@x.dk>")
    assert "Ada" in seen.words


async def test_help_is_for_everybody_and_contacts_for_those_who_may(house: House) -> None:
    await add(house, "Ada")
    peter = house.person("Peter Holm")
    assert "/invite-contact" in (await peter.command("/contacts", "help")).words
    refused = await peter.command("/contacts", "ada")
    assert "Only administrators and hiring managers may see contacts here." in refused.words
