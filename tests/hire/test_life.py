"""A job over time: it runs, approaches its end, is extended, ends, and the contact is hired again."""

import csv
import io
from datetime import timedelta

import pytest

from bot.services.hire.export import HEADER
from tests.kit.hire import ADA, active, card, hired, hires, in_days, open_form, terms, words
from tests.kit.pool import add, become, shown
from tests.kit.product import House
from tests.kit.zones import live_in


async def forward(house: House, days: float) -> None:
    house.forward(days=days)
    await house.settled()


async def test_it_runs_from_its_first_day(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await jordan.open_home()
    assert jordan.home
    assert "· hired once" in jordan.home.words
    await forward(house, 11)
    assert "running" in card(jordan).words
    assert card(jordan).buttons == ["End hire", "Extend"]
    await jordan.open_home()
    assert "· hired until " in jordan.home.words
    assert "1 hired now" in jordan.home.words


async def test_the_last_day_it_has_already_is_news_to_nobody(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await jordan.click("Extend", on=card(jordan))
    assert (await jordan.submit()).ok
    await jordan.click("Extend", on=card(jordan))
    await jordan.fill({"End": in_days(house, 60)})
    await jordan.submit(times=3)
    await house.settled()
    news = [mail for mail in house.demo.mailbox.to(ADA) if mail.subject.startswith("New last day")]
    assert len(news) == 1


async def test_who_reads_of_another_last_day_reads_too_that_the_former_one_counts_again(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    for days in (60, 50, 60):
        await jordan.click("Extend", on=card(jordan))
        await jordan.fill({"End": in_days(house, days)})
        assert (await jordan.submit()).ok
        await house.settled()
    news = [mail for mail in house.demo.mailbox.to(ADA) if mail.subject.startswith("New last day")]
    assert len(news) == 3 and words(in_days(house, 60)) in news[-1].text


async def test_a_week_before_the_end_its_hirer_is_asked_and_prolongs_it(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await forward(house, 34)
    asked = jordan.message("Ada Lovelace's job “Illustrator” ends on")
    assert words(in_days(house, 6)) in asked.words
    assert asked.buttons == ["Extend", "Re-hire", "Let it end"]
    later = in_days(house, 60)
    await jordan.click("Extend", on=asked)
    await jordan.fill({"End": later})
    assert (await jordan.submit()).ok
    await house.settled()
    assert house.demo.mailbox.to(ADA)[-1].subject.startswith("New last day: Illustrator")
    assert words(later) in house.demo.mailbox.to(ADA)[-1].text
    assert [row["end"] for row in await hires(house)] == [later]
    await forward(house, 10)
    assert [row["state"] for row in await hires(house)] == ["accepted"], "its former last day has gone by"
    assert jordan.message(f"“Illustrator” was extended to {words(later)}.").buttons == []
    await forward(house, 44)
    assert jordan.message("Ada Lovelace's job “Illustrator” ends on").buttons == [
        "Extend",
        "Re-hire",
        "Let it end",
    ]
    await forward(house, 7)
    assert [row["state"] for row in await hires(house)] == ["ended"]


async def test_let_it_end_and_it_ends_by_itself(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await forward(house, 34)
    await jordan.click("Let it end", on=jordan.message("Ada Lovelace's job “Illustrator” ends on"))
    await house.settled()
    assert jordan.message("It will end by itself.").buttons == []
    await forward(house, 6)
    assert [row["state"] for row in await hires(house)] == ["accepted"], "on the last day it still runs"
    await forward(house, 1)
    assert [row["state"] for row in await hires(house)] == ["ended"]
    news = jordan.message("has ended")
    assert news.buttons == ["Yes", "No"]
    await jordan.click("Yes", on=news)
    await house.settled()
    for answered in (jordan.message("has ended"), card(jordan)):
        assert "Would hire again: yes" in answered.words
        assert "Yes" not in answered.buttons
    assert card(jordan).buttons == ["Re-hire"]


async def test_who_was_let_go_and_is_kept_after_all_is_asked_about_again(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await forward(house, 34)
    await jordan.click("Let it end", on=jordan.message("Ada Lovelace's job “Illustrator” ends on"))
    await jordan.click("Extend", on=card(jordan))
    await jordan.fill({"End": in_days(house, 60)})
    assert (await jordan.submit()).ok
    await forward(house, 54)
    asked = jordan.message("Ada Lovelace's job “Illustrator” ends on")
    assert words(in_days(house, 6)) in asked.words
    assert "Let it end" in asked.buttons


@pytest.mark.parametrize(
    ("zone", "hour", "state"),
    [("Pacific/Honolulu", 1, "accepted"), ("Pacific/Auckland", -11, "ended"), ("UTC", -1, "accepted")],
)
async def test_a_day_ends_where_the_hirer_lives(house: House, zone: str, hour: int, state: str) -> None:
    """`hour` is the number of hours after the last day ends in UTC."""
    await active(house)
    await live_in(house, "Jordan Lee", zone)
    await hired(house)
    end = house.clock().date() + timedelta(days=41)
    hours = (end - house.clock().date()).days * 24 - house.clock().hour + hour
    house.forward(hours=hours)
    await house.settled()
    assert [row["state"] for row in await hires(house)] == [state]


async def test_ended_by_hand_it_asks_in_private_and_the_answer_may_change(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await forward(house, 11)
    await jordan.click("End hire", on=card(jordan))
    await jordan.fill({"Would you hire them again?": "No"})
    assert (await jordan.submit()).ok
    await house.settled()
    assert "Would hire again: no" in card(jordan).words
    mail = house.demo.mailbox.to(ADA)[-1]
    assert mail.subject == "Ended: Illustrator, Acme"
    assert f"Its last day is {words(in_days(house, 0))}." in mail.text
    assert "hire again" not in mail.text, "they learn nothing of the answer"
    mails = len(house.demo.mailbox.to(ADA))
    await forward(house, 60)
    assert len(house.demo.mailbox.to(ADA)) == mails
    assert "End hire" not in card(jordan).buttons
    assert await house.rows("SELECT hires, hire_rank FROM contact") == [{"hires": 1, "hire_rank": -999}]


async def test_re_hire_is_offered_and_begins_where_the_last_one_ended(house: House) -> None:
    await active(house)
    await hired(house, Rate="95.25", Currency="DKK", Per="day")
    jordan = await open_form(house, word="Re-hire")
    form = jordan.form
    assert form.title == "Re-hire"
    for words_ in ("Illustrator", "95.25", "DKK", "day", "We loved your last one."):
        assert words_ in form.words, words_
    assert in_days(house, 41) in form.words
    await jordan.submit()
    await house.settled()
    first, second = await hires(house)
    assert (second["rate"], second["currency"], second["per"]) == ("95.25", "DKK", "day")
    assert second["start"] > first["end"]


async def test_in_two_clicks_and_a_form_from_the_contact_as_well(house: House) -> None:
    await active(house)
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Open", on=jordan.home, near="Ada")
    await jordan.click("Hire")
    await jordan.fill(terms(house))
    await jordan.submit()
    await house.settled()
    assert "Illustrator · EUR 80.50 an hour" in jordan.form.words
    assert "Cancel offer" in jordan.form.buttons
    await jordan.click("Cancel offer")
    await jordan.fill({"Reason": "Wrong person."})
    await jordan.submit()
    assert "cancelled: Wrong person." in jordan.form.words
    assert "Cancel offer" not in jordan.form.buttons


async def test_the_most_hired_come_first_and_praise_decides(house_on_either: House) -> None:
    house = house_on_either
    for name, email, again in (("Ada", "a@x.dk", "No"), ("Bo", "b@x.dk", "Yes"), ("Cy", "c@x.dk", None)):
        await active(house, name, email)
        if again:
            jordan = await hired(house, name, email, Start=in_days(house, 0), End=None)
            await jordan.click("End hire", on=card(jordan))
            await jordan.fill({"Would you hire them again?": again})
            await jordan.submit()
            await house.settled()
    await jordan.open_home()
    await jordan.choose("Sort", "Most hired", on=jordan.home)
    assert await shown(house) == ["Bo", "Ada", "Cy"]


async def test_hired_is_a_filter(house_on_either: House) -> None:
    house = house_on_either
    for name, email in (("Ada", "a@x.dk"), ("Bo", "b@x.dk"), ("Cy", "c@x.dk")):
        await active(house, name, email)
    jordan = await hired(house, "Ada", "a@x.dk", Start=in_days(house, 0))
    await hired(house, "Bo", "b@x.dk")
    for chosen, names in (("Ever", ["Ada", "Bo"]), ("Now", ["Ada"]), ("Never", ["Cy"])):
        await jordan.open_home()
        await jordan.click("Filter", on=jordan.home)
        await jordan.fill({"Hired": chosen})
        await jordan.submit()
        assert await shown(house) == names
    assert jordan.home
    assert "never hired" in jordan.home.words


async def test_history_tells_jobs_and_no_rates(house: House) -> None:
    await active(house)
    await hired(house)
    seen = await house.person("Jordan Lee").command("/contacts", f"history {ADA}")
    assert "Jordan Lee offered a job “Illustrator”" in seen.words
    assert "They accepted the offer “Illustrator”" in seen.words
    assert "Offer emailed" in seen.words
    assert "80.5" not in seen.words


async def test_current_jobs_are_listed_and_exported(house: House) -> None:
    await active(house, "=cmd", ADA)
    jordan = await hired(house, near="=cmd")
    for opens in (jordan.command("/contacts", "hires"), _by_button(house)):
        await opens
        assert "=cmd" in jordan.form.words
        assert "Illustrator · EUR 80.50 an hour" in jordan.form.words
        await jordan.close()
    await jordan.command("/contacts", "hires")
    await jordan.click("Export hires")
    await house.settled()
    [file] = jordan.messages("app")[-1].files
    assert file.name == f"hires-{house.clock():%Y-%m-%d}.csv"
    header, row = csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
    assert header == list(HEADER)
    assert row[:6] == ["'=cmd", ADA, "Illustrator", "80.50", "EUR", "hour"]
    assert row[6:9] == [in_days(house, 10), in_days(house, 40), "Jordan Lee"]


async def _by_button(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.open_home()
    await jordan.click("Hires", on=jordan.home)


async def test_nobody_hired_is_said(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/contacts", "hires")
    assert "No one is hired at the moment." in jordan.form.words


async def test_the_contacts_export_counts_hires(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await add(house, "Bo")
    await jordan.command("/contacts", "export")
    await house.settled()
    [file] = jordan.messages("app")[-1].files
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))
    assert [row[7] for row in rows] == ["hired", "1", ""]


async def test_accepted_late_in_its_life_it_runs_and_ends_as_agreed(house: House) -> None:
    """Answered after its last day, a job is over at once."""
    contact_id = await active(house)
    jordan = await open_form(house)
    await jordan.fill(terms(house))
    await jordan.submit()
    await house.settled()
    await forward(house, 45)
    await house.press_in_mail(ADA, "Accept offer")
    await house.settled()
    assert [row["state"] for row in await hires(house)] == ["ended"]
    await become(house, contact_id, "active")
