"""Splits cells of tags, as people and programs write several into one."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.services.files.cells import bare_cell
from bot.services.words.tags import MOST_TAGS, clean_tags
from bot.services.words.text import TAG_LENGTH, one_line

_REMEMBERED = 200  # longer cells are not cached
# Semicolons, commas, vertical bars and their East Asian forms, line ends, bullets, and Google's " ::: ".
_ENDS = re.compile(r":::|[;,|\r\n、，；｜﹔︔\u060c\u061b•‣▪]|\s·\s")
# Lists of JSON, Python and PostgreSQL.
_LISTS = (("[", "]"), ("{", "}"), ("(", ")"))
_QUOTES = '"“”„‟«»'
_HASHES = re.compile(r"#\S+(?:\s+#\S+)+")


class TagCell(NamedTuple):
    """The tags of a cell. `cut` if there were more, or longer ones, than a contact can have."""

    tags: tuple[str, ...]
    cut: bool


def split_tags(cell: str) -> TagCell:
    """Split a cell of tags, and take off what its program puts around them."""
    return _remembered(cell) if len(cell) <= _REMEMBERED else _split(cell)


def joined_tags(cells: list[str]) -> str:
    """Join several cells of tags into one."""
    return ";".join(filter(None, map(_bare, cells)))


def _split(cell: str) -> TagCell:
    parts = [_tag(part) for end in _ENDS.split(_bare(cell)) for part in _hashed(end)]
    words = [word for word in (one_line(part, 2 * TAG_LENGTH) for part in parts) if bare_cell(word)]
    many = len({word.casefold() for word in words}) > MOST_TAGS
    return TagCell(clean_tags(words), many or any(len(word) > TAG_LENGTH for word in words))


_remembered = lru_cache(maxsize=4_096)(_split)


def _bare(cell: str) -> str:
    cell = bare_cell(cell)
    if cell.startswith("'") and cell.count("'") == 1:
        cell = cell[1:]  # a spreadsheet's mark for text
    while len(cell) > 1 and (cell[0], cell[-1]) in _LISTS:
        cell = cell[1:-1].strip()
    return cell


def _tag(part: str) -> str:
    part = part.strip(" \t\u00a0").removeprefix("* ").removeprefix("- ").strip(f" {_QUOTES}")
    quoted = len(part) > 1 and part[0] in "'‘" and part[-1] in "'’"
    return part[1:-1] if quoted else part


def _hashed(part: str) -> list[str]:
    """Split "#rust #sql", where each tag begins with the sign."""
    return part.split() if _HASHES.fullmatch(part.strip()) else [part]
