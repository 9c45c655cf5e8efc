"""A new agreement is asked for with the next offer, by email and in Slack."""

from tests.hire.test_hire import email_of
from tests.invitation.test_page import words
from tests.kit.agreeing import TERMS, ask_for, versions
from tests.kit.hire import ADA, active, hire, hires, open_form
from tests.kit.product import House


async def test_hire_says_what_is_missing_and_the_offer_asks_for_it(house: House) -> None:
    await active(house)
    await ask_for(house, TERMS)
    jordan = await open_form(house)
    assert "Ada Lovelace hasn't agreed to version 1 of your agreement." in jordan.form.words
    await jordan.close()
    await hire(house)
    refused = await house.press_in_mail(ADA, "Accept offer")
    assert refused.status_code == 422 and "Please tick “I agree” first." in words(refused)
    assert [row["state"] for row in await hires(house)] == ["offered"]
    page = await house.press(await house.link(ADA), "Accept offer", ticking="agree")
    assert "You accepted on" in words(page)
    assert await versions(house) == [(ADA, 1)]
    await house.settled()
    jordan = await open_form(house, word="Re-hire")
    assert "agreement" not in jordan.form.words
    await jordan.close()
    await ask_for(house, "Another one.")
    jordan = await open_form(house, word="Re-hire")
    assert "hasn't agreed to version 2" in jordan.form.words


async def test_a_member_reads_and_ticks_it_in_slack(house: House) -> None:
    sam = house.person("Sam Rivera")
    await active(house, "Sam Rivera", email_of(house))
    await ask_for(house, TERMS)
    await hire(house, near="Sam")
    await sam.click("Accept offer", on=sam.message("offers you a job"))
    assert sam.form.title == "Agreement" and "What you hear stays between us." in sam.form.words
    await ask_for(house, "https://acme.example/terms")
    await sam.fill({"Agreement": ["I agree"]})
    await sam.submit()
    assert "The agreement was changed meanwhile." in sam.form.words
    assert [row["state"] for row in await hires(house)] == ["offered"]
    await sam.fill({"Agreement": ["I agree"]})
    await sam.submit()
    await house.settled()
    assert "You accepted this offer." in sam.message("offers you a job").words
    assert await versions(house) == [(email_of(house), 2)]
