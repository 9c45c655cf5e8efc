"""Slack repeats and reorders what it sends: what is in the pool is as if it had said everything once."""

import random

import pytest

from demo.person.seen import Seen
from tests.kit.faults import SEED, chance, many, report
from tests.kit.importing import Importer, people
from tests.kit.product import House
from tests.kit.relayed import beside

pytestmark = pytest.mark.timeout(many(300, 3_600))
PEOPLE, FILES, MOST_TIMES = many(4, 60), many(2, 10), 4


def cards(house: House, name: str) -> list[Seen]:
    seen = [each for each in house.person("Jordan Lee").messages("app") if each.blocks]
    return [each for each in seen if each.blocks[0]["type"] == "header" and name in each.words]


async def test_repeats_in_any_order_with_two_processes_change_nothing(house_on_either: House) -> None:
    house, often, jordan = house_on_either, chance(), house_on_either.person("Jordan Lee")
    house.demo.faults.events_shuffled, house.demo.faults.events_late = True, 0.01
    if house.program.database.sqlite:
        await play(house, often)
    else:
        async with beside(house):
            await play(house, often)
    emails = [f"name{number}@x.dk" for number in range(PEOPLE)]
    stored = await house.rows("SELECT email, archived_at FROM contact ORDER BY id")
    assert [row["email"] for row in stored] == emails
    assert all(row["archived_at"] for row in stored)
    for kind in ("invited", "invitation withdrawn"):
        assert len(await house.rows("SELECT id FROM event WHERE kind = :kind", kind=kind)) == PEOPLE
    assert [len(house.demo.mailbox.to(email)) for email in emails] == [1] * PEOPLE
    assert [len(cards(house, f"Person {number:03}")) for number in range(PEOPLE)] == [1] * PEOPLE
    offers = [each for each in jordan.messages("hiring") if "Import the people" in each.words]
    assert len(offers) == FILES
    report(f"{PEOPLE} people and {FILES} files, told up to {MOST_TIMES} times (seed {SEED}): as if told once")


async def play(house: House, often: random.Random) -> None:
    jordan = house.person("Jordan Lee")
    for number in range(PEOPLE):
        await jordan.command("/invite-contact", f"Person {number:03} name{number}@x.dk")
        await jordan.submit(times=often.randint(1, MOST_TIMES))
    await house.settled()
    for number in range(PEOPLE):
        card = cards(house, f"Person {number:03}")[0]
        await jordan.click("Withdraw", on=card, confirm=True, times=often.randint(1, MOST_TIMES))
    for number in range(FILES):
        house.demo.faults.events_times = often.randint(1, MOST_TIMES)
        await Importer(house).share(people(3), f"list{number}.csv")
    house.demo.faults.events_times = MOST_TIMES
    await jordan.open_home()
    await house.settled()
