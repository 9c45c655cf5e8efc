"""Where there are two administrators, one asks for all data to be deleted and the other confirms."""

from collections.abc import AsyncIterator

import pytest

from demo.person.person import Person
from demo.person.seen import Seen
from tests.kit.hire import ADA
from tests.kit.product import House, running
from tests.workspace.test_emptying import MARIA, ask, counts

SAM = "Sam Rivera"


@pytest.fixture
async def both(set_up_url: str) -> AsyncIterator[House]:
    """Run the product with a second administrator, whom the environment names, and one contact."""
    async with running(set_up_url, admins="U0800000006") as house:
        assert house.person(SAM).id == "U0800000006"
        await house.invite("Jordan Lee", Name="Ada Lovelace", Email=ADA)
        await house.press_in_mail(ADA, "Accept")
        yield house


async def asked(house: House) -> tuple[Person, Seen]:
    """Have Maria ask, and find the question that Sam reads."""
    await ask(house, house.demo.team.name)
    await house.settled()
    sam = house.person(SAM)
    return sam, next(each for each in sam.messages("app") if "Confirm" in each.buttons)


async def test_nothing_is_deleted_before_the_other_confirms_and_then_at_once(both: House) -> None:
    sam, question = await asked(both)
    assert question.buttons == ["Confirm", "Stop"]
    assert not [each for each in both.person(MARIA).messages("app") if "Confirm" in each.buttons]
    both.forward(days=8)
    await both.settled()
    assert await counts(both) == [1, 1]
    await sam.click("Confirm", on=question)
    await both.settled()
    assert await counts(both) == [0, 0]
    assert await both.rows("SELECT id FROM address UNION SELECT id FROM person") == []


async def test_who_asked_does_not_confirm_it_too(both: House) -> None:
    sam, question = await asked(both)
    press = sam.click_payload("Confirm", on=question)
    forged = press | {"user": press["user"] | {"id": both.person(MARIA).id}}
    await both.demo.deliver("interactive", forged)
    await both.settled()
    assert await counts(both) == [1, 1]
    asked_by = "SELECT emptying_asked_by, emptying_at FROM workspace"
    assert await both.rows(asked_by) == [{"emptying_asked_by": both.person(MARIA).id, "emptying_at": None}]


async def test_stopped_by_the_other_it_is_confirmed_by_nobody(both: House) -> None:
    sam, question = await asked(both)
    late = sam.click_payload("Confirm", on=question)
    await sam.click("Stop", on=question)
    await both.settled()
    await both.demo.deliver("interactive", late)
    await both.settled()
    assert await counts(both) == [1, 1]
    assert await both.rows("SELECT emptying_at FROM workspace") == [{"emptying_at": None}]


async def test_asked_anew_after_it_was_stopped_the_other_may_confirm(both: House) -> None:
    sam, question = await asked(both)
    await sam.click("Stop", on=question)
    await both.settled()
    both.forward(minutes=1)
    sam, question = await asked(both)
    await sam.click("Confirm", on=question)
    await both.settled()
    assert await counts(both) == [0, 0]
