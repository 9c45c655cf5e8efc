"""Contacts nobody has touched for long are removed, after their inviter and they were asked."""

from bot.services.contact.contact import add_note
from bot.services.workspace.restored import settle_restore
from tests.kit.hire import active, hire, hired
from tests.kit.pool import add, become, unit_of_work
from tests.kit.product import House, settle

ADA, BO, CY = "ada@x.dk", "bo@x.dk", "cy@x.dk"


async def months(house: House, number: float) -> None:
    house.forward(days=number * 30.5)
    await house.settled()


async def names(house: House) -> list[str]:
    return [row["name"] for row in await house.rows("SELECT name FROM contact ORDER BY id")]


async def test_nobody_in_touch_for_long_is_removed_unless_kept(house: House) -> None:
    for name, email in (("Ada", ADA), ("Bo", BO), ("Cy", CY)):
        await house.invite(Name=name, Email=email)
    await house.settled()
    await months(house, 5.2)
    jordan = house.person("Jordan Lee")
    card = await jordan.sees("will be removed")
    await house.settled()
    assert "3 contacts" in card.words and "Ada" in card.words
    mail = house.demo.mailbox.to(ADA)[-1]
    assert "stay" in mail.subject
    link = next(link for link in mail.links if "/stay/" in link)
    assert "Do you want to stay?" in (await house.web.get(link)).text
    assert "You stay" in (await house.press(link, "Stay")).text
    assert "You stay" in (await house.web.get(link)).text
    await jordan.click("Choose whom to keep", on=card)
    await jordan.fill({"Contacts 1 to 2": ["Bo"]})
    await jordan.submit()
    await months(house, 1.1)
    await jordan.sees("These contacts are settled")
    assert await names(house) == ["Ada", "Bo"]
    await house.invite(Name="Cy", Email=CY)
    assert await names(house) == ["Ada", "Bo", "Cy"], "no hash of them stayed"


async def test_who_works_for_us_stays(house: House) -> None:
    await active(house, "Ada", ADA)
    await hired(house, "Ada", ADA, End=None)
    await months(house, 30)
    assert await names(house) == ["Ada"]
    assert not any("will be removed" in seen.words for seen in house.person("Jordan Lee").messages())


async def test_each_status_has_a_time_of_its_own_and_who_said_no_gets_no_email(house: House) -> None:
    await settle(house.person("Maria Garcia"), "Privacy", {"Remove applicants after (months)": "12"})
    for name, email, status in (
        ("Ada", ADA, "declined"),
        ("Bo", BO, "applied"),
        ("Cy", CY, "active"),
        ("Di", "di@x.dk", "invited"),
        ("Ed", "ed@x.dk", "invited"),
    ):
        await become(house, await add(house, name, email=email), status)
    await house.plant("UPDATE contact SET archived_at = created_at WHERE name = 'Ed'")
    await months(house, 5.2)
    card = await house.person("Jordan Lee").sees("will be removed")
    assert all(words in card.words for words in ("3 contacts", "Ada", "Di", "Ed"))
    await months(house, 1.1)
    assert await names(house) == ["Bo", "Cy"]
    await months(house, 5)
    asked = [mail.to for mail in house.demo.mailbox.mails if "stay" in mail.subject]
    assert asked == [["di@x.dk"], [BO]], "neither who declined nor who was archived"
    await months(house, 1.1)
    assert await names(house) == ["Cy"]


async def test_nobody_is_asked_at_an_address_that_is_dead_or_not_confirmed_to_be_theirs(house: House) -> None:
    """The email leads to the person's own page."""
    for name, email in (("Ada", ADA), ("Bo", BO), ("Cy", CY)):
        await add(house, name, email=email)
    await house.plant("UPDATE contact SET bounced_at = created_at WHERE name = 'Ada'")
    await house.plant("UPDATE contact SET unconfirmed_at = created_at WHERE name = 'Bo'")
    await months(house, 5.2)
    assert "3 contacts" in (await house.person("Jordan Lee").sees("will be removed")).words
    await house.settled()
    assert [mail.to for mail in house.demo.mailbox.mails] == [[CY]]


async def test_the_question_of_an_earlier_card_is_not_asked_after_all(house: House) -> None:
    """A restore has held it, until after the next card."""
    await house.invite(Name="Ada", Email=ADA)
    await house.settled()
    house.demo.mailbox.answers[ADA] = "451 4.3.0 Try again later"
    await months(house, 5.2)
    jordan = house.person("Jordan Lee")
    await jordan.click("Keep all", on=await jordan.sees("will be removed"))
    await house.settled()
    async with unit_of_work(house) as uow:
        await settle_restore(uow, ())
    house.demo.mailbox.answers.clear()
    await months(house, 5.2)
    maria = house.person("Maria Garcia")
    await maria.click("Send them", on=await maria.sees("on hold"))
    await house.settled()
    assert len([mail for mail in house.demo.mailbox.to(ADA) if "stay" in mail.subject]) == 1


async def test_what_settings_keep_for_ever_is_never_removed(house: House) -> None:
    maria = house.person("Maria Garcia")
    await settle(maria, "Privacy", {"Remove unanswered and declined after (months)": "0"})
    await become(house, await add(house, "Ada", email=ADA), "declined")
    await months(house, 70)
    assert await names(house) == ["Ada"]
    assert not any("will be removed" in seen.words for seen in house.person("Jordan Lee").messages())


async def test_a_reminder_of_ours_keeps_nobody_longer(house: House) -> None:
    await house.invite(Name="Ada", Email=ADA)
    await house.settled()
    house.forward(days=4)
    await house.settled()
    assert len(house.demo.mailbox.to(ADA)) == 2
    house.forward(days=149)  # five months since they were invited, but not since they were reminded
    await house.settled()
    await house.person("Jordan Lee").sees("will be removed")


async def test_who_is_touched_before_the_day_comes_stays(house: House) -> None:
    ada = await add(house, "Ada", email=ADA)
    await add(house, "Bo", email=BO)
    await months(house, 5.2)
    await house.person("Jordan Lee").sees("will be removed")
    async with unit_of_work(house) as uow:
        await add_note(uow, ada, "Met her at the fair.")
    await months(house, 1.1)
    assert await names(house) == ["Ada"]


async def test_who_has_an_open_offer_stays(house: House) -> None:
    await active(house, "Ada", ADA)
    await hire(house, "Ada", End=None)
    await months(house, 30)
    assert await names(house) == ["Ada"]
    assert not any("will be removed" in seen.words for seen in house.person("Jordan Lee").messages())
