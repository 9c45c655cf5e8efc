"""Emails about a job that must not leave any more, or not to this address."""

from bot.services.hire.life import end_hire, extend
from tests.kit.hire import ADA, active, hired, in_days
from tests.kit.pool import unit_of_work
from tests.kit.product import House
from tests.kit.signing_up import subjects


async def told(house: House) -> list[str]:
    """List what Ada was emailed after the offer."""
    return [subject.partition(":")[0] for subject in (await subjects(house, ADA))[1:]]


async def test_an_address_that_is_not_confirmed_reads_nothing_of_a_job(house: House) -> None:
    await active(house)
    await hired(house, Start=in_days(house, 0))
    await house.plant("UPDATE contact SET unconfirmed_at = created_at")
    async with unit_of_work(house) as uow:
        await end_hire(uow, 1, None)
    assert await told(house) == []


async def test_a_new_last_day_is_not_told_of_a_job_that_has_ended_meanwhile(house: House) -> None:
    await active(house)
    await hired(house, Start=in_days(house, 0))
    house.demo.mailbox.answers["*"] = "451 4.3.0 Try again later"
    async with unit_of_work(house) as uow:
        await extend(uow, 1, in_days(house, 50))
    await house.settled()
    async with unit_of_work(house) as uow:
        await end_hire(uow, 1, None)
    house.demo.mailbox.answers.clear()
    house.forward(hours=1)
    assert await told(house) == ["Ended"]
