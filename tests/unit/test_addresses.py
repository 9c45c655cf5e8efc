"""Email addresses: which are equal, which are invalid, and the error texts."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.words.addresses import Email, parse_any_email, parse_email
from storage.entities.address_refused import SeveralAddresses


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
        ("ａｄａ@ｘ．dk", "ada@x.dk"),
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
        "ada @x.dk",
        "ada@ x.dk",
        "ada lind@x.dk",
        "ada\u00a0lind@x.dk",
        "ask at ada@x.dk",
        "ada(at work)lind@x.dk",
        "ada—lind@x.dk",
        "ada📧lind@x.dk",
        "Ada <ada@x.dk> Bob",
        "Ada, ada@x.dk",
        "ada@x.dk @ada",
        "ada(at)x.dk",
        "ada＠x.dk",
        "ada@x,dk",
        "none",
        "ada\u202e@x.dk",
        "ada\u202a@x.dk",
        "ada@\u2067x.dk",
        "Ada <a\u202eda@x.dk>",
        "ada\u2800@x.dk",
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
        "mailto:",
        "mailto:ada",
        "sip:ada@x.dk",
        "'-ada@x.dk",
        "'=HYPERLINK(1)",
        "<>",
        "@",
        "@" * 10_000,
        "a" * 10_000,
        "<" * 10_000 + "@",
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        parse_email(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ada@x.dk, bo@x.dk",
        "ada@x.dk;bo@x.dk",
        "ada@x.dk bo@x.dk",
        "ada@x.dk / bo@x.dk",
        "ada@x.dk\nBcc: eve@x.dk",
        "SMTP:ada@x.dk;smtp:bo@x.dk",
        "mailto:ada@x.dk,bo@x.dk",
        "Ada <ada@x.dk>, Bo <bo@x.dk>",
        "Eve ceo@acme.test <eve@x.dk>",
        "[ada@x.dk](mailto:eve@x.dk)",
        "<mailto:ada@x.dk|eve@x.dk>",
    ],
)
def test_several_addresses_are_told(typed: str) -> None:
    with pytest.raises(SeveralAddresses, match="several email addresses"):
        parse_email(typed)


WRAPPED = [
    "{},",
    "{};",
    "{}.",
    "{}...",
    "{} ,",
    "- {}",
    "• {}",
    "<{}>",
    "<{}>;",
    "mailto:{}",
    "MAILTO:{}",
    "mailto:{}?subject=Hello%20there",
    "SMTP:{}",
    "smtp: {}",
    "Email: {}",
    '"{}"',
    "“{}”",
    "„{}“",
    "«{}»",
    "« {} »",
    "‹{}›",
    "「{}」",
    "'{}'",
    "‘{}’",
    "'{}",
    "[{}]",
    "({})",
    "{{{}}}",
    "（{}）",
    "`{}`",
    "```{}```",
    "*{}*",
    "_{}_",
    "~{}~",
    "<mailto:{0}|{0}>",
    "[{0}](mailto:{0})",
    "<mailto:{}>",
    "{0} <{0}>",
    "<mailto:{}|Ada Lindholm>",
    "[Ada Lindholm](mailto:{})",
    "Ada Lindholm <{}>",
    "Ada Lindholm <mailto:{}>.",
    "Lindholm, Ada <{}>",
    '"Lindholm, Ada" <{}>',
    "Ada Lindholm [{}]",
    "Ada Lindholm [mailto:{}]",
    "Ada Lindholm ({})",
    "Ada Lindholm “{}”",
    '"Ada Lindholm" {}',
    "{} (Ada Lindholm)",
    "&lt;{}&gt;",
    "1. {}",
    "__{}__",
    "~~{}~~",
    "E: {}",
    "E-Mail-Adresse: {}",
    "Courriel : {}",
    "Почта: {}",
    "邮箱：{}",
    "work: {}",
    "Ada;{}",
    "Ada - {}",
    "{} – work",
    "{}; Ada",
    "Ada <{}> (work)",
    "(Ada) {} (work)",
    "{}؛",
    "{}،",
    "{}·",
    "📧 {}",
    "✉\ufe0f{}",
    "→ {}",
    "{} ☎",
    '="{}"',
    '=HYPERLINK("mailto:{0}","{0}")',
    '=HYPERLINK("mailto:{}";"Write")',
    '<a href="mailto:{0}">{0}</a>',
    '<a href="mailto:{}">Ada Lindholm</a>',
    "{}<br>",
    "\u00a0{}\u00a0",
    "\u3000{}",
    "{}\u200b",
    "\ufeff{}",
    "{}\u200d",
    "\u202a{}\u202c",
    "\u2068{}\u2069",
    "\u200e{}\u200f",
    "Ada <\u202a{}\u202c>",
    "{}\u2800",
    "\x00{}\t\r\n",
]


@pytest.mark.parametrize("wrapped", WRAPPED)
def test_what_is_around_an_address_is_taken_off(wrapped: str) -> None:
    assert parse_email(wrapped.format("Ada@x.dk")) == Email("Ada@x.dk", "ada@x.dk")


INVISIBLE_MARKS = st.lists(
    st.sampled_from("\u00ad\u200b\u200c\u200d\u200e\u2060\u034f\ufe0f\ufeff\U000e0041"), max_size=3
)


@given(st.data(), st.sampled_from(["ada@x.dk", "o'hara@x.dk", "ada+tag@x.dk", "jürg@exämple.de", "_a_@x.dk"]))
def test_invisible_marks_and_wrapping_change_no_address(data: st.DataObject, address: str) -> None:
    marked = "".join(char + "".join(data.draw(INVISIBLE_MARKS)) for char in address)
    for wrapping in data.draw(st.lists(st.sampled_from(["<{}>", "“{}”", "'{}'", "({})", " {} ", "{}."]))):
        marked = wrapping.format(marked)
    assert parse_email(marked) == parse_email(address)


@pytest.mark.parametrize("address", ["o'hara@x.dk", "ada+tag@x.dk", "+ada@x.dk", "=ada@x.dk", "_ada_@x.dk"])
def test_marks_that_belong_to_an_address_stay(address: str) -> None:
    assert parse_email(f" {address} ").shown == address


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
