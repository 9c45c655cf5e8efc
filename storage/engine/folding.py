"""Folding of text for comparison: without case, accents, width, and what cannot be seen; pure."""

import re
import unicodedata

# Separate letters in some alphabets that people type like this on keyboards without them.
_SPELLED = {
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ð": "d",
    "ŋ": "n",
    "ĸ": "k",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
    "ĳ": "ij",
    **{chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)},  # Katakana as Hiragana
}
# What German and Nordic people write where these letters are missing.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ǿ": "oe", "ǻ": "aa"})
_IN_TWO_LETTERS = re.compile("[äöüøåǿǻ]")

# One sign for all that people and keyboards put between the letters of O'Brien, and one for Paral·lel's.
# Compatibility forms would make a space of some.
_APOSTROPHES = dict.fromkeys("’‘‛′`´ʼʻʹʽʾʿˈ＇՚׳ꞌ᾽᾿", "'")
_DOTS = dict.fromkeys("·‧\u0387", ".")
# The Arabic tatweel makes a word longer, and joiners and variation selectors only choose a letter's shape.
_UNSEEN = re.compile(
    "[\u0640\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_ONE_SIGN = str.maketrans(_SPELLED | _APOSTROPHES | _DOTS)
_ONE_SPELLING = str.maketrans(_SPELLED)
# Accents, Hebrew points and Arabic vowels. In other scripts marks are part of the letter: क is not कि.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]"
)


def fold(text: str) -> str:
    """Remove case, accents and width: "Søren ÆRØ" becomes "soren aero"."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())  # the same result, faster
    plain = _UNSEEN.sub("", text.casefold()).translate(_ONE_SIGN)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().translate(_ONE_SPELLING).split())


def folds(text: str) -> tuple[str, ...]:
    """Fold a text in every way people spell it: "Müller" becomes "muller" and "mueller"."""
    folded = fold(text)
    if text.isascii():
        return (folded,)
    composed = unicodedata.normalize("NFC", text.casefold())
    if not _IN_TWO_LETTERS.search(composed):
        return (folded,)
    return folded, fold(composed.translate(_TWO_LETTERS))
