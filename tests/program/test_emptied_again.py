"""A workspace whose data were deleted after a backup has none after its restore."""

from bot.services.workspace.emptying import WAITS
from tests.kit.product import House
from tests.program.test_backup import Place, invited
from tests.program.test_backup import place as place
from tests.workspace.test_emptying import ask, counts


async def test_what_was_deleted_since_is_deleted_again(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        place.back_up()
        await emptied(house)
    place.restore()
    async with place.running_again() as house:
        await house.settled()
        assert await counts(house) == [0, 0]


async def test_who_came_after_it_stays(place: Place) -> None:
    async with place.running() as house:
        await invited(house)
        await emptied(house)
        house.forward(days=1)
        await invited(house)
        place.back_up()
    place.restore()
    async with place.running_again() as house:
        await house.settled()
        assert await counts(house) == [1, 1]


async def emptied(house: House) -> None:
    """Have the only administrator ask, and wait until it is done."""
    await ask(house, house.demo.team.name)
    await house.person("Maria Garcia").close()
    house.forward(seconds=WAITS.total_seconds() + 60)
    await house.settled()
    assert await counts(house) == [0, 0]
