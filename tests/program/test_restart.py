"""However the process ends, no acknowledged work is lost, and next to nothing is sent twice."""

import asyncio
import socket
import sqlite3
import time
from collections import Counter

from tests.kit.outboxes import a_moment
from tests.kit.patience import PATIENCE
from tests.kit.process import Outside
from tests.kit.process import product as product
from tests.kit.product import free_port

ADA = "ada@x.dk"
SLACK_IS_BEING_TOLD = "SELECT id FROM outbox WHERE kind = 'card' AND state = 'sending'"
CARD_IS_SHOWN = "SELECT id FROM card WHERE ts IS NOT NULL"
MAIL_IS_SENT = "SELECT id FROM outbox WHERE kind = 'invitation' AND state = 'sent'"


async def test_killed_before_a_form_is_stored_it_can_be_sent_again(product: Outside) -> None:
    await product.jordan.command("/invite-contact", f"Ada {ADA}")
    other = sqlite3.connect(product.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    submitted = asyncio.create_task(product.jordan.submit())
    for _ in range(20):
        await a_moment()
    product.kill()
    other.execute("ROLLBACK")
    other.close()
    assert not (await submitted).ok
    await product.start()
    assert product.rows("SELECT id FROM contact") == []
    assert (await product.jordan.submit()).ok
    await product.settled()
    assert product.relay.recipients == [ADA]
    assert len(product.cards("Ada")) == 1


async def test_killed_while_a_mail_is_handed_over_it_is_sent_after_the_restart(product: Outside) -> None:
    product.relay.plan("hang-content")
    assert await product.invite("Ada", ADA)
    await product.until(lambda: "DATA" in product.relay.commands and product.rows(CARD_IS_SHOWN))
    product.kill()
    assert product.relay.recipients == []
    await product.start()
    await product.settled()
    assert product.relay.recipients == [ADA]
    assert "sent" in product.cards("Ada")[0].words


async def test_killed_before_it_knew_that_a_mail_was_accepted_the_same_mail_goes_again(
    product: Outside,
) -> None:
    product.relay.plan("hang-kept")
    assert await product.invite("Ada", ADA)
    await product.until(lambda: product.relay.accepted and product.rows(CARD_IS_SHOWN))
    product.kill()
    await product.start()
    await product.settled()
    first, second = product.relay.accepted
    assert first.data == second.data
    assert [row["lost"] for row in product.rows("SELECT lost FROM outbox WHERE kind = 'invitation'")] == [1]
    assert "sent" in product.cards("Ada")[0].words


async def test_killed_while_slack_is_told_the_card_is_shown_after_the_restart(product: Outside) -> None:
    product.demo.faults.slow("chat.postMessage", 600)  # what a dead process called for never happens
    assert await product.invite("Ada", ADA)
    await product.until(lambda: product.rows(SLACK_IS_BEING_TOLD) and product.rows(MAIL_IS_SENT))
    product.kill()
    product.demo.faults.clear()
    await product.start(LEASE_SECONDS="20")  # and with it patience: on a busy machine Slack takes its time
    await product.settled()
    assert len(product.cards("Ada")) == 1
    assert product.relay.recipients == [ADA]


async def test_killed_again_and_again_under_load_it_loses_nothing(product: Outside) -> None:
    acknowledged: set[str] = set()
    kills = 3
    for kill in range(kills):
        emails = [f"person{kill}{number}@x.dk" for number in range(5)]
        for email in emails:
            if await product.invite("Somebody", email):
                acknowledged.add(email)
        await product.until(lambda expected=kill * 4: len(product.relay.accepted) > expected)  # type: ignore[misc]
        product.kill()
        await product.start()
    await product.settled()
    stored = [row["email"] for row in product.rows("SELECT email FROM contact")]
    assert acknowledged <= set(stored)
    assert len(stored) == len(set(stored))
    mailed = Counter(product.relay.recipients)
    assert set(mailed) == set(stored)
    assert mailed.total() - len(mailed) <= kills * 4  # at most as many as are being sent at once
    assert product.rows("SELECT id FROM card WHERE ts IS NULL") == []
    assert product.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


async def test_a_button_drawn_before_a_restart_still_works(product: Outside) -> None:
    assert await product.invite("Ada", ADA)
    await product.settled()
    assert await product.terminate() == 0
    await product.start()
    await product.jordan.click("Withdraw", on=product.cards("Ada")[0], confirm=True)
    await product.until(lambda: "Withdrawn" in product.cards("Ada")[0].words)


async def test_told_to_stop_under_load_it_ends_cleanly_and_goes_on_later(product: Outside) -> None:
    product.relay.plan(*["slow"] * 40)
    invited = [f"person{number}@x.dk" for number in range(8)]
    for email in invited:
        assert await product.invite("Somebody", email)
    assert await product.terminate() == 0
    await product.start()
    await product.settled()
    assert sorted(product.relay.recipients) == sorted(invited)


async def test_told_to_stop_it_does_not_wait_for_who_hangs(product: Outside) -> None:
    await product.terminate()
    await product.start(LEASE_SECONDS="60")
    product.relay.plan_connections("hang-connect")
    assert await product.invite("Ada", ADA)
    product.demo.faults.down = "hang"
    click = asyncio.create_task(product.jordan.command("/invite-contact"))
    half = socket.create_connection(product.address)
    half.sendall(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
    await product.until(lambda: product.relay.connections)
    began = time.monotonic()
    assert await product.terminate() == 0
    assert time.monotonic() - began < 10
    await click
    half.close()
    assert product.rows("SELECT state FROM outbox WHERE kind = 'invitation'") == [{"state": "sending"}]


async def test_two_processes_may_start_at_once_on_a_fresh_file(product: Outside) -> None:
    await product.terminate()
    for path in product.folder.glob("contacts.db*"):
        path.unlink()
    ports = free_port(), free_port()
    processes = [product.launch(PORT=str(port)) for port in ports]
    try:
        for port, process in zip(ports, processes, strict=True):
            await product.ready(f"http://127.0.0.1:{port}", process)
    finally:
        for process in processes:
            process.terminate()
            process.wait(PATIENCE)
    assert [process.returncode for process in processes] == [0, 0]


async def test_killed_again_and_again_nobody_gets_a_third_copy(product: Outside) -> None:
    await product.terminate()
    patient = {"LEASE_SECONDS": "30"}  # a send that outlasts its lease could be repeated for that reason
    await product.start(**patient)
    invited = [f"person{number}@x.dk" for number in range(8)]
    for email in invited:
        product.relay.plan_for(email, "hang-kept")
        assert await product.invite("Somebody", email)
    for kill in (1, 2):  # each time the relay has accepted four emails without saying so
        await product.until(lambda expected=kill * 4: len(product.relay.accepted) >= expected)  # type: ignore[misc]
        product.kill()
        await product.start(**patient)
    await product.settled(seconds=120)
    mailed = Counter(product.relay.recipients)
    assert set(mailed) == set(invited)
    assert max(mailed.values()) <= 2
    assert product.rows("SELECT id FROM outbox WHERE state = 'failed'") == []
