"""Amounts as people of different countries type them, as a table."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.words.amount import parse_amount

READ = [
    ("80", "EUR", "80.00"),
    ("80.5", "EUR", "80.50"),
    ("80.50", "EUR", "80.50"),
    ("80,50", "EUR", "80.50"),
    ("80,5", "EUR", "80.50"),
    (" 80 ", "EUR", "80.00"),
    ("80.", "EUR", "80.00"),
    (".5", "EUR", "0.50"),
    ("0,75", "EUR", "0.75"),
    ("0.500", "EUR", "0.50"),
    ("80.5000", "EUR", "80.50"),
    ("007", "EUR", "7.00"),
    ("８０．５０", "EUR", "80.50"),
    ("1500", "EUR", "1500.00"),
    ("1500,50", "EUR", "1500.50"),
    ("1.500,00", "EUR", "1500.00"),
    ("1,500.00", "EUR", "1500.00"),
    ("1.500,5", "EUR", "1500.50"),
    ("1 500,00", "EUR", "1500.00"),
    ("1\u00a0500,00", "EUR", "1500.00"),
    ("1'500.00", "CHF", "1500.00"),
    ("1’500.00", "CHF", "1500.00"),
    ("1.500.000", "EUR", "1500000.00"),
    ("1,500,000", "EUR", "1500000.00"),
    ("1,500,000.25", "EUR", "1500000.25"),
    ("1,50,000", "INR", "150000.00"),
    ("12,34,567.80", "INR", "1234567.80"),
    ("٨٠", "EUR", "80.00"),
    ("१२०", "INR", "120.00"),
    ("١٬٥٠٠٫٥", "SAR", "1500.50"),
    ("1´500.00", "CHF", "1500.00"),
    ("\u200e80,50\u200b", "EUR", "80.50"),
    ("1500", "JPY", "1500"),
    ("1,500", "JPY", "1500"),
    ("1500.00", "JPY", "1500"),
    ("80.125", "KWD", "80.125"),
    ("1,500.125", "KWD", "1500.125"),
    ("1.500,125", "KWD", "1500.125"),
]
REFUSED = [
    ("1.500", "EUR", "If you mean 1500, enter it without"),
    ("1,500", "EUR", "If you mean 1500, enter it without"),
    ("80.505", "EUR", "Amounts in EUR have at most 2 decimals"),
    ("1.500", "JPY", "Amounts in JPY have no decimals. If you mean 1500"),
    ("1,500.000", "EUR", "If you mean 1500000"),
    ("80,125", "KWD", "thousands or decimals. If you mean 80125"),
    ("1500.5", "JPY", "Amounts in JPY have no decimals. Please enter a whole number"),
    ("80.1234", "EUR", "Please shorten the rate"),
    ("0.001", "EUR", "Amounts in EUR have at most 2 decimals"),
    ("12345678901", "EUR", "too high"),
    ("0", "EUR", "above zero"),
    ("0,00", "EUR", "above zero"),
    ("-80", "EUR", "above zero"),
    ("\u221280", "EUR", "above zero"),
    *(
        (typed, "EUR", "as a number, such as 80 or 80.50")
        for typed in (
            "", " ", ".", ",", "-", "+", "1e3", "80_50", "80-50", "80/50", "$80", "80 EUR", "€ 80", "80%",
            "80,-", "1 500", "1'500", "1.50.00", "1,50,00", "1.500.00", "15.00.000", "1.500,00,00",
            "1,500.00.00", "1,,500", "1. 500", "1.500'00", "NaN", "Infinity", "eighty", "80h", "0x50",
            "80\n\n81", "10²", "⑧⓪", "80½",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "currency", "amount"), READ)
def test_an_amount_is_read_as_it_is_meant(typed: str, currency: str, amount: str) -> None:
    assert str(parse_amount(typed, currency)) == amount


@pytest.mark.parametrize(("typed", "currency", "said"), REFUSED)
def test_what_is_no_plain_amount_is_refused_with_an_example(typed: str, currency: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$") as refused:
        parse_amount(typed, currency)
    assert said in str(refused.value)


@given(st.decimals("0.01", "99999999.99", places=2), st.sampled_from(["{:.2f}", "{:,.2f}"]), st.booleans())
def test_every_country_s_way_gives_the_same_amount(amount: Decimal, written: str, swapped: bool) -> None:
    text = written.format(amount)
    assert parse_amount(text.translate({46: ",", 44: "."}) if swapped else text, "EUR") == amount
