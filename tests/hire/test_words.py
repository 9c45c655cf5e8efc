"""What the hirer and a member read of a job in each of its states, and what they can press then."""

from typing import Any

from blocks.hire.forms import current_modal
from blocks.hire.words import offers_you
from demo.person.person import Person
from storage.entities.hire import Hire
from storage.entities.right import Right
from tests.hire.test_hire import email_of
from tests.hire.test_life import forward
from tests.kit.hire import ADA, active, card, hire, hired, hires, in_days, open_form, words
from tests.kit.pool import add, edit, open_contact, unit_of_work
from tests.kit.product import House

OFFERED = "offers you a job"


async def asked_in_slack(house: House) -> tuple[Person, Person]:
    """Offer a member a job. Return the hirer and the member."""
    await active(house, "Sam Rivera", email_of(house))
    return await hire(house, near="Sam"), house.person("Sam Rivera")


async def test_a_member_who_declines_in_slack_has_declined(house: House) -> None:
    jordan, sam = await asked_in_slack(house)
    assert "We loved your last one." in sam.message(OFFERED).words
    await sam.click("Decline offer", on=sam.message(OFFERED))
    await house.settled()
    assert [row["state"] for row in await hires(house)] == ["declined"]
    assert "You declined this offer." in sam.message(OFFERED).words
    assert sam.message(OFFERED).buttons == []
    assert "Sam Rivera declined your offer “Illustrator”." in jordan.messages("app")[-1].words


async def test_a_member_reads_in_slack_why_the_offer_was_cancelled(house: House) -> None:
    jordan, sam = await asked_in_slack(house)
    await jordan.click("Cancel offer", on=card(jordan))
    await jordan.fill({"Reason": "The budget is gone."})
    await jordan.submit()
    await house.settled()
    assert "This offer has been withdrawn: The budget is gone." in sam.message(OFFERED).words
    assert sam.message(OFFERED).buttons == []


async def test_no_is_an_answer_too_and_stands_in_the_list_of_their_jobs(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await forward(house, 41)
    await jordan.click("No", on=jordan.message("has ended"))
    await house.settled()
    assert "Would hire again: no" in card(jordan).words
    await open_contact(house, "Ada")
    assert "ended · would not hire again" in jordan.form.words


async def test_the_question_about_the_end_says_later_that_the_job_has_ended(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await forward(house, 34)
    question = jordan.message("ends on")
    await jordan.click("Let it end", on=question)
    await forward(house, 7)
    assert "Ada Lovelace's job “Illustrator”: ended." in question.words


async def test_re_hire_on_the_question_about_the_end_is_about_the_same_person(house: House) -> None:
    await add(house, "Bo")
    await active(house)
    jordan = await hired(house)
    await forward(house, 34)
    await jordan.click("Re-hire", on=jordan.message("ends on"))
    assert jordan.form.title == "Re-hire" and ADA in jordan.form.words


async def test_long_after_their_last_job_the_next_one_begins_today(house: House) -> None:
    await active(house)
    await hired(house)
    await forward(house, 60)
    jordan = await open_form(house, word="Re-hire")
    assert jordan.form.fields["Start"] == in_days(house, 0)


async def test_one_day_and_no_last_day_are_said_in_words(house: House) -> None:
    await active(house)
    jordan = await hire(house, End=in_days(house, 10))
    day = words(in_days(house, 10))
    assert f"\non {day}\n" in card(jordan).words
    await house.press_in_mail(ADA, "Decline offer")
    await hire(house, **dict[str, Any]({"Job title": "Editor", "End": None}))
    assert f"\nfrom {day}, open-ended\n" in card(jordan, "Editor").words


async def test_jobs_that_are_over_are_listed_newest_first(house: House) -> None:
    await active(house)
    for title in ("First", "Second"):
        jordan = await hire(house, **{"Job title": title})
        await house.press_in_mail(ADA, "Decline offer")
        await house.settled()
    await open_contact(house, "Ada")
    assert jordan.form.words.index("Second · ") < jordan.form.words.index("First · ")


async def test_a_short_list_of_jobs_does_not_speak_of_more(house: House) -> None:
    await active(house)
    jordan = await hired(house)
    await jordan.command("/contacts", "hires")
    assert "Ada Lovelace\nIllustrator · " in jordan.form.words
    assert "There are more" not in jordan.form.words


async def test_a_long_list_of_jobs_names_the_file_only_to_who_may_have_it(house: House) -> None:
    await active(house)
    await hired(house)
    async with unit_of_work(house).read() as uow:
        jobs, today = [await uow.hires.get(1)], uow.now.date()
    everything = frozenset(Right)
    assert "export the list" in str(current_modal(jobs, today, everything, more=True))
    shown = str(current_modal(jobs, today, everything - {Right.EXPORT}, more=True))
    assert "There are more." in shown and "xport" not in shown


async def test_hire_begins_with_what_they_usually_charge_in_their_own_terms(house: House) -> None:
    await active(house)
    jordan = await edit(house, "Ada", {"Usual rate": "4500", "Currency": "DKK", "Per": "day"})
    await jordan.click("Hire")
    fields = jordan.form.fields
    assert (fields["Rate"], fields["Currency"], fields["Per"]) == ("4500.00", "DKK", "day")


async def test_the_card_of_somebody_archived_offers_no_job(house: House) -> None:
    jordan = await house.invite(Name="Ada", Email=ADA)
    await house.press_in_mail(ADA, "Accept")
    await house.settled()
    cards = [each for each in jordan.messages("app") if "Hire" in each.buttons]
    assert len(cards) == 2, "the card, and the news"
    await jordan.open_home()
    await jordan.click("Open", on=jordan.home, near="Ada")
    await jordan.click("Archive", confirm=True)
    await house.settled()
    assert "Hire" not in cards[0].buttons


def test_an_offer_by_somebody_we_cannot_name_is_the_companys() -> None:
    assert offers_you(Hire(title="Editor"), "Acme", None) == "Acme offers you a job: Editor."
