"""People's words made safe to store and to show: controls, bidi tricks and stacked marks are taken out."""

import re
import unicodedata

NAME_LENGTH = 80
NOTE_LENGTH = 2_000
TAG_LENGTH = 50
TAG_CHARACTERS = 75  # an emoji has several; what Slack carries as the value of an option
MARKS_PER_LETTER = 2

# Bidi overrides and isolates can make a name read as another one; the rest are invisible.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
# Most names: words of Latin and Cyrillic letters as they are stored, single spaces between them. Nothing in
# these ranges is invisible, a mark, or written another way in NFC.
_LETTERS = "[!-~\u00a1-\u00ac\u00ae-\u024f\u0400-\u0481\u048a-\u052f]+"
_PLAIN = re.compile(f"{_LETTERS}(?: {_LETTERS})*")


def one_line(text: str, length: int = NAME_LENGTH) -> str:
    """A name or a tag: one line, no controls, cut to `length` letters as a person counts them."""
    if _PLAIN.fullmatch(text):
        return text if len(text) <= length else text[:length].rstrip(" ")
    return cleaned_line(text, length)


def cleaned_line(text: str, length: int) -> str:
    """`one_line` the long way, by which the short one is measured."""
    spaced = "".join(" " if _breaks(char) else char for char in text)
    return _cut(_SPACES.sub(" ", _clean(spaced)).strip(), length)


def paragraphs(text: str, length: int = NOTE_LENGTH) -> str:
    """A note: lines stay, everything else as in `one_line`."""
    lines = (one_line(line, length) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:length].strip()


def _breaks(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Zl", "Zp"}


def _clean(text: str) -> str:
    # Cs are lone surrogates, which no database stores; Cn and Co have no meaning anybody agreed on.
    text = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cs", "Cn", "Co"})
    text = unicodedata.normalize("NFC", _JOINERS.sub(r"\1", _INVISIBLE.sub("", text)))
    return _fewer_marks(text) if any(map(_visible, text)) else ""


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cf", "Mc", "Me", "Mn", "Zs"}


def _fewer_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) == "Me":
            marks += 1
        elif char not in "\u200c\u200d":
            marks = 0
        if marks <= MARKS_PER_LETTER:
            kept.append(char)
    return "".join(kept)


def _cut(text: str, length: int) -> str:
    # Room for a letter with its marks, or an emoji of three parts; and no chain of joiners without end.
    text = text[: length * (1 + MARKS_PER_LETTER)].rstrip()
    letters = 0
    for position, char in enumerate(text):
        letters += not (unicodedata.combining(char) or _joins(text, position))
        if letters > length:
            return text[:position].rstrip()
    return text


def _joins(text: str, position: int) -> bool:
    """Part of the emoji before it: a joiner, what follows one, a variation selector or a skin tone."""
    char = text[position]
    after_joiner = position > 0 and text[position - 1] == "\u200d"
    return after_joiner or char in "\u200d\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
