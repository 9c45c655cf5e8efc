"""Tells what a column is for by its heading, in the languages and programs such lists come from."""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from functools import lru_cache

from bot.services.files import heading_words

HEADER_LINES = 20  # the header is looked for in this many records


class ColumnRole(Enum):
    """What a column is for. A second choice counts only if there is no first choice."""

    NAME = auto()
    SECOND_NAME = auto()
    FIRST = auto()
    MIDDLE = auto()
    LAST = auto()
    SECOND_LAST = auto()
    EMAIL = auto()
    SECOND_EMAIL = auto()
    TAGS = auto()
    SURPLUS = auto()  # where our file of failed rows has cells that belong to no column


EMAILS = {ColumnRole.EMAIL, ColumnRole.SECOND_EMAIL}
NAMES = {ColumnRole.NAME, ColumnRole.SECOND_NAME, ColumnRole.FIRST, ColumnRole.LAST}
SURPLUS = "(surplus cell)"

_LONGEST_WORD = 80
_FORMULA = ("=", "+", "@", "＝", "＋", "＠")


def spelled(cell: str) -> str:
    """Reduce a heading to letters and digits: "E-mail *" becomes "email", "Prénom" becomes "prenom"."""
    if len(cell) > _LONGEST_WORD or cell.lstrip(" \"'").startswith(_FORMULA):
        return ""
    letters = unicodedata.normalize("NFKD", cell.casefold())
    return "".join(filter(str.isalnum, letters))


def _words(text: str) -> Iterator[str]:
    return (spelled(word) for word in re.split(r",|\n", text) if word.strip())


_ROLES = {
    word: role
    for role in ColumnRole
    if role is not ColumnRole.SURPLUS
    for word in _words(getattr(heading_words, role.name))
} | {spelled(SURPLUS): ColumnRole.SURPLUS}
_AROUND_TAGS = set(_words(heading_words.AROUND_TAGS))
_AROUND_EMAIL = set(_words(heading_words.AROUND_EMAIL))
_ONE_OF_SEVERAL = set(_words(heading_words.ONE_OF_SEVERAL))
_OF = set(_words(heading_words.OF))
_WHOSE = set(_words(heading_words.WHOSE)) | _OF
_FAMILY_FIRST = set(_words(heading_words.FAMILY_FIRST))

# Words for the whole name that mean only a part of it beside another heading, however many there are.
_PARTS = {
    ("nom", "prenom"): ColumnRole.LAST,
    ("nom", "prenoms"): ColumnRole.LAST,
}


_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+")  # "1. Name", "2. Email"; but "2. Vorname" beside "Vorname"


def roles(cells: list[str]) -> list[ColumnRole | None]:
    """Assign a role to each heading; None for unknown ones."""
    if all(_NUMBERED.match(cell) for cell in cells if cell.strip()):
        cells = [_NUMBERED.sub("", cell) for cell in cells]
    words = [spelled(cell) for cell in cells]
    parts = {whole: role for (whole, part), role in _PARTS.items() if part in words}
    return [
        parts.get(word) or (_role(cell) if word else None) for cell, word in zip(cells, words, strict=True)
    ]


def family_first(heading: str) -> bool:
    """Tell whether a heading for the last name is of a language that writes it first."""
    return spelled(heading) in _FAMILY_FIRST


_READING = re.compile(
    r"phonetic|kana\b|pinyin|カナ|かな|ふりがな|よみ|読み|ローマ字|拼音|注音|발음", re.IGNORECASE
)


def last_name_first(heading: str) -> bool:
    """Tell whether a heading such as "Last name, first name" says that names are turned."""
    parts = [_known(spelled(part)) for part in heading.split(",")]
    last = parts[0] in (ColumnRole.LAST, ColumnRole.NAME)
    return len(parts) == 2 and last and parts[1] is ColumnRole.FIRST


@lru_cache(maxsize=4_096)
def _role(cell: str) -> ColumnRole | None:
    if _READING.search(cell):
        return None  # how a name is spoken
    first, _, explained = cell.strip().partition("\n")
    if explained.strip() and (role := _role(first)):
        return role
    return _known(spelled(cell)) or _without_hint(cell) or _of_parts(cell) or _of_words(cell)


_SECOND = {
    ColumnRole.EMAIL: ColumnRole.SECOND_EMAIL,
    ColumnRole.LAST: ColumnRole.SECOND_LAST,
    ColumnRole.FIRST: ColumnRole.MIDDLE,
}


def _known(word: str) -> ColumnRole | None:
    """Look up a heading. "Tag 3" is one of tags; "E-mail 2 Address" and "Apellido 2" are second choices."""
    if role := _ROLES.get(word):
        return role
    numbers = "".join(char for char in word if char.isdecimal())
    role = _ROLES.get("".join(char for char in word if not char.isdecimal())) if numbers else None
    if role in _SECOND and numbers.strip("01"):
        return _SECOND[role]
    return role if role in EMAILS | {ColumnRole.TAGS, ColumnRole.FIRST, ColumnRole.LAST} else None


_HINT = re.compile(r"\s*[(\[{<（［【].*", re.DOTALL)
_IN_HINT = re.compile(r"[(\[{<（［【](.*?)[)\]}>）］】]?\s*\Z", re.DOTALL)


def _without_hint(cell: str) -> ColumnRole | None:
    """Look up a heading without what explains it: "Email (required)", "Tags: comma separated"."""
    bare = _HINT.sub("", cell)
    before, colon, _ = bare.partition(":")
    if colon and _known(spelled(before)) is ColumnRole.TAGS:
        return ColumnRole.TAGS  # "E-Mail: Display name" is no address
    role, hint = _known(spelled(bare)), _IN_HINT.search(cell)
    part = _known(spelled(hint[1])) if hint and role is ColumnRole.NAME else None
    return part if part in _PARTS_OF_A_NAME else role  # "Name (First)"


_PARTS_OF_A_NAME = {ColumnRole.FIRST, ColumnRole.MIDDLE, ColumnRole.LAST}
_PART = re.compile(r"[/|&+,;·•\n]| (?:and|or|og|och|und|et|ou|y|e|i|en) ")


def _of_parts(cell: str) -> ColumnRole | None:
    """Look up the parts of "Skills / Expertise" or "Last name, first name"."""
    parts = _PART.split(_HINT.sub("", cell))
    found = {_known(spelled(part)) for part in parts if spelled(part)} if len(parts) > 1 else set()
    if found in ({ColumnRole.FIRST, ColumnRole.LAST}, {ColumnRole.NAME, ColumnRole.LAST}):
        return ColumnRole.NAME
    return next(iter(found)) if len(found) == 1 else None


_BETWEEN_WORDS = re.compile(r"[\s_:]+(?:-\s+)?|(?<=\w)[.’'](?=\w{2})|(?<=[a-z])(?=[\u3040-\u9fff])")


def _of_words(cell: str) -> ColumnRole | None:
    """Look up "Key skills", "What's your email?", and headings in two languages such as "姓名 Name"."""
    words = [word for word in map(spelled, _BETWEEN_WORDS.split(_HINT.sub("", cell))) if word]
    if len(words) < 2:
        return None
    own = next((place for place, word in enumerate(words) if word not in _WHOSE), 0)
    if own and (role := _known("".join(words[own:]))):
        return role
    found = [_known(word) for word in words]
    return _with_others(words, found) or (found[0] if len(set(found)) == 1 else None)


def _with_others(words: list[str], found: list[ColumnRole | None]) -> ColumnRole | None:
    """Look up a heading whose other words only say whose or which: "Work email", "Name of candidate"."""
    if len(words) > _MOST_WORDS:
        return None
    pairs = [*zip(words, found, strict=True)]
    if ColumnRole.TAGS in found:
        around = {word for word, role in pairs if role is not ColumnRole.TAGS}
        return ColumnRole.TAGS if around <= _AROUND_TAGS | _WHOSE else None
    telling = {role for word, role in pairs if role and word not in _WHOSE}
    others = {word for word, role in pairs if role is None or word in _WHOSE}
    if telling and telling <= EMAILS:
        return _email_with(others, further=telling == {ColumnRole.SECOND_EMAIL})
    parts = telling - {ColumnRole.NAME}
    if not telling or len(parts) > 1 or others - _WHOSE or (others and not others & _OF):
        return None
    part = next(iter(parts), ColumnRole.NAME)  # "Name - First"
    return part if part in _PARTS_OF_A_NAME | {ColumnRole.NAME} else None


def _email_with(others: set[str], *, further: bool) -> ColumnRole | None:
    numbers = {word for word in others if word.isdecimal()}
    if not others - numbers <= _AROUND_EMAIL | _ONE_OF_SEVERAL | _WHOSE:
        return None
    further = further or bool(others & _ONE_OF_SEVERAL or numbers - {"0", "1"})
    return ColumnRole.SECOND_EMAIL if further else ColumnRole.EMAIL


_MOST_WORDS = 6
_ADDRESS = re.compile(r"[^\s@<>,;:|\"]{1,64}@[^\s@<>,;:|\"]{1,250}\.[^\s@<>,;:|\"]{2,63}")
_LONGEST_ADDRESS_CELL = 400


def holds_address(cells: list[str]) -> bool:
    """Tell whether a record contains an email address, so that it cannot be the header."""
    return any(map(is_address, cells))


def is_address(cell: str) -> bool:
    """Tell whether a cell contains what looks like an email address."""
    return "@" in cell and len(cell) <= _LONGEST_ADDRESS_CELL and bool(_ADDRESS.search(cell))


def has_address_cell(cells: list[str]) -> bool:
    """Tell whether a record has a cell that is an address and nothing else."""
    return any("@" in cell and _ADDRESS.fullmatch(cell.strip()) for cell in cells)


def header_among(first: list[list[str]]) -> int | None:
    """Find the record that has a heading for the address and does not look like a person's row."""
    rows_above = False
    for place, cells in enumerate(first):
        known = set(roles(cells))
        address = holds_address(cells)
        # Below a row with an address, a cell "email" alone could be someone's tag.
        if known & EMAILS and not address and (known & NAMES or not rows_above):
            return place
        rows_above = rows_above or address
    return None
