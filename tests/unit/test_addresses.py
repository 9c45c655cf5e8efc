"""Addresses: which are the same, which are none, and what is said then."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.addresses import Email, parse_any_email, parse_email


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ada@x.dk", "ada@x.dk"),
        (" Ada@X.dk\n", "ada@x.dk"),
        ("ADA@EXAMPLE.COM", "ada@example.com"),
        ("ﬁona@example.com", "fiona@example.com"),
        ("ren\u00e9@example.com", "ren\u00e9@example.com"),
        ("rene\u0301@example.com", "ren\u00e9@example.com"),
        ("RENE\u0301@example.com", "ren\u00e9@example.com"),
        ("ada+talks@x.dk", "ada+talks@x.dk"),
        ("a.d.a@x.dk", "a.d.a@x.dk"),
        ("jürg@exämple.de", "jürg@xn--exmple-cua.de"),
        ("jürg@xn--exmple-cua.de", "jürg@xn--exmple-cua.de"),
        ("ada@EXÄMPLE.de", "ada@xn--exmple-cua.de"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
        ("ada@mail.test", "ada@mail.test"),
    ],
)
def test_spellings_of_one_address_have_one_key(typed: str, key: str) -> None:
    assert parse_email(typed).key == key


def test_an_address_is_shown_as_typed() -> None:
    assert parse_email("  Ada@X.dk ").shown == "Ada@X.dk"


def test_letters_of_another_script_are_another_address() -> None:
    assert parse_email("\u0430@example.com").key != parse_email("a@example.com").key
    assert parse_email("a@\u0430pple.com").key != parse_email("a@apple.com").key


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "ada",
        "ada@",
        "@x.dk",
        "ada@x",
        "ada@@x.dk",
        "ada x@x.dk",
        "ada@x.dk, bob@x.dk",
        "ada@x.dk;bob@x.dk",
        "Ada <ada@x.dk>",
        "ada@x.dk\nBcc: eve@x.dk",
        "ada\u200b@x.dk",
        "ada\u202e@x.dk",
        "ada\x00@x.dk",
        "ada\ud800@x.dk",
        '"ada lovelace"@x.dk',
        "ada@[127.0.0.1]",
        "ada@127.0.0.1",
        "-oQ/tmp/x@example.com",
        f"{'a' * 65}@example.com",
        f"{'a' * 60}@{'b' * 63}.{'c' * 63}.{'d' * 63}.com",
        f"{'ü' * 33}@example.com",
        "ada@x..dk",
        ".ada@x.dk",
        "ada@-x.dk",
        "mailto:ada@x.dk",
        "a" * 10_000,
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        parse_email(typed)


LOCAL_PARTS = st.one_of(
    st.text(alphabet="aB1.-+_'\"@ü", max_size=8),
    st.sampled_from(["info", "INFO", "-x", "a" * 64, "a" * 65, "o'hara", "{a}", ".a", "a."]),
)
DOMAINS = st.one_of(
    st.text(alphabet="aB1.-xn_ü", max_size=8),
    st.lists(
        st.sampled_from(["a", "B1", "a-b", "ab--c", "1", "-a", "a-", "local", "TEST", "onion"]), max_size=4
    ).map(".".join),
    st.sampled_from(
        ["x.dk", "X.Dk", "xn--exmple-cua.de", "xn--a.de", "a.test", "localhost", "x.dk.", "1.2.3.4"]
    ),
    st.integers(50, 64).map(lambda length: f"{'b' * 63}.{'c' * 63}.{'d' * length}.com"),
)


@given(st.one_of(st.text(), st.builds("{}@{}".format, LOCAL_PARTS, DOMAINS)))
def test_the_short_way_agrees_with_the_long_one(typed: str) -> None:
    assert told(parse_email, typed) == told(parse_any_email, typed)


def told(parse: Callable[[str], Email], typed: str) -> Email | str:
    try:
        return parse(typed)
    except ValueError as error:
        return str(error)
