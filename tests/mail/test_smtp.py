"""Sending email to a real server that misbehaves: what arrives, the errors, and time limits."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from time import monotonic

import pytest

from bot.mail.awake import awake_timeout
from bot.mail.lane import IDLE_SECONDS, MAILS_PER_CONNECTION, RelayConnection
from bot.mail.message import Email, build
from bot.mail.preview import samples
from bot.mail.smtp import (
    AuthenticationRefused,
    DeliveryError,
    PermanentRefusal,
    SenderRefused,
    Smtp,
    SmtpUtf8Missing,
    TemporaryRefusal,
    Unreachable,
)
from tests.kit.smtp_server import MisbehavingSmtp

CONTENT, DELIVERY = samples()["invitation"]
PATIENCE = 0.3  # seconds an email may take when the server is meant to hang


def mail(to: str = "ada@studio.example") -> Email:
    return build(CONTENT, replace(DELIVERY, to_email=to))


@pytest.fixture
async def server() -> AsyncIterator[MisbehavingSmtp]:
    async with MisbehavingSmtp() as server:
        yield server


@pytest.fixture
async def lane(server: MisbehavingSmtp) -> AsyncIterator[RelayConnection]:
    async with Smtp.from_url(server.url, hostname="acme.example", timeout=60).lane() as lane:
        yield lane


async def failure(lane: RelayConnection, message: Email, within: float = 5.0) -> DeliveryError:
    began = monotonic()
    with pytest.raises(DeliveryError) as failed:
        await lane.send(message, within=within)
    assert monotonic() - began < within + 1
    return failed.value


@pytest.mark.parametrize("sample", samples())
async def test_a_mail_arrives_byte_for_byte(
    server: MisbehavingSmtp, lane: RelayConnection, sample: str
) -> None:
    message = build(*samples()[sample])
    await lane.send(message)
    assert [(mail.mail_from, mail.rcpt_to, mail.data) for mail in server.accepted] == [
        ("talent@acme.example", "ada@studio.example", message.data)
    ]


async def test_the_server_learns_no_name_of_this_machine(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    await lane.send(mail())
    assert server.commands[0] == "EHLO acme.example"


async def test_many_mails_go_over_one_connection(server: MisbehavingSmtp, lane: RelayConnection) -> None:
    for number in range(5):
        await lane.send(mail(f"ada{number}@studio.example"))
    assert server.connections == 1
    assert server.recipients == [f"ada{number}@studio.example" for number in range(5)]


async def test_a_worn_connection_is_replaced(server: MisbehavingSmtp, lane: RelayConnection) -> None:
    for _ in range(MAILS_PER_CONNECTION + 3):
        await lane.send(mail())
    assert server.connections == 2, "the new one lasts as long as the first"
    assert server.commands.count("QUIT") == 1


async def test_an_idle_connection_is_replaced(server: MisbehavingSmtp, lane: RelayConnection) -> None:
    await lane.send(mail())
    lane.clock = lambda: monotonic() + IDLE_SECONDS + 1
    await lane.send(mail())
    assert server.connections == 2


async def test_a_connection_the_server_gave_up_costs_no_mail(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    await lane.send(mail())
    await server.hang_up()
    await lane.send(mail())
    server.plan("421")
    await lane.send(mail())
    assert len(server.accepted) == 3
    assert server.connections == 3


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("421-rcpt", TemporaryRefusal, 421),
        ("450", TemporaryRefusal, 450),
        ("greylist", TemporaryRefusal, 451),
        ("451-data", TemporaryRefusal, 451),
        ("452-content", TemporaryRefusal, 452),
        ("550", PermanentRefusal, 550),
        ("552", PermanentRefusal, 552),
        ("554", PermanentRefusal, 554),
        ("554-data", PermanentRefusal, 554),
        ("550-mail", SenderRefused, 550),
        ("530-mail", AuthenticationRefused, 530),
    ],
)
async def test_a_refusal_has_its_kind_and_the_next_mail_goes_out(
    server: MisbehavingSmtp, lane: RelayConnection, fault: str, kind: type[DeliveryError], code: int
) -> None:
    server.plan(fault)
    error = await failure(lane, mail())
    assert type(error) is kind
    assert str(error).startswith(str(code))
    assert server.accepted == []
    await lane.send(mail())
    assert len(server.accepted) == 1


async def test_a_refused_recipient_keeps_the_connection(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    server.plan_for("gone@studio.example", "550")
    error = await failure(lane, mail("gone@studio.example"))
    assert isinstance(error, PermanentRefusal)
    assert error.recipient
    await lane.send(mail())
    assert server.connections == 1
    assert "RSET" in server.commands


async def test_the_servers_words_are_kept_without_addresses(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    server.plan("550")
    error = await failure(lane, mail())
    assert error.text == "5.1.1 no such user <address>"
    assert error.sentence == "The mail server permanently refused this address (550)."


@pytest.mark.parametrize("fault", ["hang-mail", "hang-rcpt", "hang-data", "hang-content"])
async def test_a_server_that_hangs_is_given_up_in_time(
    server: MisbehavingSmtp, lane: RelayConnection, fault: str
) -> None:
    server.plan(fault)
    error = await failure(lane, mail(), within=PATIENCE)
    assert isinstance(error, Unreachable)
    assert error.maybe_accepted == (fault in ("hang-data", "hang-content"))
    await lane.send(mail())
    assert server.connections == 2
    assert len(server.accepted) == 1


async def test_an_answer_that_came_while_this_process_stood_still_counts() -> None:
    ours, theirs = socket.socketpair()
    answered, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(ours, answered.set)
    try:
        async with awake_timeout(PATIENCE):
            theirs.send(b"250 ok")
            stand_still(PATIENCE * 2)
            await answered.wait()
            for _ in range(5):  # what an answer of several lines needs
                await asyncio.sleep(0)
    finally:
        loop.remove_reader(ours)
        ours.close()
        theirs.close()


def stand_still(seconds: float) -> None:
    end = monotonic() + seconds
    while monotonic() < end:
        pass


@pytest.mark.parametrize("fault", ["hang-connect", "drop-connect", "reset-connect"])
async def test_a_greeting_that_never_comes_is_unreachable(
    server: MisbehavingSmtp, lane: RelayConnection, fault: str
) -> None:
    server.plan_connections(fault)
    assert isinstance(await failure(lane, mail(), within=PATIENCE), Unreachable)
    await lane.send(mail())


async def test_a_busy_greeting_is_temporary(server: MisbehavingSmtp, lane: RelayConnection) -> None:
    server.plan_connections("421-connect", "554-connect")
    assert isinstance(await failure(lane, mail()), TemporaryRefusal)
    assert isinstance(await failure(lane, mail()), SenderRefused)
    await lane.send(mail())


async def test_a_refused_connection_is_unreachable_until_the_server_is_back(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    await lane.send(mail())
    await server.refuse()
    for _ in range(2):
        assert isinstance(await failure(lane, mail()), Unreachable)
    await server.listen()
    await lane.send(mail())
    assert len(server.accepted) == 2


@pytest.mark.parametrize("fault", ["drop", "reset"])
async def test_a_connection_lost_within_the_content_loses_nothing_but_time(
    server: MisbehavingSmtp, lane: RelayConnection, fault: str
) -> None:
    server.plan(fault)
    error = await failure(lane, mail())
    assert isinstance(error, Unreachable)
    assert error.maybe_accepted
    assert server.accepted == []
    await lane.send(mail())


async def test_a_lost_250_is_told_apart_as_maybe_accepted(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    server.plan("lost-250")
    error = await failure(lane, mail())
    assert isinstance(error, Unreachable)
    assert error.maybe_accepted
    await lane.send(mail())
    first, second = server.accepted
    assert first.message["Message-ID"] == second.message["Message-ID"]


async def test_slow_answers_are_waited_for_up_to_the_bound(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    server.plan("slow")
    await lane.send(mail())
    assert len(server.accepted) == 1


async def test_addresses_beyond_ascii_need_a_server_that_offers_it(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    await lane.send(mail("jürg@exämple.de"))
    accepted = server.accepted[0]
    assert accepted.rcpt_to == "jürg@exämple.de"
    assert accepted.options.split() == ["SMTPUTF8", "BODY=8BITMIME"]
    assert "jürg@exämple.de".encode() in accepted.data


async def test_without_smtputf8_such_an_address_fails_and_others_go_out(
    server: MisbehavingSmtp, lane: RelayConnection
) -> None:
    server.smtputf8 = False
    error = await failure(lane, mail("jürg@exämple.de"))
    assert isinstance(error, SmtpUtf8Missing)
    assert not error.retry
    assert "can't send to this address" in error.sentence
    await lane.send(mail("ada@exämple.de"))
    assert server.recipients == ["ada@xn--exmple-cua.de"]
    assert server.connections == 1


async def test_among_all_faults_at_once_nothing_is_lost_and_only_a_lost_250_doubles(
    server: MisbehavingSmtp,
) -> None:
    faults = ["hang", "421", "450", "greylist", "451-data", "drop", "reset", "lost-250", "slow", "ok"]
    waiting = [mail(f"ada{number}@studio.example") for number in range(200)]
    server.plan(*(faults[number % len(faults)] for number in range(len(waiting))))

    async def work() -> None:
        # Long enough that a slow machine is not mistaken for one that hangs.
        async with Smtp.from_url(server.url, timeout=5 * PATIENCE).lane() as lane:
            while waiting:
                message = waiting.pop()
                try:
                    await lane.send(message)
                except DeliveryError as error:
                    assert error.retry
                    waiting.append(message)

    await asyncio.gather(*(work() for _ in range(4)))
    assert len(set(server.recipients)) == 200
    assert len(server.recipients) <= 200 + 20


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_tls_and_login_are_used(tls: str) -> None:
    async with MisbehavingSmtp(tls=tls, login=("talent", "s3cret")) as server:
        smtp = Smtp.from_url(server.url, tls=server.client_tls, timeout=60)
        await smtp.check_login()
        async with smtp.lane() as lane:
            await lane.send(mail())
        assert server.accepted[0].encrypted


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_an_unknown_certificate_is_not_trusted(tls: str) -> None:
    async with MisbehavingSmtp(tls=tls) as server, Smtp.from_url(server.url, timeout=60).lane() as lane:
        error = await failure(lane, mail())
        assert isinstance(error, Unreachable)
        assert "certificate" in error.text.lower()


async def test_without_starttls_nothing_is_sent_in_clear(server: MisbehavingSmtp) -> None:
    async with Smtp.from_url(f"smtp://127.0.0.1:{server.port}", timeout=60).lane() as lane:
        assert isinstance(await failure(lane, mail()), Unreachable)
    assert server.accepted == []


async def test_a_wrong_password_is_an_alarm_and_shows_no_password() -> None:
    async with MisbehavingSmtp(tls="starttls", login=("talent", "s3cret")) as server:
        url = server.url.replace("s3cret", "wr0ng")
        smtp = Smtp.from_url(url, tls=server.client_tls, timeout=60)
        with pytest.raises(AuthenticationRefused) as refused:
            await smtp.check_login()
        assert refused.value.alarm
        assert refused.value.retry
        assert "wr0ng" not in f"{refused.value!r} {refused.value} {refused.value.sentence} {smtp!r}"


async def test_a_login_the_settings_do_not_have_is_an_alarm() -> None:
    async with MisbehavingSmtp(login=("talent", "s3cret")) as server:
        url = f"smtp://127.0.0.1:{server.port}?starttls=never"
        assert isinstance(await failure(Smtp.from_url(url).lane(), mail()), AuthenticationRefused)


async def test_closing_a_lane_waits_for_no_hanging_server(server: MisbehavingSmtp) -> None:
    lane = Smtp.from_url(server.url, timeout=60).lane()
    await lane.send(mail())
    await server.refuse()
    await lane.close()
    await lane.close()
