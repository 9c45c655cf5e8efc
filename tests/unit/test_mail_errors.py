"""What logs and people read about a mail server's answer."""

import pytest

from bot.mail.errors import (
    AuthenticationRefused,
    DeliveryError,
    InvalidAddress,
    PermanentRefusal,
    SenderRefused,
    SmtpUtf8Missing,
    TemporaryRefusal,
    Unreachable,
    WrongSettings,
    to_be_judged,
    without_addresses,
)
from bot.mail.verdict import RCPT, Fault, Topic, Verdict, verdict


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("5.1.1 <ada@studio.example>: no such user", "5.1.1 <address>: no such user"),
        ("one or more recipients (ada@studio.example:blocked)", "one or more recipients (<address>:blocked)"),
        ("user ada.l+x@studio.example unknown", "user <address> unknown"),
        ("5.1.1 jürg@exämple.de\nsee https://help.example", "5.1.1 <address> see https://help.example"),
        ("busy\r\n2026-01-01 INFO approved\x1b[31m", "busy 2026-01-01 INFO approved [31m"),
        ("\udcff broken", "broken"),
        ("x" * 5000, "x" * 200),
        ("", ""),
    ],
)
def test_a_servers_words_lose_addresses_and_line_breaks(said: str, kept: str) -> None:
    assert without_addresses(said) == kept


def test_words_in_an_address_do_not_count() -> None:
    said = [
        f"{who}@x.dk: recipient address rejected" for who in ("ada", "mailbox-full", "spam.blocked.sender")
    ]
    assert {verdict(RCPT, 550, to_be_judged(each)) for each in said} == {verdict(RCPT, 550, said[0])}


@pytest.mark.parametrize(
    ("error", "retry", "alarm"),
    [
        (Unreachable("connect: refused"), True, False),
        (WrongSettings("no STARTTLS", Topic.ENCRYPTION), True, True),
        (TemporaryRefusal(450, "busy", Verdict(Fault.LATER)), True, False),
        (PermanentRefusal(550, "unknown", Verdict(Fault.PERSON)), False, False),
        (PermanentRefusal(554, "spam", Verdict(Fault.MESSAGE)), False, False),
        (SmtpUtf8Missing(), False, False),
        (InvalidAddress("not one plain mailbox"), False, False),
        (AuthenticationRefused(535, "wrong", Verdict(Fault.US, Topic.LOGIN)), True, True),
        (SenderRefused(550, "who are you", Verdict(Fault.US)), True, True),
    ],
)
def test_each_failure_says_whether_to_try_again_and_whether_to_call_somebody(
    error: DeliveryError, retry: bool, alarm: bool
) -> None:
    assert (error.retry, error.alarm) == (retry, alarm)
    assert error.sentence.endswith((".", ")."))
