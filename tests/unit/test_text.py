"""Cleaning of names and notes, as tables."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.words.text import MARKS_PER_LETTER, NAME_LENGTH, cleaned_line, one_line, paragraphs

FAMILY = "\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\r\nBcc: x@y.test", "Ada Bcc: x@y.test"),
        ("Ada\nB\rC\x0bD\x85E\u2028F\u2029G\tH", "Ada B C D E F G H"),
        ("A\x00d\x1ba", "A d a"),
        ("Ada\ud800", "Ada"),
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("\u2066Ada\u2069\u200b\ufeff", "Ada"),
        ("Zoe\u0308", "Zoë"),
        ("Z\u0300\u0301\u0302\u0303\u0304", "Z\u0300\u0301"),
        ("=?utf-8?q?Eve=0D=0ABcc:_x@y.test?=", "=?utf-8?q?Eve=0D=0ABcc:_x@y.test?="),
        ("<!channel> *Ada* `x`", "<!channel> *Ada* `x`"),
        (f"Ada {FAMILY}", f"Ada {FAMILY}"),
        ("Ada \U0001f44d\U0001f3fd", "Ada \U0001f44d\U0001f3fd"),
        ("a\u200d\u200d\u200db", "a\u200db"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("", ""),
        (" \t\n", ""),
        ("\u200b\u200e\u2060", ""),
        ("\u200c", ""),
        ("\u200d\ufe0f", ""),
        ("\u3164\u115f\uffa0", ""),
        ("\u0301\u0301", ""),
    ],
)
def test_a_name_is_one_line_of_visible_letters(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_a_long_name_is_cut_and_not_refused() -> None:
    assert one_line("a" * 500) == "a" * NAME_LENGTH


def test_length_is_counted_in_letters_as_a_person_counts_them() -> None:
    assert one_line(FAMILY * 5, 3) == FAMILY * 3
    assert one_line("e\u0323\u0302" * 5, 3) == unicodedata.normalize("NFC", "e\u0323\u0302" * 3)


def test_no_chain_of_joiners_makes_one_endless_letter() -> None:
    assert len(one_line("\u200d".join(["\U0001f469"] * 5_000))) <= NAME_LENGTH * 10


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("We liked\nyour talk.", "We liked\nyour talk."),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("\n\n a \u202e b\x00\n", "a b"),
        ("a" * 3_000, "a" * 2_000),
    ],
)
def test_a_note_keeps_its_lines(typed: str, kept: str) -> None:
    assert paragraphs(typed) == kept


@given(st.text())
def test_whatever_is_typed_ends_in_one_short_storable_line(typed: str) -> None:
    kept = one_line(typed)
    kept.encode()  # fails for a lone surrogate, which no database stores
    assert kept == one_line(kept)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in kept)
    assert not any("\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069" for char in kept)
    marks = "".join("m" if unicodedata.combining(char) else "-" for char in kept)
    assert "m" * (MARKS_PER_LETTER + 1) not in marks


LETTERS = st.text(alphabet=st.one_of(st.characters(max_codepoint=0x540), st.sampled_from("ab ")), max_size=12)


@given(st.one_of(st.text(), LETTERS), st.integers(0, 12))
def test_the_short_way_agrees_with_the_long_one(typed: str, length: int) -> None:
    assert one_line(typed, length) == cleaned_line(typed, length)


def test_every_letter_of_the_short_way_agrees() -> None:
    for char in map(chr, range(0x540)):
        assert one_line(f"a{char}b") == cleaned_line(f"a{char}b", NAME_LENGTH)
