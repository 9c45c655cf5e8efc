"""Cleans what people write: removes control characters, bidi tricks and stacked marks."""

import re
import unicodedata

NAME_LENGTH = 80
NOTE_LENGTH = 2_000
TAG_LENGTH = 50
TAG_CHARACTERS = 75  # an emoji has several; limit of an option's value in Slack
MARKS_PER_LETTER = 2

# Bidi embeddings, overrides and isolates, which can make a name read as another.
TURNING = "\u202a-\u202e\u2066-\u2069"
# Shown as nothing; fillers and the empty Braille cell are shown as a space.
UNSEEN = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
_INVISIBLE = re.compile(f"[{TURNING}{UNSEEN}{FILLERS}]")
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
# A fast path for most names: Latin and Cyrillic words in NFC with single spaces. These ranges contain nothing
# invisible, no marks, and nothing that NFC changes.
_LETTERS = "[!-~\u00a1-\u00ac\u00ae-\u024f\u0400-\u0481\u048a-\u052f]+"
_PLAIN = re.compile(f"{_LETTERS}(?: {_LETTERS})*")


_UNSEEN = re.compile(f"[{TURNING}{UNSEEN}]")


def seen(text: str) -> str:
    """Remove marks that cannot be seen and those that turn letters around. Everything else stays."""
    return _UNSEEN.sub("", text)


def one_line(text: str, length: int = NAME_LENGTH) -> str:
    """Clean a name or tag to a single line without control characters.

    It is cut to `length` letters as a person counts them.
    """
    if _PLAIN.fullmatch(text):
        return text if len(text) <= length else text[:length].rstrip(" ")
    return cleaned_line(text, length)


def cleaned_line(text: str, length: int) -> str:
    """Clean a line without the fast path. Tests compare `one_line` with this."""
    spaced = "".join(" " if _breaks(char) else char for char in text)
    return _cut(_SPACES.sub(" ", _clean(spaced)).strip(), length)


def paragraphs(text: str, length: int = NOTE_LENGTH) -> str:
    """Clean a note: keep its lines, and clean each like `one_line`."""
    lines = (one_line(line, length) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()[:length].strip()


def _breaks(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Zl", "Zp"}


def _clean(text: str) -> str:
    # Cs are lone surrogates, which no database stores; Cn and Co have no agreed meaning.
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
    # Leave room for a letter with its marks or a three-part emoji, but not for endless chains of joiners.
    text = text[: length * (1 + MARKS_PER_LETTER)].rstrip()
    letters = 0
    for position, char in enumerate(text):
        letters += not (unicodedata.combining(char) or _joins(text, position))
        if letters > length:
            return text[:position].rstrip()
    return text


def _joins(text: str, position: int) -> bool:
    """Tell whether a character belongs to the emoji before it.

    These are joiners, what follows one, variation selectors and skin tones.
    """
    char = text[position]
    after_joiner = position > 0 and text[position - 1] == "\u200d"
    return after_joiner or char in "\u200d\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
