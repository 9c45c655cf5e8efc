"""`/contacts`: a summary, or search results with words. Only the person who asked sees them."""

from tests.kit.pool import add, add_all
from tests.kit.product import House

PEOPLE = ("Maria Garcia", "Jordan Lee", "Peter Holm")


async def test_alone_it_tells_who_waits_and_leads_home(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    seen = await house.person("Jordan Lee").command("/contacts")
    assert "Your contacts: 1 invited, no reply yet." in seen.words
    assert seen.buttons == ["Open the Home tab"]
    assert seen.messages[0].ephemeral


async def test_words_find_people_whose_menu_works_there(house: House) -> None:
    await add(house, "Ada Lovelace", "python")
    await add(house, "Bo")
    await house.settled()
    jordan = house.person("Jordan Lee")
    seen = await jordan.command("/contacts", "pyth LOVE")
    assert '1 contact matches "pyth LOVE"' in seen.words
    assert "Bo" not in seen.words
    await jordan.click("Open", on=seen.messages[0])
    assert jordan.form.title == "Ada Lovelace"


async def test_the_first_ten_and_where_the_others_are(house: House) -> None:
    names = [f"Person {number:02}" for number in range(12)]
    await add_all(house, names[:10])
    await house.settled()  # their cards would be among what is seen
    seen = await house.person("Jordan Lee").command("/contacts", "person")
    assert "Person 09" in seen.words
    assert "the first 10" not in seen.words, "there are no others"
    await add_all(house, names[10:])
    await house.settled()
    seen = await house.person("Jordan Lee").command("/contacts", "person")
    assert "Showing the first 10 contacts" in seen.words
    assert "Person 09" in seen.words
    assert "Person 10" not in seen.words


async def test_nobody_found_says_what_else_there_is(house: House) -> None:
    seen = await house.person("Jordan Lee").command("/contacts", "zzz")
    assert 'No contacts match "zzz". Invite someone with /invite-contact' in seen.words


async def test_an_address_is_searched_as_slack_writes_it(house: House) -> None:
    await add(house, "Ada", email="ada@x.dk")
    seen = await house.person("Jordan Lee").command("/contacts", "<mailto:ada@x.dk|ada@x.dk>")
    assert "Ada" in seen.words


async def test_a_command_without_an_address_shows_itself_with_one(house: House) -> None:
    maria = house.person("Maria Garcia")
    for word in ("history", "data", "erase"):
        told = f"Please add an email address: /contacts {word} ada@example.com."
        assert (await maria.command("/contacts", word)).words == told
        assert (await maria.command("/contacts", f"{word} ada")).words.startswith(f"{told} ")


async def test_help_is_for_everybody_and_contacts_for_those_who_may(house: House) -> None:
    await add(house, "Ada")
    peter = house.person("Peter Holm")
    assert "/invite-contact" in (await peter.command("/contacts", "help")).words
    refused = await peter.command("/contacts", "ada")
    assert "Only administrators and hiring managers may see contacts here." in refused.words


async def test_a_misspelt_subcommand_searches_first_and_is_told_what_was_meant(house: House) -> None:
    jordan = house.person("Jordan Lee")
    seen = await jordan.command("/contacts", "improt")
    assert 'No contacts match "improt". Did you mean /contacts import?' in seen.words
    await add(house, "Ada Improt")
    seen = await jordan.command("/contacts", "improt")
    assert '1 contact matches "improt"' in seen.words
    assert "Did you mean" not in seen.words


async def test_only_what_one_may_use_is_what_was_meant(house: House) -> None:
    told = {name: (await house.person(name).command("/contacts", "setings")).words for name in PEOPLE[:2]}
    assert "Did you mean /contacts settings?" in told["Maria Garcia"]
    assert 'No contacts match "setings".' in told["Jordan Lee"]


async def test_help_tells_what_one_may_use(house: House) -> None:
    told = {name: (await house.person(name).command("/contacts", "help")).words for name in PEOPLE}
    assert [name for name in PEOPLE if "/contacts settings" in told[name]] == ["Maria Garcia"]
    assert [name for name in PEOPLE if "/contacts export" in told[name]] == ["Maria Garcia", "Jordan Lee"]
    assert (
        "You don't have access yet. Type /invite-contact to ask an administrator for it."
        in told["Peter Holm"]
    )
