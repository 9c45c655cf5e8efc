"""Cleaning and encoding of what people wrote for use in emails, case by case."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import AddressHeader

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail import headers
from bot.mail.errors import InvalidAddress

CONTROLS = "\r\n\r\x0b\x0c\x85\u2028\u2029\x00\x1b\x7f\ud800\ufeff\u202e\u2066\u200b"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t Lovelace ", "Ada Lovelace"),
        ("Ada\r\nBcc: x@y.test", "Ada Bcc: x@y.test"),
        ("Ada\nLove\rlace", "Ada Love lace"),
        ("Ada\x0bLove\x85lace\u2028x\u2029y", "Ada Love lace x y"),
        ("A\x00d\x1ba\ud800\x7f", "Ada"),
        ("\u202eecalevoL\u202c \u2066Ada\u2069", "ecalevoL Ada"),
        ("A\u200bd\u2060a\ufeff\u00ad", "Ada"),
        ("Zoe\u0308", "Zoë"),
        ("e" + "\u0301\u0302\u0303\u0304" * 75, "é\u0302\u0303"),
        ("A\u200d\u200d\u200d\u200dB", "A\u200dB"),
        ("👩‍👩‍👧‍👦 Family", "👩‍👩‍👧‍👦 Family"),
        ("می‌خواهم", "می‌خواهم"),
        ("x" * 81, "x" * 79 + "…"),
        ("", ""),
        ("\r\n\u200b", ""),
    ],
)
def test_a_name_is_one_clean_line(written: str, shown: str) -> None:
    assert headers.name(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\r\nb\rc\x0bd\x85e\u2028f", "a\nb\nc\nd\ne\nf"),
        ("a\tb\x00\x1b[31m", "a b[31m"),
        ("\u202eabc\u2069", "abc"),
        ("Grüße 🌻", "Grüße 🌻"),
    ],
)
def test_a_note_keeps_its_lines_and_nothing_invisible(written: str, shown: str) -> None:
    assert headers.block(written) == shown


@pytest.mark.parametrize(
    ("name", "disguised"),
    [
        ("Jordan Lee", False),
        ("J. R. R. Tolkien", False),
        ("J.R. Ewing", False),
        ("佐藤 花子", False),
        ("ceo@acme.test", True),
        ("ceo＠acme", True),
        ("https://evil.test", True),
        ("www.evil", True),
        ("evil.test", True),
        ("Click evil.example now", True),
    ],
)
def test_a_name_that_reads_as_an_address_or_a_link_is_known(name: str, disguised: bool) -> None:
    assert headers.looks_like_an_address(name) is disguised


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("ada@Example.COM", "ada@example.com"),
        ("Ada.L+x@example.com", "Ada.L+x@example.com"),
        ("ada@exämple.de", "ada@xn--exmple-cua.de"),
        ("ada@straße.de", "ada@xn--strae-oqa.de"),
        ("jürg@exämple.de", "jürg@exämple.de"),
        ("用户@例え.jp", "用户@例え.jp"),
    ],
)
def test_an_address_gets_an_ascii_domain_unless_it_needs_smtputf8(typed: str, sent: str) -> None:
    assert headers.address(typed) == sent


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "a@b@c.test",
        "-oQ/tmp/x@example.com",
        "a" * 65 + "@example.com",
        '"a b"@example.com',
        "a@[192.0.2.1]",
        "a b@example.com",
        "a@example.com\r\nRCPT TO:<x@y.test>",
        "a@example.com>",
        "a@exa mple.com",
        "a..b@example.com",
        "a@-example.com",
        "a@example..com",
        "a\x00@example.com",
        "a\ud800@example.com",
        "<a@example.com>",
    ],
)
def test_what_is_not_one_plain_mailbox_is_refused(address: str) -> None:
    with pytest.raises(InvalidAddress):
        headers.address(address)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Ada Lovelace", b"Ada Lovelace <ada@x.test>"),
        ("Lovelace, Ada", b'"Lovelace, Ada" <ada@x.test>'),
        ('Ada "the first" \\o/', b'"Ada \\"the first\\" \\\\o/" <ada@x.test>'),
        ("", b"ada@x.test"),
        ("Zoë", b"=?utf-8?q?Zo=C3=AB?= <ada@x.test>"),
    ],
)
def test_a_display_name_is_atoms_a_quoted_string_or_encoded_words(name: str, header: bytes) -> None:
    assert headers.mailbox("To", name, "ada@x.test") == header


@pytest.mark.parametrize(
    "typed",
    ["=?utf-8?q?Eve?=", "Ada =?utf-8?b?RXZl?= Lovelace", "=?us-ascii?q?Eve?= =?us-ascii?q?Eve?=", "=?="],
)
def test_an_email_client_decodes_nothing_that_was_typed(typed: str) -> None:
    for raw in (headers.subject(typed), headers.phrase(typed, "To").strip(b'"')):
        shown = str(make_header(decode_header(raw.decode())))
        assert shown.replace(" ", "") == typed.replace(" ", "")


def test_an_isolate_stands_only_around_names_that_run_the_other_way() -> None:
    assert headers.isolated("Zoë") == "Zoë"
    assert headers.isolated("נועה") == "\u2068נועה\u2069"


@given(st.text(max_size=200) | st.text(alphabet=CONTROLS + '=?utf-8qQbB_ \\"<>@,;:é\u0301', max_size=200))
def test_any_name_gives_one_mailbox_and_no_other_header(name: str) -> None:
    raw = b"To: " + headers.mailbox("To", name, "ada@example.com") + b"\r\nX-End: 1\r\n\r\n"
    parsed = message_from_bytes(raw, policy=policy.default)
    assert parsed.keys() == ["To", "X-End"]
    to = parsed["To"]
    assert isinstance(to, AddressHeader)
    assert [address.addr_spec for address in to.addresses] == ["ada@example.com"]
    # CPython 3.11 keeps the space between two encoded words, which RFC 2047 removes.
    wanted = headers.unencodable(headers.name(name))
    assert to.addresses[0].display_name.replace(" ", "") == wanted.replace(" ", "")
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))


@given(st.text(max_size=300) | st.text(alphabet=CONTROLS + "=?utf-8qQbB_ é😀", max_size=300))
def test_any_subject_is_read_as_it_was_shown(text: str) -> None:
    raw = b"Subject: " + headers.subject(text) + b"\r\nX-End: 1\r\n\r\n"
    parsed = message_from_bytes(raw, policy=policy.compat32)
    assert parsed.keys() == ["Subject", "X-End"]
    wanted = headers.unencodable(headers.name(text, headers.LONGEST_SUBJECT))
    assert str(make_header(decode_header(parsed["Subject"].replace("\r\n", "")))) == wanted
    assert b"?==?" not in raw
