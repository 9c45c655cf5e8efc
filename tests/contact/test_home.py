"""The Home tab: first steps, and people who wait."""

from bot.services.invitation.invitation import withdraw
from tests.kit.applying import apply
from tests.kit.hire import hired, in_days
from tests.kit.pool import add, shown, unit_of_work
from tests.kit.product import House
from tests.kit.signed import post_event


async def home_words(house: House, who: str = "Jordan Lee") -> str:
    home = await house.person(who).open_home()
    assert home
    return home.text


async def test_an_empty_one_says_what_to_do_first(house: House) -> None:
    assert "No contacts yet. Invite one person, import a spreadsheet" in await home_words(house)


async def test_it_counts_who_waits_for_whom_and_each_count_shows_them(house: House) -> None:
    await house.invite(Name="Grace Hopper", Email="grace@x.dk")
    await house.invite(Name="Alan Turing", Email="alan@x.dk")
    await house.press_in_mail("alan@x.dk", "Accept")
    jordan = house.person("Jordan Lee")
    home = await jordan.open_home()
    assert home and not any("approval" in each for each in home.buttons)
    await apply(house)
    await jordan.open_home()
    for count, names in {
        "1 person needs your approval": ["Ada Lovelace"],
        "1 invited, no reply yet": ["Grace Hopper"],
        "1 active contact": ["Alan Turing"],
    }.items():
        await jordan.click(count, on=jordan.home)
        assert await shown(house) == names
    assert jordan.home
    assert jordan.home.fields["Status"] == "Status: active"


async def test_what_needs_me_today_is_mine_or_nobodys_and_shows_whom_it_is_about(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    jordan, sam = house.person("Jordan Lee"), house.person("Sam Rivera")
    await apply(house)  # by Jordan's link
    await house.invite(Name="Grace Hopper", Email="grace@x.dk")
    await house.invite(Name="Alan Turing", Email="alan@x.dk")
    await house.settled()
    house.forward(days=9)
    await house.press_in_mail("alan@x.dk", "Accept")
    await hired(house, "Alan", "alan@x.dk", Start=in_days(house, 0), End=in_days(house, 5))
    home = await sam.open_home()
    assert home and "What needs you today" not in home.words
    home = await jordan.open_home()
    assert home and home.words.startswith("What needs you today")
    for need, names in {
        "1 person needs your approval": ["Ada Lovelace"],
        "1 answer since yesterday": ["Alan Turing"],
        "1 invitation ends this week": ["Grace Hopper"],
        "1 job ends this week": ["Alan Turing"],
    }.items():
        await jordan.click(need, on=jordan.home)
        assert await shown(house) == names, need
    house.forward(days=2)
    home = await jordan.open_home()
    assert home and "since yesterday" not in " ".join(home.buttons)


async def test_who_is_invited_after_they_were_only_added_counts_as_invited(house: House) -> None:
    ada = await add(house, "Ada Lovelace", email="ada@x.dk")
    async with unit_of_work(house) as uow:
        await withdraw(uow, ada)
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk")
    await house.settled()
    words = await home_words(house)
    assert "1 invited, no reply yet" in words
    assert "not invited yet" not in words


async def test_what_nobody_is_in_is_not_counted(house: House) -> None:
    await apply(house)
    home = await house.person("Jordan Lee").open_home()
    assert home and not any("0" in each for each in home.buttons)


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


async def test_who_may_not_use_it_reads_how_to_be_let_in_if_they_can(house: House) -> None:
    plain = await home_words(house, "Peter Holm")
    assert "You don't have access yet.\nAsk one of these people for access: @Maria Garcia" in plain
    guest = await home_words(house, "guest")
    assert "Only administrators and hiring managers may see contacts here." in guest
    assert "/invite-contact" not in guest
    assert await house.rows("SELECT * FROM home_tab") == [], "no change of contacts draws theirs anew"


async def test_opening_another_tab_of_the_app_draws_and_notes_nothing(house: House) -> None:
    jordan = house.person("Jordan Lee")
    event = {"type": "app_home_opened", "user": jordan.id, "tab": "messages"}
    assert (await post_event(house, event)).status_code == 200
    assert house.demo.calls("views.publish") == []
    assert await house.rows("SELECT * FROM home_tab") == []


async def test_a_redraw_that_comes_late_does_not_hide_what_they_chose_meanwhile(house: House) -> None:
    await add(house, "Ada", "python")
    await add(house, "Bo", "design")
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    assert await shown(house) == ["Ada", "Bo"]
    house.demo.faults.slow("views.publish", 1)
    await add(house, "Cy")
    await house.demo.until(lambda: house.demo.faults.waiting["views.publish"])
    house.demo.faults.slow("views.publish", 0)
    await jordan.choose("Sort", "Tag", on=jordan.home)
    await house.settled()
    assert await shown(house) == ["Bo", "Ada", "Cy"]
