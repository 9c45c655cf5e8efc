"""One way out of a job at each time, its real last day, and no second offer by mistake."""

from datetime import date

import pytest

from bot.services.contact.contact import archive
from bot.services.hire.life import asked_on
from tests.kit.hire import ADA, active, card, hire, hired, hires, in_days, open_form, terms
from tests.kit.pool import open_contact, unit_of_work
from tests.kit.product import House


async def test_an_open_offer_is_in_the_row_and_stops_a_second_one_unless_confirmed(house: House) -> None:
    await active(house)
    jordan = await hire(house)
    await jordan.open_home()
    assert jordan.home
    assert "· open offer “Illustrator”" in jordan.home.words
    await open_form(house)
    await jordan.fill(terms(house, **{"Job title": "Second", "Start": in_days(house, 50), "End": None}))
    await jordan.submit()
    assert "Ada Lovelace hasn't replied to an offer yet: “Illustrator”" in jordan.form.words
    assert jordan.form.submit == "Send anyway"
    assert len(await hires(house)) == 1
    await jordan.submit()
    await house.settled()
    assert [row["title"] for row in await hires(house)] == ["Illustrator", "Second"]


async def test_no_open_job_is_missing_in_the_contacts_modal(house: House) -> None:
    await active(house)
    titles = ["First", "Second", "Third", "Fourth"]
    for title in titles:
        jordan = await open_form(house)
        await jordan.fill(terms(house, **{"Job title": title}))
        await jordan.submit()
        if jordan.form.submit == "Send anyway":
            await jordan.submit()
        await house.settled()
        await jordan.close(all=True)
    await open_contact(house, "Ada")
    assert [title for title in titles if f"{title} · " not in jordan.form.words] == []
    assert jordan.form.buttons.count("Cancel offer") == 3


async def test_before_the_first_day_a_job_is_cancelled_and_not_ended(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await jordan.open_home()
    await jordan.click("Open", on=jordan.home, near="Ada")
    assert "Cancel job" in jordan.form.buttons
    assert not {"End hire", "Cancel offer"} & set(jordan.form.buttons)
    await jordan.click("Cancel job")
    assert (jordan.form.title, jordan.form.submit) == ("Cancel job", "Cancel job")
    await jordan.fill({"Reason": "The project is off."})
    await jordan.submit()
    await house.settled()
    assert [row["state"] for row in await hires(house)] == ["cancelled"]
    assert "has cancelled the job you accepted" in house.demo.mailbox.to(ADA)[-1].text
    told = await jordan.command("/contacts", f"history {ADA}")
    assert "Jordan Lee cancelled the job “Illustrator” (reason: “The project is off.”)" in told.words


async def test_ended_early_a_job_has_its_real_last_day_and_re_hire_continues_from_it(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    house.forward(days=20)
    await house.settled()
    await jordan.click("End hire", on=card(jordan))
    await jordan.submit()
    await house.settled()
    assert [row["end"] for row in await hires(house)] == [in_days(house, 0)]
    await open_form(house, word="Re-hire")
    assert in_days(house, 1) in jordan.form.words


async def test_an_offer_that_was_declined_is_not_what_the_next_one_begins_with(house: House) -> None:
    await active(house)
    await hired(house)
    jordan = await open_form(house, word="Re-hire")
    await jordan.fill(terms(house, **{"Job title": "Second", "Start": in_days(house, 50), "End": None}))
    await jordan.submit()
    await house.press_in_mail(ADA, "Decline offer")
    await house.settled()
    jordan = await open_form(house, word="Re-hire")
    assert jordan.form.fields["Job title"] == "Illustrator"


async def test_a_job_that_ends_as_another_begins_shares_a_day_with_it(house: House) -> None:
    await active(house)
    await hired(house)
    jordan = await open_form(house, word="Re-hire")
    await jordan.fill(terms(house, Start=in_days(house, 5), End=in_days(house, 10)))
    await jordan.submit()
    assert "already hired on some of these days: “Illustrator”" in jordan.form.words


async def test_a_fixed_price_is_nobodys_usual_rate(house: House) -> None:
    await active(house)
    await hired(house, Per="fixed")
    assert await house.rows("SELECT rate FROM profile WHERE rate IS NOT NULL") == []


async def test_who_was_archived_is_not_to_be_hired_again_from_the_card_of_their_job(house: House) -> None:
    contact = await active(house)
    jordan = await hired(house)
    house.forward(days=41)
    await house.settled()
    assert "Re-hire" in card(jordan).buttons
    async with unit_of_work(house) as uow:
        await archive(uow, contact)
    await house.settled()
    assert "Re-hire" not in card(jordan).buttons


@pytest.mark.parametrize(
    ("end", "asked"),
    [
        (date(2026, 6, 1), date(2026, 6, 1)),
        (date(2026, 6, 2), date(2026, 6, 1)),
        (date(2026, 6, 7), date(2026, 6, 4)),
        (date(2026, 6, 13), date(2026, 6, 7)),
        (date(2026, 6, 14), date(2026, 6, 7)),
        (date(2026, 8, 31), date(2026, 8, 24)),
    ],
)
def test_a_job_shorter_than_two_weeks_is_asked_about_half_way(end: date, asked: date) -> None:
    assert asked_on(date(2026, 6, 1), end) == asked


async def test_the_help_says_when_one_is_asked(house: House) -> None:
    told = await house.person("Jordan Lee").command("/contacts", "help")
    assert "half-way if it's shorter than two weeks" in told.words
