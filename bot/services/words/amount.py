"""Reads an amount as people of any country type it, never a hundred times off; pure."""

import re
import unicodedata
from decimal import Decimal

from bot.services.words.text import seen
from storage.entities.hire_refused import (
    NO_NUMBER,
    NOT_ABOVE_ZERO,
    TOO_HIGH,
    could_be_thousands,
    too_many_decimals,
)
from storage.entities.money import CURRENCIES

MOST_DIGITS = 10  # before the decimal sign
GROUP = 3  # digits between signs for thousands

_FORM = re.compile(r"(?=.*\d)\d*(?:[.,' ]\d+)*[.,]?")
# Groups of three, or of two before the last three, as in India.
_GROUPED = re.compile(r"\d*|\d{1,3}([.,' ])\d{3}(?:\1\d{3})*|\d{1,2}(?:,\d\d)+,\d{3}")
_MINUS = re.compile(r"[-\u2212] ?\d")


def parse_amount(typed: str, currency: str) -> Decimal:
    """Parse an amount with its currency's decimals. Raises ValueError with a sentence.

    Signs for thousands are understood where there is one way to read them, as in `1.500,00` and `1,500.00`.
    """
    text = " ".join("".join(map(_plain, seen(typed))).split())
    if _MINUS.match(text):
        raise ValueError(NOT_ABOVE_ZERO)
    if not _FORM.fullmatch(text):
        raise ValueError(NO_NUMBER)
    whole, decimals = _parted(text, currency)
    if not _GROUPED.fullmatch(whole):
        raise ValueError(NO_NUMBER)
    amount = Decimal(f"{_digits(whole) or 0}.{decimals or 0}")
    _must_fit(amount, currency)
    return amount.quantize(Decimal(1).scaleb(-CURRENCIES[currency]))


# Signs for thousands and decimals on keyboards of other countries.
_SIGNS = dict.fromkeys("’‘ʼ`´", "'") | {"\u066b": ".", "\u066c": ","}


def _plain(char: str) -> str:
    """Write digits of every script in ASCII. Others that look like digits stay: 10² is no 102."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    wide = unicodedata.east_asian_width(char) == "F"
    return _SIGNS.get(char) or (unicodedata.normalize("NFKC", char) if wide else char)


def _parted(text: str, currency: str) -> tuple[str, str]:
    """Part a number at its decimal sign. Signs for thousands stay in the whole part."""
    signs = re.findall(r"[.,' ]", text)
    if not signs:
        return text, ""
    last = signs[-1]
    if last in "' " and signs.count(last) == 1:
        raise ValueError(NO_NUMBER)
    whole, _, decimals = text.rpartition(last)
    if signs.count(last) > 1:
        return text, ""
    if len(decimals) == GROUP and _digits(whole).strip("0"):
        return _thousands_or_not(text, whole, last, decimals, currency)
    return whole, decimals


def _thousands_or_not(text: str, whole: str, sign: str, decimals: str, currency: str) -> tuple[str, str]:
    """Part a number with three digits behind its last sign, which are thousands for half of the world."""
    places, alone = CURRENCIES[currency], whole.isdecimal()
    if places == GROUP and (sign == "." or not alone):
        return whole, decimals
    if not places and sign == "," and alone:
        return text, ""
    raise ValueError(could_be_thousands(currency, places, _digits(text)))


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _must_fit(amount: Decimal, currency: str) -> None:
    if amount <= 0:
        raise ValueError(NOT_ABOVE_ZERO)
    if amount.adjusted() >= MOST_DIGITS:
        raise ValueError(TOO_HIGH)
    if -int(amount.normalize().as_tuple().exponent) > CURRENCIES[currency]:
        raise ValueError(too_many_decimals(currency, CURRENCIES[currency]))
