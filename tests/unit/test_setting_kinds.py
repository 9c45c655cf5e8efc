"""What may be typed into the settings of a company's emails."""

import pytest

from storage.entities.errors import Refused
from storage.entities.setting_kinds import Colour, EmailAddress, PictureAddress, TextOrAddress


@pytest.mark.parametrize("typed", ["", "hello@acme.example", "Ada.Lovelace+jobs@Acme.dk", "a@bücher.example"])
def test_a_reply_address_is_kept_as_typed(typed: str) -> None:
    assert EmailAddress().parse(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed", ["acme", "a@b@c.dk", "Ada <ada@x.dk>", "jürg@acme.example", "-o@x.dk", "a@x"]
)
def test_what_could_get_no_reply_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        EmailAddress().parse(typed)


@pytest.mark.parametrize(
    "typed", ["", "https://acme.example/logo.png", "https://cdn.acme.example:8443/a/b.png?v=2&w=80"]
)
def test_a_logo_is_a_picture_behind_https(typed: str) -> None:
    assert PictureAddress().parse(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "http://acme.example/logo.png",
        "https://acme.example",
        "https://ada:pw@acme.example/logo.png",
        "https://acme.example:99999/logo.png",
        "https://localhost/logo.png",
        'https://acme.example/"><script>',
        "https://acme.example/lo go.png",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "https://acme.example/" + "x" * 500,
    ],
)
def test_anything_else_is_no_logo(typed: str) -> None:
    with pytest.raises(Refused, match=r"https://acme\.example/logo\.png"):
        PictureAddress().parse(typed)


@pytest.mark.parametrize(
    ("typed", "kept"), [("", ""), ("#1D6B4F", "#1d6b4f"), (" ffd166 ", "#ffd166"), ("#000000", "#000000")]
)
def test_a_colour_has_six_digits(typed: str, kept: str) -> None:
    assert Colour().parse(typed) == kept


@pytest.mark.parametrize(
    "typed", ["green", "#fff", "#12345g", "#1234567", "rgb(1,2,3)", "#000;background:url(x)"]
)
def test_any_other_colour_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="#1d6b4f"):
        Colour().parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Between us.\n\nhttps://acme.example/more has more.",
        "https://acme.example/terms?v=2",
        "Terms: as agreed",
        "x" * 3_000,
    ],
)
def test_an_agreement_is_a_text_or_an_https_address(typed: str) -> None:
    assert TextOrAddress().parse(f" {typed}\n") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "http://acme.example/terms",
        "javascript:alert(1)",
        "www.acme.example/terms",
        "https://terms",
        "https://acme.example@evil.example/",
        "https://acme.example:99999/",
        "x" * 3_001,
    ],
)
def test_any_other_agreement_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="https address"):
        TextOrAddress().parse(typed)
