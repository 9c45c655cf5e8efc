"""The app's Home tab: where somebody begins, and who waits."""

from tests.applying import apply
from tests.product import House


async def home_words(house: House, who: str = "Jordan Lee") -> str:
    home = await house.person(who).open_home()
    assert home
    return home.text


async def test_an_empty_one_says_what_to_do_first(house: House) -> None:
    assert "There is nobody here yet. Invite writes to one person" in await home_words(house)


async def test_it_counts_who_waits_for_whom(house: House) -> None:
    await house.invite(Name="Grace Hopper", Email="grace@x.dk")
    await house.invite(Name="Alan Turing", Email="alan@x.dk")
    await house.press_in_mail("alan@x.dk", "Accept")
    assert "Nobody is waiting for your approval." in await home_words(house)
    await apply(house)
    words = await home_words(house)
    assert "1 person is waiting for your approval." in words
    assert "1 waiting for their answer, 1 active contact" in words


async def test_what_nobody_is_in_is_not_counted(house: House) -> None:
    await apply(house)
    assert "0" not in await home_words(house)


async def test_its_buttons_open_the_forms(house: House) -> None:
    maria = house.person("Maria Garcia")
    opened = {"Invite": "Invite a contact", "New link": "New invite link", "Settings": "Settings"}
    for words, title in opened.items():
        await maria.open_home()
        await maria.click(words, on=maria.home)
        assert maria.form.title == title
        await maria.close()


async def test_settings_are_offered_to_administrators_only(house: House) -> None:
    jordan = house.person("Jordan Lee")
    home = await jordan.open_home()
    assert home and home.buttons == ["Invite", "Import", "New link"]
