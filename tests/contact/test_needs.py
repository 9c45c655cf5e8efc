"""What needs somebody today: nothing that can wait, has not begun, is settled or is another's."""

from bot.services.contact.contact import archive
from bot.services.hire.life import let_end
from bot.services.signup.approval import snooze
from storage.overview.listing import Need
from tests.kit.applying import apply
from tests.kit.hire import active, hired, in_days
from tests.kit.pool import add, unit_of_work
from tests.kit.product import House


async def needs(house: House, who: str = "Jordan Lee") -> set[Need]:
    async with unit_of_work(house).read() as uow:
        return set(await uow.overview.needs(house.person(who).id))


async def test_an_application_that_was_snoozed_is_a_need_again_tomorrow(house: House) -> None:
    contact = await apply(house)
    assert await needs(house) == {Need.APPROVAL}
    async with unit_of_work(house) as uow:
        await snooze(uow, contact)
    assert await needs(house) == set()
    house.forward(days=1)
    assert await needs(house) == {Need.APPROVAL}


async def test_who_was_archived_needs_nothing(house: House) -> None:
    contact = await apply(house)
    async with unit_of_work(house) as uow:
        await archive(uow, contact)
    assert await needs(house) == set()


async def test_an_invitation_is_a_need_in_its_last_week_if_it_was_sent(house: House) -> None:
    await add(house, "Bo")
    await house.invite(Name="Ada", Email="ada@x.dk")
    await house.settled()
    house.forward(days=6)
    assert await needs(house) == set()
    house.forward(days=2)
    async with unit_of_work(house).read() as uow:
        assert await uow.overview.needs(house.person("Jordan Lee").id) == {Need.ENDING: 1}


async def test_a_job_that_is_to_end_by_itself_needs_nobody(house: House) -> None:
    await active(house)
    await hired(house, Start=in_days(house, 0), End=in_days(house, 5))
    assert await needs(house) == {Need.JOB}
    async with unit_of_work(house) as uow:
        await let_end(uow, 1)
    assert await needs(house) == set()


async def test_an_email_that_failed_needs_who_had_it_sent(house: House) -> None:
    await house.invite(Name="Ada", Email="ada@x.dk")
    await house.settled()
    await house.plant("UPDATE outbox SET state = 'failed' WHERE kind = 'invitation'")
    assert await needs(house) == {Need.EMAIL}
    assert await needs(house, "Maria Garcia") == set()
