"""Somebody is away: what waits for them goes to their deputy meanwhile."""

from datetime import timedelta

from demo.person.person import Person
from tests.kit.applying import apply
from tests.kit.hire import active, hire
from tests.kit.product import House
from tests.kit.zones import live_in

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}
GRACE = {"Name": "Grace Hopper", "Email": "grace@x.dk"}


async def away(house: House, days: int = 2, deputy: str = "Sam Rivera") -> Person:
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "away")
    last = house.clock().date() + timedelta(days=days)
    await jordan.fill({"Until": str(last), "Deputy": deputy})
    await jordan.submit()
    return jordan


async def test_news_goes_to_the_deputy_until_the_day_is_over(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await apply(house)
    for fields in (ADA | {"Email": "ada@y.dk"}, GRACE):
        await house.invite(**fields)
    jordan, sam = await away(house), house.person("Sam Rivera")
    await house.settled()
    waits = sam.message("you are their deputy")
    assert "@Jordan Lee is away until 12 June 2026" in waits.words
    assert "1 waiting application: Ada Lovelace" in waits.words
    assert "2 invitations without a reply: Ada Lovelace and Grace Hopper" in waits.words
    await house.press_in_mail("grace@x.dk", "Accept")
    await house.settled()
    news = sam.message("Grace Hopper accepted")
    assert "For @Jordan Lee, who is away until 12 June 2026." in news.words
    house.forward(days=3)
    await house.press_in_mail("ada@y.dk", "Accept")
    await house.settled()
    assert "accepted your invitation" in jordan.message("Ada Lovelace accepted").words
    assert not [each for each in sam.messages("app") if "Ada Lovelace accepted" in each.words]


async def test_news_names_the_last_day_away_and_not_the_first_one_back(house: House) -> None:
    await live_in(house, "Jordan Lee", "UTC")
    await house.invite(**GRACE)
    await away(house, deputy="Maria Garcia")
    await house.press_in_mail("grace@x.dk", "Accept")
    await house.settled()
    news = house.person("Maria Garcia").message("Grace Hopper accepted")
    assert "For @Jordan Lee, who is away until 12 June 2026." in news.words


async def test_when_the_deputy_has_left_too_news_goes_to_whom_it_is_for(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await house.invite(**GRACE)
    jordan = await away(house)
    await house.demo.leaves("Sam Rivera")
    await house.settled()
    await house.press_in_mail("grace@x.dk", "Accept")
    await house.settled()
    assert "accepted your invitation" in jordan.message("Grace Hopper accepted").words


async def test_who_leaves_is_not_away_any_more(house: House) -> None:
    await away(house, deputy="Maria Garcia")
    await house.demo.leaves("Jordan Lee")
    await house.settled()
    assert await house.rows("SELECT user_id FROM absence") == []


async def test_what_one_does_oneself_while_away_is_confirmed_to_oneself(house: House) -> None:
    jordan = await away(house, deputy="Maria Garcia")
    await house.invite(**ADA)
    await house.settled()
    assert "Withdraw" in jordan.message("Ada Lovelace").buttons


async def test_typed_again_it_offers_to_be_back(house: House) -> None:
    jordan = await away(house, deputy="Maria Garcia")
    assert jordan.modal is None
    await house.invite(**ADA)
    await jordan.command("/contacts", "away")
    assert "You are away until 12 June 2026. What waits for you goes to @Maria Garcia." in jordan.form.words
    assert jordan.form.buttons == ["I am back", "Save", "Cancel"]
    await jordan.click("I am back")
    assert "Welcome back." in jordan.form.words
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.settled()
    assert "active" in jordan.message("Ada Lovelace accepted").words


async def test_a_deputy_must_be_here_and_may_not_be_oneself_and_the_day_must_come(house: House) -> None:
    for who in ("Peter Holm", "Jordan Lee", "guest"):
        jordan = await away(house, deputy=house.person(who).name)
        assert "Please choose another hiring manager" in jordan.form.errors["Deputy"]
        await jordan.close()
    jordan = await away(house, days=-1, deputy="Maria Garcia")
    assert "Please choose today or a later day" in jordan.form.errors["Until"]
    assert await house.rows("SELECT deputy FROM absence") == []


async def test_an_absence_that_is_changed_meanwhile_is_told_of_once(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    house.demo.faults.limit("chat.postMessage", retry_after=30)
    for days in (2, 5):
        await away(house, days)
        await house.settled()
    house.forward(seconds=31)
    await house.settled()
    [told] = house.person("Sam Rivera").messages("app")
    assert "@Jordan Lee is away until 15 June 2026" in told.words


async def test_the_numbers_one_asks_for_while_away_are_read_by_nobody_else(house: House) -> None:
    jordan = await away(house, deputy="Maria Garcia")
    await jordan.command("/contacts", "numbers")
    await house.settled()
    assert any(each.text.startswith("Numbers, 10 June") for each in jordan.messages("app"))
    assert not any("Numbers" in each.text for each in house.person("Maria Garcia").messages("app"))


async def test_a_job_offered_to_who_is_away_is_offered_to_nobody_else(house: House) -> None:
    await house.name_hiring_managers("Jordan Lee", "Sam Rivera")
    await active(house, "Jordan Lee", "jordan@acme.example")
    jordan = await away(house, deputy="Maria Garcia")
    await hire(house, near="Jordan", who="Sam Rivera")
    assert "Accept offer" in jordan.message("Illustrator").buttons
    assert not any("Illustrator" in each.words for each in house.person("Maria Garcia").messages("app"))
