"""How names and words are compared: the one place where sort keys and search keys are made.

Whoever writes a contact or a tag past the ORM, such as an import of many rows, fills them by these functions.
"""

import re
import unicodedata

MOST_WORDS = 8
WORD_LENGTH = 100
TRIGRAM = 3  # what both databases index: shorter words are looked for at the beginning of words

# Letters that are one of their own in some alphabet, and typed as these where a keyboard has none of them.
_SPELLED = str.maketrans(
    {
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
)
# Accents, Hebrew points and Arabic vowels. Other scripts' marks are part of the letter: क is not कि.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]"
)
_APOSTROPHES = re.compile("['’‘`´ʼ.]")
_ASCII_LETTERS = {
    code: None if _APOSTROPHES.match(chr(code)) else " " for code in range(128) if not chr(code).isalnum()
}


def fold(text: str) -> str:
    """Without case, accents and width: "Søren ÆRØ" and "soren aero" are the same."""
    if text.isascii():
        return " ".join(text.lower().split())  # the same, sooner
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED)))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().translate(_SPELLED).split())


def sort_key(name: str) -> str:
    """Compared by code point: digits, Latin, Greek, Cyrillic, and so on; what is no letter does not count."""
    return _letters(fold(name))


def _letters(folded: str) -> str:
    if folded.isascii():
        return " ".join(folded.translate(_ASCII_LETTERS).split()) or folded
    spaced = (char if _counts(char) else " " for char in _APOSTROPHES.sub("", folded))
    return " ".join("".join(spaced).split()) or folded


def _counts(char: str) -> bool:
    """Letters with their marks, and digits; no punctuation, symbols or spaces."""
    return unicodedata.category(char)[0] in "LMN"


def search_key(*texts: str) -> str:
    """All that a search may find somebody by; each text begins with a space, so that beginnings are known."""
    parts: dict[str, None] = {}
    for text in texts:
        folded = fold(text)
        parts |= dict.fromkeys((folded, _letters(folded)))
    return "".join(f" {part}" for part in parts if part)


def contact_keys(name: str, email: str, email_key: str) -> dict[str, str]:
    """The columns of a contact that are made from its name and address."""
    addresses = dict.fromkeys((fold(email), email_key))
    return {
        "sort_key": sort_key(name),
        "search_key": search_key(name) + "".join(f" {each}" for each in addresses),
    }


def search_patterns(typed: str) -> tuple[str, ...]:
    """What each word of a search is looked for as; a short one of Latin letters begins a word."""
    words = dict.fromkeys(word.lstrip("#")[:WORD_LENGTH] for word in fold(typed).split())
    return tuple(_pattern(word) for word in words if word)[:MOST_WORDS]


def _pattern(word: str) -> str:
    return f" {word}" if len(word) < TRIGRAM and word.isascii() else word
