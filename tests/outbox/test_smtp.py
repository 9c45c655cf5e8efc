"""A failing mail server loses no invitation and delays no one else; the card shows the state."""

from datetime import datetime
from itertools import pairwise

import pytest

from tests.kit.relayed import ADA, RelayedHouse, relayed
from tests.kit.relayed import post as post
from tests.kit.relayed import relay as relay
from tests.kit.smtp_server import MisbehavingSmtp


async def test_a_mail_that_leaves_is_sent_on_the_card(post: RelayedHouse) -> None:
    await post.invite()
    assert "sent" in post.card().words
    assert post.relay.recipients == [ADA]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("421-mail", "try again later (421)"),
        ("421-content", "try again later (421)"),
        ("450-rcpt", "try again later (450)"),
        ("greylist", "try again later (451)"),
        ("451-data", "try again later (451)"),
        ("451-content", "try again later (451)"),
        ("552-mail", "doesn't take email at the moment"),
        ("hang-mail", "can't be reached"),
        ("hang-content", "can't be reached"),
        ("drop-rcpt", "can't be reached"),
        ("reset-content", "can't be reached"),
    ],
)
async def test_what_may_pass_is_said_on_the_card_and_tried_again_within_fifteen_seconds(
    post: RelayedHouse, fault: str, reason: str
) -> None:
    post.relay.plan(fault)
    await post.invite()
    assert "queued, not delivered yet, next try" in post.card().words
    assert reason in post.card().words
    assert await post.house.rows("SELECT status FROM contact") == [{"status": "invited"}]
    await post.later(seconds=15)
    assert post.relay.recipients == [ADA]
    assert "sent" in post.card().words
    assert reason not in post.card().words
    assert post.told() == []


@pytest.mark.parametrize("fault", ["421-connect", "hang-connect", "drop-connect", "554-connect"])
async def test_a_relay_that_does_not_greet_is_tried_again(post: RelayedHouse, fault: str) -> None:
    post.relay.plan_connections(fault)
    await post.invite()
    assert "next try" in post.card().words
    await post.later(seconds=15)
    assert post.relay.recipients == [ADA]


async def test_a_slow_relay_is_waited_for(post: RelayedHouse) -> None:
    post.relay.plan("slow")
    await post.invite()
    assert post.relay.recipients == [ADA]


@pytest.mark.parametrize(("fault", "reason"), [("550-rcpt", "this address"), ("554-content", "this email")])
async def test_what_is_refused_for_good_is_not_tried_again_and_the_inviter_is_told(
    post: RelayedHouse, fault: str, reason: str
) -> None:
    post.relay.plan(fault)
    await post.invite()
    assert "failed" in post.card().words
    assert post.card().buttons == ["Resend", "Copy link", "Withdraw"]
    assert len(post.told()) == 1
    assert reason in post.told()[0]
    tries = post.relay.connections
    await post.later(days=4)
    assert post.relay.recipients == []
    assert post.relay.connections == tries
    assert len(post.told()) == 1
    assert await post.house.rows("SELECT status FROM contact") == [{"status": "invited"}]


async def test_a_failed_mail_can_be_sent_again_by_hand(post: RelayedHouse) -> None:
    post.relay.plan("550")
    await post.invite()
    await post.house.person("Jordan Lee").click("Resend", on=post.card())
    await post.house.settled()
    assert post.relay.recipients == [ADA]
    assert "sent" in post.card().words


async def test_a_lost_confirmation_sends_the_very_same_mail_again(post: RelayedHouse) -> None:
    post.relay.plan("lost-250")
    await post.invite()
    await post.later(seconds=15)
    first, second = post.relay.accepted
    assert first.data == second.data
    assert first.message["Message-ID"] == second.message["Message-ID"]
    assert first.message["Date"] == second.message["Date"]
    assert "sent" in post.card().words
    assert len(await post.house.rows("SELECT id FROM event WHERE kind = 'mail sent'")) == 1


async def test_after_three_days_the_mail_is_given_up_and_the_inviter_told(post: RelayedHouse) -> None:
    await post.relay.refuse()
    await post.invite()
    for _ in range(2):
        await post.later(days=1)
        assert "next try" in post.card().words
        assert post.told() == []
    await post.later(days=1, minutes=1)
    assert "failed" in post.card().words
    assert len(post.told()) == 1
    await post.relay.listen()
    await post.later(days=1)
    assert post.relay.recipients == []


async def test_tries_come_ever_more_rarely(post: RelayedHouse) -> None:
    await post.relay.refuse()
    await post.invite()
    waits = []
    for _ in range(6):
        row = (await post.house.rows("SELECT due_at, started_at FROM outbox WHERE lane = 'mail'"))[0]
        waits.append(seconds_between(row["started_at"], row["due_at"]))
        await post.later(seconds=waits[-1] + 0.1)
    for wait, longer in pairwise(waits):
        assert 1.1 < longer / wait < 3.5
    assert waits[0] < 15


async def test_fifty_mails_wait_for_a_relay_that_is_down_and_all_leave_once(post: RelayedHouse) -> None:
    emails = [f"person{number}@x.dk" for number in range(50)]
    await post.relay.refuse()
    await post.invite_many(emails)
    await post.house.settled()
    assert post.relay.recipients == []
    await post.relay.listen()
    await post.later(seconds=15)
    assert sorted(post.relay.recipients) == sorted(emails)


async def test_one_bad_recipient_holds_up_nobody(post: RelayedHouse) -> None:
    emails = [f"person{number}@x.dk" for number in range(12)]
    for number, fault in enumerate(["550", "hang", "450", "554-content", "reset-content"]):
        post.relay.plan_for(emails[number], fault)
    await post.invite_many(emails)
    await post.house.settled()
    assert sorted(post.relay.recipients) == sorted(emails[5:])
    await post.later(seconds=15)
    assert sorted(post.relay.recipients) == sorted([emails[1], emails[2], emails[4], *emails[5:]])


async def test_an_address_the_relay_cannot_carry_is_told_at_once(database_url: str) -> None:
    async with MisbehavingSmtp(smtputf8=False) as relay, relayed(database_url, relay) as post:
        await post.invite("jürg@exämple.de")
        assert "failed" in post.card().words
        assert "can't send to this address" in post.told()[0]


async def test_a_refused_login_is_the_administrators_matter(database_url: str) -> None:
    relay = MisbehavingSmtp(login=("talent", "s3cret"))
    async with relay, relayed(database_url, relay, "wr0ng") as post:
        await post.invite()
        assert "doesn't take email at the moment. We've told the administrators." in post.card().words
        assert "next try" in post.card().words


def seconds_between(start: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
