"""Waiting emails that are no longer wanted are not sent, and the card says so."""

import logging

import pytest

from bot.bounce import take_in
from tests.kit.erasing import erase
from tests.kit.relayed import ADA, RelayedHouse
from tests.kit.relayed import post as post
from tests.kit.relayed import relay as relay
from tests.kit.reports import dsn


async def test_a_withdrawn_invitation_is_not_mailed(post: RelayedHouse) -> None:
    await post.relay.refuse()
    await post.invite()
    await post.house.person("Jordan Lee").click("Withdraw", on=post.card(), confirm=True)
    await post.relay.listen()
    await post.later(minutes=5)
    assert post.relay.recipients == []
    assert "Withdrawn" in post.card().words
    assert "not sent" in post.card().words


async def test_an_expired_invitation_is_not_mailed(post: RelayedHouse) -> None:
    """A reminder that was held up until then is not sent. Until the first email leaves, nothing expires."""
    await post.invite()
    assert post.relay.recipients == [ADA]
    await post.later(days=15)
    assert post.relay.recipients == [ADA]
    assert "the invitation expired" in post.card().words


async def test_an_answered_invitation_is_not_mailed(post: RelayedHouse) -> None:
    await post.relay.refuse()
    await post.invite()
    jordan = post.house.person("Jordan Lee")
    await jordan.click("Copy link", on=post.card())
    assert jordan.modal
    link = next(word for word in jordan.modal.text.split() if "/i/" in word)
    page = await post.house.press(link, "Accept")
    assert page.status_code == 200
    await post.relay.listen()
    await post.later(minutes=5)
    assert post.relay.recipients == []
    assert "Active" in post.card().words


async def test_who_stops_all_mail_elsewhere_gets_none_here_and_the_card_says_so(post: RelayedHouse) -> None:
    await post.relay.refuse()
    await post.invite()
    async with post.house.program.new_uow(workspace_id=1) as uow:
        await uow.suppressions.add(ADA, uow.now, everywhere=True)
    await post.relay.listen()
    await post.later(minutes=5)
    assert post.relay.recipients == []
    assert "not sent" in post.card().words


async def test_a_resend_hurries_a_mail_that_waits_and_sends_it_once(post: RelayedHouse) -> None:
    post.relay.plan("450")
    await post.invite()
    await post.house.person("Jordan Lee").click("Resend", on=post.card())
    await post.house.settled()
    assert post.relay.recipients == [ADA]
    await post.later(minutes=5)
    assert post.relay.recipients == [ADA]


async def test_who_is_erased_while_a_reminder_leaves_is_no_fault_and_holds_up_nobody(
    post: RelayedHouse, caplog: pytest.LogCaptureFixture
) -> None:
    house = post.house
    await post.invite()
    await post.invite("bo@x.dk", "Bo Berg")
    post.relay.plan("slow", "slow")
    house.forward(days=3, minutes=1)
    while len(post.relay.tries) < 4:
        await house.something_happens()
    await erase(house, ADA)
    assert sorted(post.relay.recipients) == [ADA, ADA, "bo@x.dk", "bo@x.dk"]
    assert await house.rows("SELECT email FROM contact") == [{"email": "bo@x.dk"}]
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_reminder_that_a_restore_holds_is_not_wanted_once_the_address_is_dead(
    post: RelayedHouse,
) -> None:
    house = post.house
    await post.invite()
    async with house.program.new_uow(workspace_id=1) as uow:
        await uow.holding.hold_unsent()
    report = dsn("5.1.1", message_id=str(post.relay.accepted[-1].message["Message-ID"]))
    assert await take_in(house.program.settings, report, house.clock)
    await post.later(minutes=1)
    reminders = await house.rows("SELECT DISTINCT state FROM outbox WHERE kind = 'invitation_reminder'")
    assert reminders == [{"state": "cancelled"}]


async def test_what_a_restore_holds_is_not_wanted_once_the_invitation_is_withdrawn(
    post: RelayedHouse,
) -> None:
    await post.invite()
    async with post.house.program.new_uow(workspace_id=1) as uow:
        await uow.holding.hold_unsent()
    await post.house.person("Jordan Lee").click("Withdraw", on=post.card(), confirm=True)
    await post.house.settled()
    reminders = await post.house.rows("SELECT DISTINCT state FROM outbox WHERE kind = 'invitation_reminder'")
    assert reminders == [{"state": "cancelled"}]
