"""Slack at its worst: what it says comes twice and in another order, and its answers fail or are lost."""

import random
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from demo.person.seen import Seen
from tests.kit.faults import SEED, chance, many, report
from tests.kit.importing import Importer, people
from tests.kit.product import House, running
from tests.kit.relayed import beside

pytestmark = pytest.mark.timeout(many(600, 3_600))
PEOPLE, FILES, MOST_TIMES = many(4, 60), many(2, 10), 4
CARDS, ROUNDS = many(8, 40), many(1, 10)
POST, UPDATE, RETRY_AFTER = "chat.postMessage", "chat.update", 30
ANSWERS = ("limited", "500", "internal_error", "lost", "good")


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


@pytest.fixture
async def house(set_up_url: str) -> AsyncIterator[House]:
    """Run the product with Slack calls from the outbox limited to 0.9 seconds, and a clock that stands."""
    async with running(set_up_url, lease_seconds=2) as house:
        house.clock.stop()
        yield house
        house.demo.forgive()


async def test_whatever_slack_answers_no_card_is_lost(house: House) -> None:
    chosen, given = chance(), Counter[str]()
    for nth in range(ROUNDS):
        names = [f"Person {nth}-{number:02}" for number in range(CARDS)]
        answers = chosen.choices(ANSWERS, k=CARDS)
        await shown_in_spite_of(house, answers, names)
        await drawn_in_spite_of(house, chosen.choices(ANSWERS, k=CARDS), names)
        given.update(answers)
    shown = [
        len(cards(house, f"Person {nth}-{number:02}")) for nth in range(ROUNDS) for number in range(CARDS)
    ]
    assert set(shown) <= {1, 2}
    assert sum(shown) - len(shown) <= given["lost"]
    assert len(house.demo.mailbox.mails) == len(shown)
    said = ", ".join(f"{answer} {number} times" for answer, number in sorted(given.items()))
    report(f"{len(shown)} cards (seed {SEED}; {said}): no card lost, {sum(shown) - len(shown)} twice")


async def shown_in_spite_of(house: House, answers: list[str], names: list[str]) -> None:
    """Invite people while Slack answers so to what shows their cards."""
    before, mails = len(house.demo.calls(POST)), len(house.demo.mailbox.mails)
    plant(house, POST, answers)
    for name in names:
        await house.invite(Name=name, Email=f"{name.replace(' ', '')}@x.dk")
    await house.settled()
    assert len(house.demo.mailbox.mails) == mails + len(names), "no email waits for Slack"
    tried = len(names)
    assert len(house.demo.calls(POST)) == before + tried
    house.forward(seconds=RETRY_AFTER - 1)
    await house.settled()
    tried += sum(answer not in {"good", "limited"} for answer in answers)
    assert len(house.demo.calls(POST)) == before + tried, "no earlier than Slack has asked for"
    house.forward(seconds=2)
    await house.settled()
    assert len(house.demo.calls(POST)) == before + tried + answers.count("limited")
    assert all(cards(house, name) for name in names)


async def drawn_in_spite_of(house: House, answers: list[str], names: list[str]) -> None:
    """Withdraw their invitations while Slack answers so to what draws their cards anew."""
    plant(house, UPDATE, answers)
    jordan = house.person("Jordan Lee")
    for name in names:
        await jordan.click("Withdraw", on=cards(house, name)[-1], confirm=True)
    await house.settled()
    house.forward(seconds=RETRY_AFTER + 1)
    await house.settled()
    assert all("Withdrawn" in cards(house, name)[-1].words for name in names)


def plant(house: House, method: str, answers: list[str]) -> None:
    """Let Slack answer the next calls of this method so, in this order."""
    faults = house.demo.faults
    for answer in answers:
        match answer:
            case "limited":
                faults.limit(method, RETRY_AFTER)
            case "lost":
                faults.lose_reply(method)
            case "good":
                faults.once(method, "", times=0, after=1)
            case error:
                faults.once(method, "internal_error", status=500 if error == "500" else 200)
