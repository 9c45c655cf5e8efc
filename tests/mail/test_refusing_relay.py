"""A relay that refuses us: no address is blamed, the lane pauses, and administrators are told once."""

import logging
import re
from collections import Counter
from typing import Any

import pytest

from demo.person.seen import Seen
from storage.engine import migrate
from tests.kit.installing import with_northwind
from tests.kit.postgres import Server
from tests.kit.product import House, running
from tests.kit.relayed import ADA, RelayedHouse, beside, relayed, restarted
from tests.kit.relayed import post as post
from tests.kit.relayed import relay as relay
from tests.kit.smtp_server import MisbehavingSmtp

SENDER = ("rcpt", "554 5.7.1 <{sender}>: Sender address rejected: not owned by user talent")
PEOPLE = [f"person{number}@domain{number}.dk" for number in range(25)]
UNKNOWN = "550 5.1.1 <{rcpt}>: Recipient address rejected: User unknown"


def messages(house: House, words: str) -> list[Seen]:
    """List the messages that Maria, the administrator, got from the app."""
    return [seen for seen in house.person("Maria Garcia").messages("app") if words in seen.words]


def refusals(house: House) -> list[Seen]:
    return messages(house, "isn't accepting our email")


async def states(house: House) -> dict[str, int]:
    """Count the emails by state, without reminders."""
    rows = await house.rows("SELECT state FROM outbox WHERE lane = 'mail' AND priority = 10")
    return dict(Counter(row["state"] for row in rows))


async def test_who_refuses_us_blames_nobody_and_rests_until_it_takes_email(post: RelayedHouse) -> None:
    post.relay.always = SENDER
    await post.invite_many(PEOPLE)
    await post.house.settled()
    for _ in range(30):
        await post.later(seconds=1)
    assert len(post.relay.tries) <= 20
    assert await states(post.house) == {"queued": 25}
    assert post.told() == []
    assert len(refusals(post.house)) == 1
    words = refusals(post.house)[0].words
    assert "554 5.7.1 <address>: Sender address rejected: not owned by user talent" in words
    assert "We send as talent@acme.example" in words
    assert "We've told the administrators" in post.card("Somebody person0").words
    post.relay.always = None
    await post.later(minutes=30)
    assert sorted(post.relay.recipients) == sorted(PEOPLE)
    assert len(messages(post.house, "accepts email again")) == 1
    assert len(refusals(post.house)) == 1


async def test_a_restart_neither_tells_again_nor_hurries(post: RelayedHouse) -> None:
    post.relay.always = SENDER
    await post.invite_many(PEOPLE)
    await post.house.settled()
    before = len(post.relay.tries)
    async with restarted(post.house):
        for _ in range(30):
            await post.later(seconds=1)
        assert len(post.relay.tries) - before <= 15
        assert await states(post.house) == {"queued": 25}
        assert len(refusals(post.house)) == 1
        post.relay.always = None
        await post.later(minutes=30)
        assert sorted(post.relay.recipients) == sorted(PEOPLE)
        assert len(messages(post.house, "accepts email again")) == 1


async def test_thirty_dead_beside_ten_good_stay_thirty_dead(post: RelayedHouse) -> None:
    dead = [f"dead{number}@gone{number}.dk" for number in range(30)]
    good = [f"good{number}@here{number}.dk" for number in range(10)]
    post.relay.dead = dict.fromkeys(dead, UNKNOWN)
    await post.invite_many([*dead, *good])
    await post.house.settled()
    await post.later(seconds=15)
    assert sorted(post.relay.recipients) == sorted(good)
    assert await states(post.house) == {"failed": 30, "sent": 10}
    assert refusals(post.house) == []


@pytest.mark.parametrize("order", ["dead last", "mixed"])
async def test_the_order_of_dead_and_good_does_not_matter(post: RelayedHouse, order: str) -> None:
    people = [f"person{number}@domain{number}.dk" for number in range(40)]
    good = people[:10] if order == "dead last" else people[3::4]
    post.relay.dead = {each: UNKNOWN for each in people if each not in good}
    await post.invite_many(people)
    await post.house.settled()
    await post.later(seconds=15)
    assert await states(post.house) == {"failed": 30, "sent": 10}
    assert refusals(post.house) == []


@pytest.mark.parametrize("reply", [UNKNOWN, "550 No.", "550 Person {rcpt} 8f3a77b0 is not for us"])
async def test_the_same_words_for_everybody_are_no_dead_addresses(post: RelayedHouse, reply: str) -> None:
    post.relay.always = ("rcpt", reply)
    await post.invite_many(PEOPLE)
    await post.house.settled()
    for _ in range(30):
        await post.later(seconds=1)
    assert len(post.relay.tries) <= 20
    assert await states(post.house) == {"queued": 25}
    assert len(refusals(post.house)) == 1
    post.relay.always = None
    await post.later(minutes=30)
    assert sorted(post.relay.recipients) == sorted(PEOPLE)
    assert await states(post.house) == {"sent": 25}


async def test_people_of_one_domain_may_all_be_dead(post: RelayedHouse) -> None:
    gone = [f"person{number}@gone.dk" for number in range(12)]
    post.relay.always = ("rcpt", UNKNOWN)
    await post.invite_many(gone)
    await post.house.settled()
    assert await states(post.house) == {"failed": 12}
    assert refusals(post.house) == []


async def test_words_that_blame_nobody_are_about_us_even_at_one_domain(post: RelayedHouse) -> None:
    post.relay.always = ("rcpt", "550 No.")
    await post.invite_many([f"person{number}@here.dk" for number in range(12)])
    await post.house.settled()
    for _ in range(15):
        await post.later(seconds=1)
    assert await states(post.house) == {"queued": 12}
    assert len(refusals(post.house)) == 1


async def test_a_relay_that_took_email_an_hour_ago_may_refuse_us_in_the_same_words(
    post: RelayedHouse,
) -> None:
    await post.invite("bo@x.dk", "Bo Olsen")
    await post.later(hours=1)
    post.relay.always = ("rcpt", UNKNOWN)
    await post.invite_many(PEOPLE)
    await post.house.settled()
    for _ in range(15):
        await post.later(seconds=1)
    assert await states(post.house) == {"sent": 1, "queued": 25}
    assert len(refusals(post.house)) == 1


async def test_people_refused_in_words_of_their_own_are_dead(post: RelayedHouse) -> None:
    post.relay.dead = {each: f"550 5.1.1 No such user{' here' * n}" for n, each in enumerate(PEOPLE[:6])}
    await post.invite_many(PEOPLE[:6])
    await post.house.settled()
    await post.later(seconds=15)
    assert await states(post.house) == {"failed": 6}
    assert refusals(post.house) == []


async def test_one_address_that_is_refused_each_time_stops_nobody_elses_email(post: RelayedHouse) -> None:
    post.relay.dead = {ADA: "550 No."}
    await post.invite()
    for _ in range(3):
        await post.house.person("Jordan Lee").click("Resend", on=post.card())
        await post.house.settled()
    assert post.relay.tries.count(ADA) == 4
    assert await states(post.house) == {"failed": 4}
    assert refusals(post.house) == []


async def test_only_refusals_in_a_row_are_told(post: RelayedHouse) -> None:
    post.relay.always = SENDER
    await post.invite()
    await post.later(seconds=30)
    post.relay.always = None
    await post.later(minutes=30)
    assert post.relay.recipients == [ADA]
    post.relay.always = SENDER
    await post.invite("bo@x.dk", "Bo Olsen")
    assert "We'll keep trying" in post.card("Bo Olsen").words
    assert refusals(post.house) == []


async def test_a_relay_that_says_later_while_email_rests_is_not_hurried(post: RelayedHouse) -> None:
    post.relay.always = SENDER
    await post.invite_many(PEOPLE)
    await post.house.settled()
    await post.later(minutes=1)
    post.relay.always = ("rcpt", "451 4.3.0 Try again later")
    before = len(post.relay.tries)
    for _ in range(30):
        await post.later(seconds=1)
    assert len(post.relay.tries) - before <= 5


async def test_a_full_mailbox_is_tried_for_three_days_and_is_no_fault_of_ours(post: RelayedHouse) -> None:
    post.relay.dead = {ADA: "552 5.2.2 <{rcpt}>: Mailbox full"}
    await post.invite()
    for _ in range(2):
        await post.later(days=1)
        assert "The mailbox is full (552). We'll keep trying." in post.card().words
    await post.invite("bo@x.dk", "Bo Olsen")
    assert post.relay.recipients == ["bo@x.dk"]
    assert refusals(post.house) == []
    await post.later(days=1, minutes=1)
    assert "failed" in post.card().words


async def test_what_is_too_big_fails_alone_and_the_address_is_not_blamed(post: RelayedHouse) -> None:
    post.relay.always = ("content", "552 5.3.4 Message size exceeds fixed limit")
    await post.invite()
    post.relay.always = None
    assert "too big" in post.told()[0]
    assert "Check the address" not in post.told()[0]
    await post.invite("bo@x.dk", "Bo Olsen")
    assert post.relay.recipients == ["bo@x.dk"]


async def test_after_three_days_of_refusals_emails_fail_and_can_be_sent_again(
    post: RelayedHouse,
) -> None:
    post.relay.always = SENDER
    await post.invite()
    await post.invite_many(PEOPLE)
    await post.house.settled()
    for _ in range(3):
        await post.later(days=1, minutes=1)
        await post.later(minutes=31)
    assert await states(post.house) == {"failed": 26}
    assert all("Check the address" not in told for told in post.told())
    assert "has not taken our email for three days" in post.card().words
    assert len(refusals(post.house)) == 1
    post.relay.always = None
    await post.house.person("Jordan Lee").click("Resend", on=post.card())
    await post.house.settled()
    await post.later(minutes=30)
    assert post.relay.recipients == [ADA]


async def test_a_single_email_that_is_refused_tells_after_the_third_time(post: RelayedHouse) -> None:
    post.relay.always = SENDER
    await post.invite()
    assert refusals(post.house) == []
    assert "Our mail server doesn't take email at the moment. We'll keep trying." in post.card().words
    for _ in range(2):
        await post.later(seconds=30)
    assert len(refusals(post.house)) == 1
    assert "We've told the administrators" in post.card().words
    assert "554 5.7.1" in post.card().words
    rows = await post.house.rows("SELECT fault, reply FROM outbox WHERE lane = 'mail' AND attempts > 0")
    assert rows == [{"fault": "us", "reply": SENDER[1].format(sender="").replace("<>", "<address>")}]


async def test_an_invitation_during_the_pause_says_so_at_once(post: RelayedHouse) -> None:
    post.relay.always = SENDER
    await post.invite_many(PEOPLE)
    await post.house.settled()
    tries = len(post.relay.tries)
    await post.invite()
    assert len(post.relay.tries) == tries
    assert "doesn't take email at the moment. We've told the administrators." in post.card().words


@pytest.mark.parametrize(
    ("server", "url", "said", "advice"),
    [
        ({}, "smtp://127.0.0.1:{port}", "does not offer STARTTLS", "SMTP_URL"),
        ({"tls": "starttls"}, "smtp://127.0.0.1:{port}", "certificate", "SMTP_URL"),
        ({}, "smtps://127.0.0.1:{port}", "does not speak TLS", "smtps:// is port 465"),
        (
            {},
            "smtp://u:p@127.0.0.1:{port}?starttls=never",
            "no login of a kind",
            "login (user and password) in SMTP_URL",
        ),
        (
            {"login": ("u", "p"), "mechanisms": "XOAUTH2"},
            "smtp://u:p@127.0.0.1:{port}?starttls=never",
            "no login of a kind",
            "login (user and password) in SMTP_URL",
        ),
    ],
)
async def test_settings_that_cannot_work_are_told_to_the_administrators_and_to_readyz(
    database_url: str, server: dict[str, Any], url: str, said: str, advice: str
) -> None:
    async with MisbehavingSmtp(**server) as relay:
        async with relayed(database_url, relay, smtp_url=url.format(port=relay.port)) as post:
            await post.invite()
            assert "We've told the administrators" in post.card().words
            assert said in refusals(post.house)[0].words
            assert advice in refusals(post.house)[0].words
            ready = await post.house.web.get("/readyz")
            assert ready.status_code == 200
            assert said in ready.json()["mail"]
        assert relay.accepted == []


async def test_the_relays_words_are_read_by_no_deputy(post: RelayedHouse) -> None:
    maria, jordan = post.house.person("Maria Garcia"), post.house.person("Jordan Lee")
    await maria.command("/contacts", "away")
    await maria.fill({"Until": str(post.house.clock().date()), "Deputy": "Jordan Lee"})
    await maria.submit()
    post.relay.always = SENDER
    await post.invite_many(PEOPLE[:3])
    await post.house.settled()
    assert len(refusals(post.house)) == 1
    assert not any("isn't accepting our email" in each.words for each in jordan.messages("app"))


async def test_the_log_has_one_line_a_refusal_without_addresses(
    post: RelayedHouse, caplog: pytest.LogCaptureFixture
) -> None:
    post.relay.dead = {ADA: "550 5.1.1 <{rcpt}>: ada is unknown here"}
    await post.invite()
    lines = [record.getMessage() for record in caplog.records if "mail_refused" in record.getMessage()]
    assert len(lines) == 1
    assert "550 5.1.1 <address>: <address> is unknown here" in lines[0]
    assert "<address> is unknown here" in post.told()[0]


async def test_the_log_says_once_that_email_rests_and_that_it_goes_on(
    post: RelayedHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    post.relay.always = SENDER
    await post.invite_many(PEOPLE[:4])
    await post.house.settled()
    for _ in range(4):
        await post.later(seconds=10)
    post.relay.always = None
    await post.later(minutes=30)
    lines = [record.getMessage() for record in caplog.records]
    rests = [line for line in lines if "mail_paused" in line or "mail_resumed" in line]
    assert ["mail_paused" in line for line in rests] == [True, False]


async def test_the_log_has_one_line_an_outage(post: RelayedHouse, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await post.relay.refuse()
    await post.invite_many(PEOPLE)
    await post.house.settled()
    await post.later(seconds=15)
    await post.relay.listen()
    await post.later(minutes=1)
    lines = [record.getMessage() for record in caplog.records if "mail_relay" in record.getMessage()]
    assert ["unreachable" in line for line in lines] == [True, False]


async def test_with_many_workspaces_only_the_operators_read_the_relays_words(
    database_url: str, relay: MisbehavingSmtp
) -> None:
    relay.always = SENDER
    options: dict[str, Any] = {"smtp_url": relay.url, "lease_seconds": 4, "admins": ("U080000000M",)}
    async with running(database_url, by_oauth=True, **options) as house:
        northwind = await with_northwind(house)
        post, operator = RelayedHouse(house, relay), house.demo.person("Noor Haddad", northwind.id)
        await post.invite_many(PEOPLE)
        await house.settled()
        assert refusals(house) == []
        told = [seen for seen in operator.messages("app") if "isn't accepting our email" in seen.words]
        assert [SENDER[1][:9] in seen.words for seen in told] == [True]
        assert "We've told the administrators." in post.card("Somebody person0").words
        assert "554" not in post.card("Somebody person0").words
        (delayed,) = messages(house, "Email is delayed right now.")
        assert "554" not in delayed.words
        relay.always = None
        await post.later(minutes=30)
        assert len(messages(house, "accepts email again")) == 1
        assert "accepts email again" in operator.messages("app")[-1].words
        assert not any("delayed" in seen.words for seen in operator.messages("app"))


async def test_the_envelope_sender_is_the_address_people_name_to_the_relay(post: RelayedHouse) -> None:
    await post.invite()
    assert post.relay.accepted[0].mail_from == "talent@acme.example"


async def test_a_return_path_with_an_id_names_the_email(database_url: str, relay: MisbehavingSmtp) -> None:
    path = "bounce+{id}@acme.example"
    async with relayed(database_url, relay, mail_return_path=path) as post:
        await post.invite()
        await post.invite("bo@x.dk", "Bo Olsen")
    first, second = (mail.mail_from for mail in relay.accepted)
    assert first != second
    assert re.fullmatch(r"bounce\+\d+-[0-9a-f]+@acme\.example", first)


@pytest.mark.postgres
async def test_two_processes_on_postgresql_share_the_pause(postgres: Server, relay: MisbehavingSmtp) -> None:
    relay.always = SENDER
    with postgres.database(postgres.template("migrated", migrate.upgrade)) as url:
        async with relayed(url, relay) as post, beside(post.house):
            await post.invite_many(PEOPLE)
            await post.house.settled()
            for _ in range(30):
                await post.later(seconds=1)
            assert len(relay.tries) <= 20
            assert await states(post.house) == {"queued": 25}
            assert len(refusals(post.house)) == 1
            relay.always = None
            await post.later(minutes=30)
            assert sorted(relay.recipients) == sorted(PEOPLE)
            assert len(messages(post.house, "accepts email again")) == 1
