"""Reports of failed delivery: which messages are some, what they mean, and which email they are about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.bounce import BounceKind, read_bounce
from tests.kit.reports import (
    CODE,
    EXIM,
    EXIM_WARNING,
    HUMAN,
    MESSAGE_ID,
    QMAIL,
    QMAIL_TIMED_OUT,
    ROW,
    VACATION,
    VERP,
    dsn,
    plain,
)

# Kind, Status and Diagnostic-Code, as mail servers write them.
STANDARD = """
hard 5.1.1 smtp; 550 5.1.1 <ada@x.dk>: Recipient address rejected: User unknown in virtual mailbox table
hard 5.1.1 X-Postfix; unknown user: "ada"
hard 5.4.4 X-Postfix; Host or domain name not found. Name service error for name=x.dk type=A: Host not found
hard 5.1.10 smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
hard 5.1.1 smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
hard 5.2.1 smtp; 550 5.2.1 The email account that you tried to reach is disabled.
hard 5.0.0 smtp; 550 No such user here
hard 5.0.0 smtp;550 5.1.1 User unknown
hard 5.1.2 DNS; unrouteable address
hard 5.0.0 smtp; 554 delivery error: dd This user doesn't have a yahoo.com account (ada@x.dk) [0]
hard 5.1.0 smtp; 550 #5.1.0 Address rejected.
hard 5.1.1 x-unknown; ada@x.dk... User unknown
hard 5.1.1
soft 4.4.7 smtp;550 4.4.7 QUEUE.Expired; message expired
soft 4.4.1 X-Postfix; connect to mx.x.dk[192.0.2.1]:25: Connection timed out
soft 5.2.2 smtp; 552 5.2.2 <ada@x.dk>: Mailbox full
hard 5.0.0 550 5.1.1 No such user; see https://x.dk/help
soft 5.2.2 smtp; 552-5.2.2 The email account that you tried to reach is over quota.
soft 5.0.0 smtp; 452 4.2.2 Mailbox full
soft 4.4.7 smtp; 451 4.7.1 Greylisted, try again later
soft 4.0.0
refused 5.7.1 smtp; 550 5.7.1 Message rejected as spam by content filtering
refused 5.7.26 smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.
refused 5.7.606 smtp;550 5.7.606 Access denied, banned sending IP [192.0.2.9]
refused 5.7.133 smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup
refused 5.1.8 smtp; 550 5.1.8 Sender address rejected: Domain not found
refused 5.3.4 smtp; 552 5.3.4 Message size exceeds fixed limit
refused 5.0.0 smtp; 550 No.
refused 5.2.0 smtp; 550 5.2.0 No.
refused 5.0.0
"""
CASES = [line.split(" ", 2) for line in STANDARD.strip().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(case))
def test_what_a_report_means_is_judged_like_a_refusal(case: list[str]) -> None:
    kind, status, *diagnostic = case
    found = read_bounce(dsn(status, *diagnostic))
    assert found is not None
    assert found.kind == kind
    assert found.ids == ((ROW, CODE),)


@pytest.mark.parametrize(
    ("report", "kind"),
    [(QMAIL, "hard"), (QMAIL_TIMED_OUT, "soft"), (EXIM, "hard")],
    ids=["qmail", "old", "exim"],
)
def test_the_forms_from_before_the_standard_are_understood(report: bytes, kind: str) -> None:
    found = read_bounce(report)
    assert found is not None
    assert found.kind == kind
    assert found.ids == ((ROW, CODE),)


def test_the_words_for_people_name_the_reason_and_no_address() -> None:
    found = read_bounce(dsn("5.1.1", "smtp; 550 5.1.1 <ada.lovelace@x.dk>: User ada unknown"))
    assert found is not None
    words = "550 5.1.1 <address>: User <address> unknown"
    assert found.reason == f"The email came back: this address doesn't receive email. It said: {words}"
    full = read_bounce(dsn("5.2.2", "smtp; 552 5.2.2 Over quota"))
    assert full is not None
    assert full.reason == "The email came back: the mailbox is full. It said: 552 5.2.2 Over quota"


FOREIGN = "<2020@elsewhere.example>"
IDS = {
    "envelope": dsn("5.1.1", message_id=FOREIGN, to=VERP),
    "envelope in capitals": dsn("5.1.1", message_id=FOREIGN, to=VERP.upper()),
    "delivered to": dsn("5.1.1", message_id=FOREIGN, headers=f"Delivered-To: {VERP}\n"),
    "original message id": dsn("5.1.1", message_id=FOREIGN, about_all=f"Original-Message-ID: {MESSAGE_ID}\n"),
    "returned headers": dsn("5.1.1", returned_type="text/rfc822-headers"),
    "international": dsn(
        "5.1.1", status_type="message/global-delivery-status", returned_type="message/global"
    ),
    "in reply to": dsn("5.1.1", message_id=FOREIGN, headers=f"In-Reply-To: {MESSAGE_ID}\n"),
}


@pytest.mark.parametrize("where", IDS)
def test_the_email_is_found_wherever_it_is_named(where: str) -> None:
    found = read_bounce(IDS[where])
    assert found is not None
    assert (ROW, CODE) in found.ids
    assert found.kind is BounceKind.HARD


def test_the_envelope_counts_before_the_returned_email() -> None:
    found = read_bounce(dsn("5.1.1", message_id="<offer.7.ba9876543210@acme.example>", to=VERP))
    assert found is not None
    assert found.ids == ((ROW, CODE), (7, "ba9876543210"))


NOTHING = {
    "vacation": VACATION,
    "a person": HUMAN,
    "still being tried": EXIM_WARNING,
    "delayed": dsn("4.4.1", "X-Postfix; connection refused", action="delayed", to=VERP),
    "not said to have failed": dsn("4.4.1", "X-Postfix; connection refused", action="", to=VERP),
    "delivered": dsn("2.0.0", action="delivered", to=VERP),
    "read receipt": dsn("5.1.1", report="disposition-notification", status_type="text/plain", to=VERP),
    "spam complaint": dsn("5.1.1", report="feedback-report", status_type="text/plain", to=VERP),
    "somebody else's": dsn("5.1.1", "smtp; 550 5.1.1 <ada@x.dk>: User unknown", message_id=FOREIGN),
    "a reply to ours that failed": dsn("5.1.1", message_id=FOREIGN, headers=f"References: {MESSAGE_ID}\n"),
    "empty": b"",
    "not even a message": b"\xff\xfe\x00 GET / HTTP/1.1\r\n\r\n",
    "parts within parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (each, each) for each in range(2_000)
    ),
    "in no encoding": plain("550 user unknown", To=VERP, Content_Type="text/plain; charset=klingon"),
}


@pytest.mark.parametrize("what", NOTHING)
def test_other_messages_are_no_reports(what: str) -> None:
    assert read_bounce(NOTHING[what]) is None


@given(
    st.binary(max_size=400),
    st.sampled_from([QMAIL, EXIM, VACATION, dsn("5.1.1", to=VERP)]),
    st.integers(0, 1500),
)
def test_nothing_that_is_sent_to_us_stops_the_reading(noise: bytes, report: bytes, at: int) -> None:
    read_bounce(report[:at] + noise + report[at:])
