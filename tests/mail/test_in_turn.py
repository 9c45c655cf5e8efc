"""Emails take turns at the connections to a quick relay. While it is slow or refuses us, none waits."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.mail.relay import IN_TURN, Relay
from bot.mail.smtp import Smtp
from bot.workers.lanes import CONNECTIONS
from tests.kit.outboxes import a_moment
from tests.kit.patience import PATIENCE
from tests.kit.relayed import RelayedHouse, relayed_set_up
from tests.kit.relayed import post as post
from tests.kit.relayed import relay as relay
from tests.kit.smtp_server import MisbehavingSmtp

PEOPLE = [f"person{number}@domain{number}.dk" for number in range(4 * CONNECTIONS)]
SENDER = ("rcpt", "554 5.7.1 <{sender}>: Sender address rejected: not owned by user talent")


@pytest.fixture
async def patient(set_up_url: str, relay: MisbehavingSmtp) -> AsyncIterator[RelayedHouse]:
    """Run the product so that it waits for a relay that hangs."""
    async with relayed_set_up(set_up_url, relay, lease_seconds=600) as house:
        yield house


async def states(post: RelayedHouse) -> Counter[str]:
    rows = await post.house.rows("SELECT state FROM outbox WHERE kind = 'invitation' AND state <> 'sent'")
    return Counter(row["state"] for row in rows)


async def test_a_crowd_leaves_over_a_few_connections(post: RelayedHouse) -> None:
    await post.invite()
    crowd = [f"crowd{number}@domain{number}.dk" for number in range(60)]
    await post.invite_many(crowd)
    await post.house.settled()
    assert sorted(post.relay.recipients[1:]) == sorted(crowd)
    assert post.relay.connections <= CONNECTIONS


async def test_who_waits_for_connections_that_hang_goes_back_to_the_queue(patient: RelayedHouse) -> None:
    await patient.invite()
    patient.relay.plan(*["hang-mail"] * CONNECTIONS)
    await patient.invite_many(PEOPLE)
    held = {"sending": CONNECTIONS, "queued": len(PEOPLE) - CONNECTIONS}
    async with asyncio.timeout(PATIENCE):
        while await states(patient) != held:
            await a_moment()
    await patient.relay.hang_up()
    await patient.house.settled()
    await patient.later(seconds=15)
    assert sorted(patient.relay.recipients[1:]) == sorted(PEOPLE)


async def test_who_waits_while_the_relay_refuses_us_is_not_tried(post: RelayedHouse) -> None:
    await post.invite()
    post.relay.always = SENDER
    await post.invite_many(PEOPLE)
    await post.house.settled()
    assert len(post.relay.tries[1:]) <= 2 * CONNECTIONS
    assert await states(post) == {"queued": len(PEOPLE)}


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_the_time_of_the_last_email_decides_how_many_wait() -> None:
    clock = Seconds()
    smtp = Smtp.from_url("smtp://127.0.0.1:1?starttls=never")
    relay = Relay([smtp.lane(), smtp.lane()], clock=clock)
    assert relay.room() == 2
    for seconds, room in ((0.09, 2 * IN_TURN), (0.11, 2), (0.0, 2 * IN_TURN)):
        async with relay.connection():
            clock.now += seconds
        assert relay.room() == room
    async with relay.connection():
        relay.failed()
    assert relay.room() == 2
