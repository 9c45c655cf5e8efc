"""A company's colour on the button, which must be readable whatever the colour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mail.content import Look
from bot.mail.message import build
from bot.mail.preview import samples


def luminance(colour: str) -> float:
    """Follow the definition of WCAG 2 literally."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@given(st.integers(0, 0xFFFFFF))
def test_the_label_can_be_read_on_every_colour(number: int) -> None:
    look = Look(colour=f"#{number:06x}")
    assert contrast(look.button, look.ink) >= 4.5


@pytest.mark.parametrize(
    ("colour", "button", "ink"),
    [("", "#1d6b4f", "#ffffff"), ("#7a2e8e", "#7a2e8e", "#ffffff"), ("#ffd166", "#ffd166", "#000000")],
)
def test_the_button_has_the_colour_or_is_green(colour: str, button: str, ink: str) -> None:
    assert (Look(colour=colour).button, Look(colour=colour).ink) == (button, ink)


def test_a_sender_name_stands_in_from_and_the_company_everywhere_else() -> None:
    data = build(*samples()["invitation-branded"]).data
    assert b"From: Max Berg via Northwind Studio <talent@acme.example>" in data
    assert b"Reply-To: Northwind Studio <hello@northwind.example>" in data
    assert b"invites you to Northwind's trusted contacts" in data
