"""Sort keys and search keys: how names and words are compared.

What is typed into a search is reduced as what is stored. Whatever writes contacts or tags without the ORM,
such as an import, must fill in these keys itself.
"""

import re
import unicodedata

from storage.engine.folding import fold, folds

MOST_WORDS = 8
WORD_LENGTH = 100
TRIGRAM = 3  # both databases index three letters; shorter words only match the beginning of a word

_INNER = re.compile("['.]")  # signs that people leave out, or write as a space
_ASCII_LETTERS = {
    code: None if _INNER.match(chr(code)) else " " for code in range(128) if not chr(code).isalnum()
}
_PLAIN = re.compile("[a-z0-9]+(?: [a-z0-9]+)*")
_MEANT = "#%+_@"  # punctuation that is part of a word: C++, C#, 100%, @x.dk
_NOT_MEANT = "<>|~^"  # and symbols that are not
_DOTS_OUTSIDE = re.compile(r"\.+(?!\S)|(?<!\S)\.\.+")
_INITIALS = re.compile(r"(?<!\S)(\w)\.? (?=\w\.?(?!\S))")
_DOTTED_INITIALS = re.compile(r"(?<!\S)(\w)\. (?=\w\.(?!\S))")
# Chinese characters, Japanese syllables and Korean ones: names are written with and without a space.
_CJK = "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_BETWEEN_CJK = re.compile(f"(?<={_CJK}) (?={_CJK})")
_ADDRESS_ENDS = re.compile(r'[\s<>()\[\]{}",;:|“”„«»‹›]+')
_DOMAIN = re.compile(r"[^\W_][\w-]*-[\w-]*(?:\.[\w-]+)*\.[a-z]{2,}")  # with a hyphen
# Letters of Arabic that people and keyboards exchange: those of Persian, and two at the end of a word.
_PERSIAN = str.maketrans("كي", "کی")
_ARABIC = str.maketrans("کی", "كي")
_AT_THE_END = {"ة": "ه", "ه": "ة", "ي": "ى", "ى": "ي", "ی": "ى"}
_SCHEME = re.compile(r"\b(?:mailto|smtp):", re.IGNORECASE)


class _Signs(dict[int, int | str]):
    """A table for str.translate: what is no part of a word becomes a space. Filled as it is used."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        kind = unicodedata.category(char)
        symbol = kind[0] == "S" and char not in _NOT_MEANT
        self[code] = code if kind[0] in "LMN" or symbol or char in f"{_MEANT}'." else " "
        return self[code]


_SIGNS = _Signs()


def sort_key(name: str) -> str:
    """Make the key that sorts a name, compared by code point. Only letters and digits count."""
    return _letters(fold(name))


def _letters(folded: str) -> str:
    if folded.isascii():
        return " ".join(folded.translate(_ASCII_LETTERS).split()) or folded
    spaced = (char if _counts(char) else " " for char in _INNER.sub("", folded))
    return " ".join("".join(spaced).split()) or folded


def _counts(char: str) -> bool:
    """Tell whether a character counts: letters, their marks and digits."""
    return unicodedata.category(char)[0] in "LMN"


def search_key(*texts: str) -> str:
    """Join everything a search may find.

    Each text starts with a space, which marks the beginning of a word.
    """
    parts = dict.fromkeys(form for text in texts for folded in folds(text) for form in _forms(folded))
    return "".join(f" {part}" for part in parts if part)


def _forms(folded: str) -> tuple[str, ...]:
    """List the ways of writing a text: with its dots and symbols, without, and with spaces for its dots."""
    if _PLAIN.fullmatch(folded):
        return (folded,) if " " not in folded else _with_initials(folded)
    reduced = searchable(_INITIALS.sub(r"\1.", folded))
    joined, spaced = _letters(reduced), _letters(reduced.replace(".", " "))
    return reduced, joined, spaced, _BETWEEN_CJK.sub("", spaced)


def _with_initials(plain: str) -> tuple[str, ...]:
    """List a plain text, and what it is with the initials of "J R R Torkels" written together."""
    together = _INITIALS.sub(r"\1", plain)
    return (plain,) if together == plain else (plain, together)


def searchable(folded: str) -> str:
    """Reduce a folded text to words: no apostrophes, no punctuation around or between them."""
    words = _DOTS_OUTSIDE.sub("", folded.translate(_SIGNS).replace("'", ""))
    return " ".join(words.split()) or folded


def contact_keys(name: str, email: str, email_key: str) -> dict[str, str]:
    """Compute a contact's sort and search columns from its name and address."""
    addresses = dict.fromkeys((*(folded.replace("'", "") for folded in folds(email)), email_key))
    return {
        "sort_key": sort_key(name),
        "search_key": search_key(name) + "".join(f" {each}" for each in addresses),
    }


def finds(text: str, key: str) -> bool:
    """Tell whether every word of a search is in a contact's search key. Without words it finds nobody."""
    words = search_patterns(text)
    return bool(words) and all(any(pattern in key for pattern in word) for word in words)


def search_patterns(typed: str) -> tuple[tuple[str, ...], ...]:
    """Turn a search into its words, each with the patterns of which one must be found.

    Short Latin words match only the beginning of a word.
    """
    ways = [_words(folded) for folded in folds(_SCHEME.sub(" ", typed))]
    words = [*dict.fromkeys(zip(*ways, strict=False))]
    words = [word for word in words if any(map(str.isalnum, word[0]))] or words
    signs = [(sign,) for sign in fold(typed).split()]
    return tuple(_patterns(word) for word in words or signs)[:MOST_WORDS]


def _words(folded: str) -> list[str]:
    words: list[str] = []
    for word in _DOTTED_INITIALS.sub(r"\1.", folded).split():
        whole = "@" in word or _DOMAIN.fullmatch(word)
        parts = _ADDRESS_ENDS.split(word) if whole else word.translate(_SIGNS).split()
        trimmed = (_DOTS_OUTSIDE.sub("", part.strip("'")).lstrip("#")[:WORD_LENGTH] for part in parts)
        words += filter(None, trimmed)
    return words


def _patterns(ways: tuple[str, ...]) -> tuple[str, ...]:
    written = dict.fromkeys(form for way in ways for form in _written(way))
    return tuple(dict.fromkeys(_pattern(word) for word in written))


def _written(word: str) -> tuple[str, ...]:
    """List how a word may be written: "node.js", "nodejs" or "node js"; "obrien" or "o brien"."""
    plain = word.replace("'", "")
    if "\u0620" <= word[-1:] <= "\u06ff":
        return _in_arabic(plain)
    if "@" in word or word.startswith(".") or not _INNER.search(word):
        return (plain,)
    return plain, _INNER.sub("", word), " ".join(_INNER.sub(" ", word).split())


def _in_arabic(word: str) -> tuple[str, ...]:
    """List how a word is written with the letters of Arabic and of Persian, and with those at its end."""
    ends = (word, word[:-1] + _AT_THE_END.get(word[-1], word[-1]))
    spelled = (form.translate(table) for table in ({}, _ARABIC, _PERSIAN) for form in ends)
    return tuple(dict.fromkeys(spelled))


def _pattern(word: str) -> str:
    begins = len(word.partition(" ")[0]) < TRIGRAM and word.isascii() and "@" not in word
    return f" {word}" if begins else word
