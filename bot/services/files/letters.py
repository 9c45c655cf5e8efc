"""Judges by its letters which encoding a text was written in: pure, and the same answer every time.

An encoding fits if every byte is a letter or sign in it. Among those that fit, the likeliest is the one whose
letters make the words of one language. No guess is certain where a few letters are all there is: `rivals`
then names what else it could be.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from bot.services.files.alphabets import ALPHABETS
from bot.services.files.eastern import likelihood
from bot.services.files.encodings import LEGACY, Encoding, Legacy

_ASCII = bytes(range(0x80))
_SAMPLE = 40_000  # bytes of lines with such letters that are looked at
_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
# The smallest difference in likelihood, as a logarithm, that settles the question.
_SETTLED = 9.0
# The mean likelihood of a letter below which they make no words. A few may all be signs such as ½.
_NO_WORDS, _NO_WIDE_WORDS, _FEW = -6.0, -11.0, 20

_FOREIGN = log(1e-6)  # a letter that the language does not have
_MIXED = log(0.1)  # a text in several languages of one encoding
_SYMBOL, _SYMBOL_IN_WORD, _SCRIPTS, _CASE, _NO_VOWEL = -9.0, -12.0, -12.0, -6.0, -4.0
_TYPOGRAPHY = {*"‘’“”„–—…«»•·€£§°©®™´¨ªº¿¡×\u00a0、。・･「」（），；：！？"}
_WORD = re.compile(r"[^\x00-@\[-`{-\x7f]+")
_VOWELS = {*"аеёиоуыэюяіїєαεηιουωάέήίόύώ"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest encoding, those that are nearly as likely, and all that fit, likeliest first.

    `words` tells whether its letters make words at all.
    """

    encoding: Encoding
    rivals: tuple[Encoding, ...]
    fitting: tuple[Encoding, ...]
    words: bool


def judge(data: bytes) -> Verdict | None:
    """Judge a text that is not UTF-8. None if no encoding fits."""
    sample = _sample(data)
    texts = {each: text for each in fitting(data) if (text := _decoded(sample, LEGACY[each])) is not None}
    if not texts:
        return None
    likely = {each: _likelihood(text, LEGACY[each]) for each, text in texts.items()}
    ranked = sorted(likely, key=likely.__getitem__, reverse=True)
    best = ranked[0]
    rivals = [
        each for each in ranked[1:] if likely[best] - likely[each] < _SETTLED and texts[each] != texts[best]
    ]
    many = sum(not char.isascii() for char in texts[best])
    least = _NO_WIDE_WORDS if LEGACY[best].wide else _NO_WORDS
    return Verdict(best, tuple(rivals), tuple(ranked), words=many < _FEW or likely[best] > least * many)


def fitting(data: bytes, *, wide: bool = True) -> list[Encoding]:
    """List the encodings in which every byte of a text is a letter or sign. The wide ones take longer."""
    rest = data.translate(None, _ASCII)
    used = bytes(byte for byte in range(0x80, 0x100) if byte in rest)
    return [
        each
        for each, legacy in LEGACY.items()
        if (wide or not legacy.wide) and _decoded(data if legacy.wide else used, legacy) is not None
    ]


def _decoded(data: bytes, legacy: Legacy) -> str | None:
    try:
        text = data.decode(legacy.codec)
    except UnicodeDecodeError:
        return None
    return None if _NO_TEXT.search(text) else text


# C1 controls, and characters that programs keep for themselves.
_NO_TEXT = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffe\uffff]")


def _sample(data: bytes) -> bytes:
    lines, size = [], 0
    for match in _LINE.finditer(data):
        lines.append(match[0][:_SAMPLE])
        size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"\n".join(lines)


def _likelihood(text: str, legacy: Legacy) -> float:
    """Compute the logarithm of how likely a text is."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = sum(map(_oddity, words))
    written = (word.lower() if word.isupper() else word for word in words)  # names in capitals throughout
    letters = Counter(char for word in written for char in word if not char.isascii() and char.isalpha())
    fit = likelihood(letters, legacy.codec) if legacy.wide else _of_languages(letters, legacy.languages)
    return odd + fit + legacy.usual


def _of_languages(letters: Counter[str], languages: Sequence[str]) -> float:
    """Compute the likelihood of letters in the language they fit best, or in a mixture."""
    tables = [ALPHABETS[each] for each in languages]
    alone = max(_of_table(letters, table) for table in tables)
    mixed = {letter: max(table.get(letter, 0.0) for table in tables) for letter in letters}
    return max(alone, _of_table(letters, mixed) + _MIXED * letters.total())


def _of_table(letters: Counter[str], table: dict[str, float]) -> float:
    weights = ((count, table.get(letter, 0.0)) for letter, count in letters.items())
    return sum(count * (log(weight) if weight else _FOREIGN) for count, weight in weights)


def _oddity(word: str) -> float:
    """Rate what no language does: signs inside a word, two scripts in one, capitals in the middle."""
    odd = 0.0
    for place, char in enumerate(word):
        if char.isascii():
            continue
        before, after = word[place - 1 : place], word[place + 1 : place + 2]
        if not char.isalpha():
            odd += _sign(char, before, after)
        elif char.isupper() and before and (before.islower() or (after.islower() and before.isalpha())):
            odd += _CASE
    scripts = {_script(char) for char in word if char.isalpha()}
    if len(scripts) > 1:
        odd += _SCRIPTS * sum(not char.isascii() for char in word)
    lower = word.casefold()
    if len(word) > 2 and scripts & {"CYRILLIC", "GREEK"} and not _VOWELS & {*lower}:
        odd += _NO_VOWEL
    return odd


def _sign(char: str, before: str, after: str) -> float:
    inside = before.isalpha() and after.isalpha()
    if unicodedata.combining(char):
        return _SYMBOL / 3 if _script(before or " ") in {"HEBREW", "ARABIC"} else _SYMBOL_IN_WORD
    if char == "’" or (char in _TYPOGRAPHY and not inside):
        return _SYMBOL / 2
    return _SYMBOL_IN_WORD if inside else _SYMBOL


@lru_cache(maxsize=2_048)
def _script(char: str) -> str:
    """Name a letter's script, by the first word of its Unicode name. East Asian ones count as one."""
    script = unicodedata.name(char, "").partition(" ")[0]
    return "EASTERN" if script in _EASTERN else _OTHER_NAMES.get(script, script)


_EASTERN = {
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "KATAKANA-HIRAGANA",
    "HALFWIDTH",
    "FULLWIDTH",
    "HANGUL",
    "IDEOGRAPHIC",
}
_OTHER_NAMES = {"FEMININE": "LATIN", "MASCULINE": "LATIN", "MICRO": "GREEK"}
