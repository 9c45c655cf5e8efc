"""A relay at its worst: every kind of fault mixed, and a day without one."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from tests.kit.faults import IS_LONG, SEED, chance, many, report
from tests.kit.relayed import RelayedHouse, relayed_set_up
from tests.kit.relayed import relay as relay
from tests.kit.smtp_server import MisbehavingSmtp

pytestmark = pytest.mark.timeout(many(600, 3_600))
MAILS = many(70, 1_000)
LONG = many(150, 900)  # seconds, on a busy machine
GOOD = "ok"
FAULTS = ("421-rcpt", "450", "550", "reset-content", "lost-250", "slow", "hang-content")
ENDED = "SELECT state, count(*) AS n FROM outbox WHERE kind = 'invitation' GROUP BY state"


@pytest.fixture
async def post(set_up_url: str, relay: MisbehavingSmtp) -> AsyncIterator[RelayedHouse]:
    """Give up a send after 4.9 seconds: what a busy machine delays longer would be sent twice."""
    async with relayed_set_up(set_up_url, relay, lease_seconds=10) as house:
        yield house


async def later(post: RelayedHouse, **delta: float) -> None:
    post.house.forward(**delta)
    await post.house.settled(LONG)


async def states(post: RelayedHouse) -> dict[str, int]:
    return {row["state"]: row["n"] for row in await post.house.rows(ENDED)}


async def test_every_fault_mixed_loses_nobody(post: RelayedHouse) -> None:
    """Three in ten emails get through at once; each fault meets one in ten."""
    chosen, planned = chance(), dict[str, str]()
    for number in range(MAILS):
        kind = chosen.choice([*FAULTS, GOOD, GOOD, GOOD])
        planned[f"person{number}@x{number % 50}.dk"] = kind
    for email, fault in planned.items():
        post.relay.plan_for(email, *["550"] * 9 if fault == "550" else [fault])
    await post.invite_many(list(planned))
    await post.house.settled(LONG)
    rounds = 0
    while set(await states(post)) - {"sent", "failed"}:
        rounds += 1
        assert rounds < 60, await states(post)
        await later(post, minutes=30)
    refused = {email for email, fault in planned.items() if fault == "550"}
    assert (await states(post)).get("failed", 0) == len(refused)
    mailed = Counter(post.relay.recipients)
    assert set(mailed) == set(planned) - refused
    twice = {email for email, times in mailed.items() if times > 1}
    assert twice <= {email for email, fault in planned.items() if fault == "lost-250"}
    assert max(mailed.values()) <= 2
    tries = Counter(post.relay.tries)
    assert {email for email in refused if tries[email] > 1} == set(), "asked once"
    report(
        f"{MAILS:,} emails, seven faults (seed {SEED}): {len(mailed):,} arrived, {len(twice)} of them twice"
        f" for a lost answer, {len(refused)} refused for good"
    )


async def test_a_relay_that_is_away_for_a_day_gets_every_email_once(post: RelayedHouse) -> None:
    emails = [f"person{number}@x{number % 50}.dk" for number in range(MAILS)]
    await post.relay.refuse()
    await post.invite_many(emails)
    hours = [24] if not IS_LONG else [1] * 24
    for each in hours:
        await later(post, hours=each)
    assert post.relay.recipients == []
    await post.relay.listen()
    rounds = 0
    while set(await states(post)) != {"sent"}:
        rounds += 1
        assert rounds < 20, await states(post)
        await later(post, minutes=30)
    assert sorted(post.relay.recipients) == sorted(emails)
    report(f"the relay was away for 24 hours: {MAILS:,} emails, each arrived once")
