"""Headers, envelope and structure of finished emails, compared with the email package."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.message import Message as ParsedMessage
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail import headers
from bot.mail.errors import InvalidAddress
from bot.mail.message import Content, Delivery, Mailbox, build
from bot.mail.preview import HOSTILE_NAME, samples
from bot.mail.rendering import render

CONTENT, DELIVERY = samples()["invitation"]
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "List-Id", "List-Unsubscribe",
    "List-Unsubscribe-Post", "Feedback-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
}  # fmt: skip
AWKWARD = '\r\n\x0b\x0c\x85\u2028\u2029\x00\ud800\u202e\u200b=?utf-8q_<>"\\,;:@.{}%é\u0301語😀 '
WORDS = st.text(max_size=120) | st.text(alphabet=AWKWARD, max_size=120)
EVERY_SAMPLE = pytest.mark.parametrize("sample", samples())


def parsed(content: Content = CONTENT, delivery: Delivery = DELIVERY) -> EmailMessage:
    message = message_from_bytes(build(content, delivery).data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def shown(name: str) -> str:
    return headers.unencodable(headers.name(name))


@EVERY_SAMPLE
def test_every_header_is_there_once_and_no_other(sample: str) -> None:
    message = parsed(*samples()[sample])
    without = set() if samples()[sample][1].reply_to else {"Reply-To"}
    assert sorted(message.keys()) == sorted(HEADERS - without)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message.defects == []


@given(name=WORDS, via=WORDS, company=WORDS, subject=WORDS, note=WORDS)
@settings(deadline=None)
def test_no_words_of_people_change_the_head_or_the_parts(
    name: str, via: str, company: str, subject: str, note: str
) -> None:
    content = replace(CONTENT, subject=subject, note=note, heading=name, paragraphs=(via,), note_by=name)
    delivery = replace(
        DELIVERY, to_name=name, via=via, company=company, reply_to=Mailbox(via, "j@acme.example")
    )
    data = build(content, delivery).data
    message = message_from_bytes(data, policy=policy.compat32)
    assert sorted(message.keys()) == sorted(HEADERS)
    assert len(list(message.walk())) == 3
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", data)
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()


@given(name=WORDS, via=WORDS, subject=WORDS, note=WORDS, follows=st.booleans())
@settings(deadline=None)
def test_a_filled_skeleton_reads_as_the_mail_the_email_package_builds(
    name: str, via: str, subject: str, note: str, follows: bool
) -> None:
    content = replace(CONTENT, subject=subject, note=note, heading=name, note_by=via)
    references = ("<first@acme.example>", "<second@acme.example>") if follows else ()
    delivery = replace(DELIVERY, to_name=name, via=via, references=references)
    ours = message_from_bytes(build(content, delivery).data, policy=policy.compat32)
    theirs = message_from_bytes(built_by_the_email_package(content, delivery), policy=policy.compat32)
    assert decoded(ours) == decoded(theirs)
    assert bodies(ours) == bodies(theirs)


def built_by_the_email_package(content: Content, delivery: Delivery) -> bytes:
    """Build an email with the email package, from cleaned words because the package itself is not safe."""
    text, html = render(content, delivery)
    message = EmailMessage()
    disguised = headers.looks_like_an_address
    via = "" if disguised(headers.name(delivery.via or "", 50)) else headers.name(delivery.via or "", 50)
    message["From"] = mailbox(f"{via} via Acme" if via else "Acme", "talent@acme.example")
    message["To"] = mailbox("" if disguised(delivery.to_name) else delivery.to_name, delivery.to_email)
    message["Reply-To"] = mailbox("Jordan Lee", "jordan@acme.example")
    message["Subject"] = headers.unencodable(headers.name(content.subject, headers.LONGEST_SUBJECT))
    message["Date"] = delivery.date
    message["Message-ID"] = delivery.message_id
    message["List-Id"] = "<trusted-contacts.acme.example>"
    message["List-Unsubscribe"] = f"<{delivery.stop_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Feedback-ID"] = "invitation:trustedcontacts"
    message["Auto-Submitted"] = "auto-generated"
    if delivery.references:
        message["In-Reply-To"] = delivery.references[-1]
        message["References"] = " ".join(delivery.references)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message.as_bytes(policy=policy.SMTP.clone(max_line_length=998))


def mailbox(name: str, email: str) -> str:
    name = shown(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{email}>' if name else email


def decoded(message: ParsedMessage) -> dict[str, str]:
    values = {name: str(make_header(decode_header(str(value)))) for name, value in message.items()}
    values.pop("Content-Type")
    # Quoting of names and spaces between encoded words may differ; they mean nothing.
    return {name: re.sub(r'[\s"\\]+', "", value) for name, value in values.items()}


def bodies(message: ParsedMessage) -> list[str]:
    parts = [part for part in message.walk() if not part.is_multipart()]
    return [bytes(part.get_payload(decode=True)).decode().replace("\r\n", "\n").strip() for part in parts]


def test_from_is_our_own_address_in_the_name_of_the_person() -> None:
    message = parsed()
    assert str(message["From"]) == "Jordan Lee via Acme <talent@acme.example>"
    assert str(message["Reply-To"]) == "Jordan Lee <jordan@acme.example>"


@pytest.mark.parametrize(
    "via", ["ceo@acme.test", "https://evil.test", "evil.test", 'x" <ceo@acme.test>', "", None]
)
def test_a_name_that_could_deceive_is_not_put_into_from(via: str | None) -> None:
    assert str(parsed(delivery=replace(DELIVERY, via=via))["From"]) == "Acme <talent@acme.example>"


def test_a_company_name_that_reads_as_an_address_gives_way_to_the_configured_one() -> None:
    delivery = replace(DELIVERY, via=None, company="ceo@acme.test")
    assert str(parsed(delivery=delivery)["From"]) == "Acme Talent <talent@acme.example>"


@pytest.mark.parametrize("name", ['Eve" <ceo@acme.test>, "x', "ceo@acme.test", "a@b.test,", HOSTILE_NAME])
def test_the_recipient_is_one_mailbox_whatever_the_name(name: str) -> None:
    to = parsed(delivery=replace(DELIVERY, to_name=name))["To"]
    assert [address.addr_spec for address in to.addresses] == ["ada@studio.example"]


@pytest.mark.parametrize("name", ["ceo@acme.test", "https://evil.test", "evil.test"])
def test_a_name_that_reads_as_an_address_stands_beside_no_address(name: str) -> None:
    message = parsed(delivery=replace(DELIVERY, to_name=name, reply_to=Mailbox(name, "jordan@acme.example")))
    assert (str(message["To"]), str(message["Reply-To"])) == ("ada@studio.example", "jordan@acme.example")


def test_the_envelope_sender_is_the_one_given_with_its_domain_in_ascii() -> None:
    message = build(CONTENT, replace(DELIVERY, envelope_from="bounce+Ab1-x_9@exämple.de"))
    assert message.envelope_from == "bounce+Ab1-x_9@xn--exmple-cua.de"
    assert message.envelope_to == "ada@studio.example"
    assert not message.smtputf8


def test_a_long_list_unsubscribe_stays_one_unencoded_line() -> None:
    url = "https://people.acme.example/stop/" + "x" * 200
    data = build(replace(CONTENT, button=None), replace(DELIVERY, stop_url=url)).data
    assert b"\r\nList-Unsubscribe: <" + url.encode() + b">\r\n" in data
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data


@pytest.mark.parametrize(
    ("sender", "list_id"),
    [
        ("talent@acme.example", "<trusted-contacts.acme.example>"),
        ("talent@Straße.example", "<trusted-contacts.xn--strae-oqa.example>"),
    ],
)
def test_the_list_has_one_name_below_the_senders_domain(sender: str, list_id: str) -> None:
    delivery = replace(DELIVERY, sender=Mailbox("Acme Talent", sender))
    assert f"\r\nList-Id: {list_id}\r\n".encode() in build(CONTENT, delivery).data


def test_a_retry_has_the_same_bytes() -> None:
    assert build(CONTENT, DELIVERY) == build(CONTENT, DELIVERY)


def test_a_date_of_any_zone_is_written_in_utc() -> None:
    when = datetime(2026, 12, 1, 1, 0, tzinfo=timezone(timedelta(hours=9)))
    date = parsed(delivery=replace(DELIVERY, date=when))["Date"]
    assert parsedate_to_datetime(str(date)) == when
    assert str(date) == "Mon, 30 Nov 2026 16:00:00 +0000"


def test_a_reminder_refers_to_the_mails_before_it() -> None:
    message = parsed(delivery=replace(DELIVERY, references=("<a@acme.example>", "<b@acme.example>")))
    assert message["In-Reply-To"] == "<b@acme.example>"
    assert str(message["References"]).split() == ["<a@acme.example>", "<b@acme.example>"]


@pytest.mark.parametrize(
    ("email", "envelope", "smtputf8"),
    [
        ("ada@exämple.de", "ada@xn--exmple-cua.de", False),
        ("jürg@exämple.de", "jürg@exämple.de", True),
        ("用户@例え.jp", "用户@例え.jp", True),
    ],
)
def test_smtputf8_is_wanted_only_for_letters_before_the_at_sign(
    email: str, envelope: str, smtputf8: bool
) -> None:
    message = build(CONTENT, replace(DELIVERY, to_email=email))
    assert (message.envelope_to, message.smtputf8) == (envelope, smtputf8)
    assert envelope.encode() in message.data


def test_an_inviter_whose_address_needs_smtputf8_does_not_make_the_mail_need_it() -> None:
    delivery = replace(DELIVERY, reply_to=Mailbox("Jürg", "jürg@acme.example"))
    assert "Reply-To" not in parsed(delivery=delivery)
    both = replace(delivery, to_email="jürg@studio.example")
    assert "jürg@acme.example".encode() in build(CONTENT, both).data


def test_an_unmailable_recipient_is_refused_before_any_byte() -> None:
    with pytest.raises(InvalidAddress):
        build(CONTENT, replace(DELIVERY, to_email="a@b.test>\r\nBcc: x@y.test"))


@pytest.mark.parametrize(
    "delivery",
    [
        replace(DELIVERY, message_id="no-brackets@acme.example"),
        replace(DELIVERY, message_id="<a@acme.example>\r\nBcc: x@y.test"),
        replace(DELIVERY, envelope_from="bönce@acme.example"),
        replace(DELIVERY, kind="a:b"),
        replace(DELIVERY, stop_url="https://elsewhere.example/stop"),
        replace(DELIVERY, stop_url="http://people.acme.example/stop"),
        replace(DELIVERY, stop_url="javascript:alert(1)"),
        replace(DELIVERY, stop_url="https://people.acme.example/a b"),
        replace(DELIVERY, sender=Mailbox("Acme", "tälent@acme.example")),
    ],
)
def test_our_own_faults_are_errors_not_mails(delivery: Delivery) -> None:
    with pytest.raises(ValueError, match=r".+"):
        build(CONTENT, delivery)


def test_no_choice_below_the_button_leads_to_another_host() -> None:
    with pytest.raises(ValueError, match="same host"):
        build(replace(CONTENT, choices=(("Now", "https://elsewhere.example/free"),)), DELIVERY)


def test_a_hostile_name_is_shown_as_text_and_adds_no_header() -> None:
    delivery = replace(
        DELIVERY, to_name="=?utf-8?q?Eve=0D=0ABcc:_x=40y.test?=", via="=?utf-8?q?Eve=0D=0AX:_1?="
    )
    message = parsed(delivery=delivery)
    assert sorted(message.keys()) == sorted(HEADERS)
    assert "\n" not in str(message["To"])


def test_a_mailbox_is_read_from_the_usual_forms() -> None:
    assert Mailbox.parse("Acme Talent <talent@acme.example>") == Mailbox("Acme Talent", "talent@acme.example")
    assert Mailbox.parse('"Acme, Talent" <talent@acme.example>') == Mailbox(
        "Acme, Talent", "talent@acme.example"
    )
    assert Mailbox.parse("talent@acme.example") == Mailbox("", "talent@acme.example")
    with pytest.raises(InvalidAddress):
        Mailbox.parse("Acme <talent@acme.example> <x@y.test>")


def test_a_mail_without_note_button_or_details_is_drawn_too() -> None:
    plain = Content("Hello", "Hello", "Hello", ("One line.",))
    delivery = replace(DELIVERY, postal_address="", reply_to=None, face=None)
    message = parsed(plain, delivery)
    assert body(message, "plain").startswith("Hello\r\n\r\nOne line.\r\n\r\n----------")
    assert message["Reply-To"] is None
    assert message["Date"].datetime.tzinfo is UTC
