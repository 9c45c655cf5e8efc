"""What was typed behind /invite-contact, in every order people type it."""

import pytest

from bot.services.arguments import prefill


@pytest.mark.parametrize(
    ("typed", "name", "email", "tags"),
    [
        ("", "", "", ()),
        ("Ada", "Ada", "", ()),
        ("Ada Lovelace ada@x.dk #react", "Ada Lovelace", "ada@x.dk", ("react",)),
        ("ada@x.dk Ada Lovelace #react", "Ada Lovelace", "ada@x.dk", ("react",)),
        ("#react ada@x.dk Ada Lovelace", "Ada Lovelace", "ada@x.dk", ("react",)),
        ("Ada #react Lovelace #vue ada@x.dk", "Ada Lovelace", "ada@x.dk", ("react", "vue")),
        ("Ada <ada@x.dk>", "Ada", "ada@x.dk", ()),
        ('"Ada Lovelace" <ada@x.dk>', "Ada Lovelace", "ada@x.dk", ()),
        ("Ada, ada@x.dk, #react, #vue", "Ada", "ada@x.dk", ("react", "vue")),
        ("ada@x.dk,Ada", "Ada", "ada@x.dk", ()),
        ("Ada;ada@x.dk", "Ada", "ada@x.dk", ()),
        ("Ada (ada@x.dk)", "Ada", "ada@x.dk", ()),
        ("Ada <mailto:ada@x.dk|ada@x.dk> #react", "Ada", "ada@x.dk", ("react",)),
        ("Ada <mailto:ada@x.dk>", "Ada", "ada@x.dk", ()),
        ("Ada mailto:ada@x.dk", "Ada", "ada@x.dk", ()),
        ("Ada ada@x.dk <#C0123ABCD|react>", "Ada", "ada@x.dk", ("react",)),
        ("Ada &amp; Co ada@x.dk", "Ada & Co", "ada@x.dk", ()),
        ("#søren #c++ Ada", "Ada", "", ("søren", "c++")),
        ("Ada C# ada@x.dk", "Ada C#", "ada@x.dk", ()),
        ("<@U012AB3CD|jordan> ada@x.dk", "jordan", "ada@x.dk", ()),
        ("Ada ada@x.dk bob@x.dk", "Ada bob@x.dk", "ada@x.dk", ()),
        ("#", "#", "", ()),
        ("@", "@", "", ()),
    ],
)
def test_arguments_fill_the_form(typed: str, name: str, email: str, tags: tuple[str, ...]) -> None:
    assert prefill(typed) == (name, email, tags)
