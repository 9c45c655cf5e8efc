"""An offer that waits, for its contact or their new address: until it is sent they know nothing of it."""

from bot.security.tokens import Purpose
from bot.services.contact.bounce import confirm_address
from demo import Person
from tests.kit.hire import ADA, active, card, hire, hires, terms
from tests.kit.pool import unit_of_work
from tests.kit.product import House

NEW = "ada@new.dk"


async def waiting(house: House) -> Person:
    """Invite Ada, with an offer that leaves when she accepts."""
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", f"Ada Lovelace {ADA}")
    await jordan.tick("Offer a job next")
    await jordan.submit()
    await jordan.fill(terms(house))
    await jordan.submit()
    await house.settled()
    return jordan


async def test_its_page_is_not_there_yet(house: House) -> None:
    await waiting(house)
    page = await house.page(Purpose.OFFER, 1)
    assert (await house.web.get(page)).status_code == 404
    assert (await house.post(f"{page}/accept")).status_code == 404
    assert [row["state"] for row in await hires(house)] == ["offered"]


async def test_cancelled_before_it_was_sent_it_is_news_to_nobody(house: House) -> None:
    jordan = await waiting(house)
    await jordan.click("Cancel offer", on=card(jordan))
    await jordan.fill({"Reason": "The budget is gone."})
    await jordan.submit()
    await house.settled()
    assert [row["state"] for row in await hires(house)] == ["cancelled"]
    [mail] = house.demo.mailbox.to(ADA)
    assert "invites you" in mail.subject


async def test_it_goes_to_a_new_address_once_that_is_confirmed(house: House) -> None:
    ada = await active(house)
    async with unit_of_work(house) as uow:
        contact = await uow.contacts.lock(ada)
        contact.readdress(NEW, NEW, uow.now)
    jordan = await hire(house)
    assert "when Ada Lovelace confirms their new address." in jordan.form.words
    assert "not sent yet, waiting for them to confirm their new address" in card(jordan).words
    assert house.demo.mailbox.mails == []
    assert await house.rows("SELECT sent_at FROM hire") == [{"sent_at": None}]
    assert await house.rows("SELECT key FROM outbox WHERE kind IN ('offer', 'offer_seek')") == []
    async with unit_of_work(house) as uow:
        contact = await confirm_address(uow, ada, contact.address_generation)
    await house.settled()
    assert [mail.subject for mail in house.demo.mailbox.to(NEW)] == [
        "Jordan Lee offers you a job: Illustrator"
    ]
