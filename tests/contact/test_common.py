"""How common the values of a filter are is remembered for a while, and changes nothing but the speed."""

from datetime import UTC, date, datetime, timedelta

from storage.engine.lately import Lately
from storage.overview.listing import Criteria, Sort
from storage.overview.paging import FEW
from tests.kit.pool import add_all, unit_of_work
from tests.kit.product import House

NOW = datetime(2026, 11, 29, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def page(house: House, criteria: Criteria) -> tuple[list[str], int | None]:
    """Load a list's first page: the names, and how many there are in all if that is known."""
    async with unit_of_work(house).read() as uow:
        loaded = await uow.overview.page(criteria, Sort.NAME, None, 4)
    return [row.name for row in loaded.rows], loaded.in_all


async def test_a_list_is_right_though_who_was_rare_is_common_now_and_the_other_way_round(
    house: House,
) -> None:
    his = Criteria(invited_by=house.person("Jordan Lee").id)
    await add_all(house, ["Ada", "Bo", "Cy"])
    assert await page(house, his) == (["Ada", "Bo", "Cy"], 3)
    await add_all(house, (f"Person {number:04}" for number in range(FEW)))
    for _ in range(2):
        assert await page(house, his) == (["Ada", "Bo", "Cy", "Person 0000"], None)
    await house.plant("UPDATE contact SET invited_by = 'U9' WHERE name LIKE 'Person%'")
    for _ in range(2):
        assert await page(house, his) == (["Ada", "Bo", "Cy"], 3)
    house.forward(minutes=2)
    assert await page(house, his) == (["Ada", "Bo", "Cy"], 3)


async def test_of_two_filters_the_rarer_is_found_again(house_on_either: House) -> None:
    house = house_on_either
    await add_all(house, ["Ada", "Bo", "Cy"])
    both = Criteria(invited_by=house.person("Jordan Lee").id, added_after=date(2020, 1, 1))
    for _ in range(2):
        assert await page(house, both) == (["Ada", "Bo", "Cy"], 3)
    await house.plant("UPDATE contact SET invited_by = 'U9' WHERE name = 'Bo'")
    assert await page(house, both) == (["Ada", "Cy"], 2)


def test_what_was_found_out_is_forgotten_after_a_while() -> None:
    lately: Lately[str] = Lately(MINUTE, most=2)
    lately.note("a", "common", NOW)
    assert lately.get("a", NOW + MINUTE / 2) == "common"
    assert lately.get("a", NOW + MINUTE) is None
    assert lately.get("b", NOW) is None


def test_the_oldest_is_forgotten_first() -> None:
    lately: Lately[str] = Lately(MINUTE, most=2)
    for key in "abac":
        lately.note(key, key, NOW)
    assert [lately.get(key, NOW) for key in "abc"] == ["a", None, "c"]
