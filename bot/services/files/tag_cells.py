"""Splits cells of tags, as people and programs write several into one."""

import html
import json
import re
from ast import literal_eval
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from bot.services.files.cells import bare_cell
from bot.services.words.tags import MOST_TAGS, clean_tags
from bot.services.words.text import TAG_LENGTH, one_line

_REMEMBERED = 200  # longer cells are not cached
# Semicolons, commas, vertical bars and their East Asian forms, line ends, tabs, bullets, Google's " ::: ".
_ENDS = re.compile(r":::|[;,|\t\r\n、，；｜﹔︔\u060c\u061b•‣▪●◦■✓✔➤►]|\s·\s")
# Lists of JSON, Python and PostgreSQL.
_LISTS = (("[", "]"), ("{", "}"), ("(", ")"), ("'", "'"))
_NAMES = ("name", "label", "title", "text", "tag", "value")  # what an object of a list calls its tag
_QUOTES = '"“”„‟«»'
_HASHES = re.compile(r"#\S+(?:\s+#\S+)+|(?:#[^\s#]+){2,}")
_SHAREPOINT = re.compile(r"\d+;#|;#")  # of a choice, or of an entry of another list
_BREAK = re.compile(r"<(?:br|/?p|/?li|/?ul|/?div)\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:\w{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,6});")
# [rust](https://…), <https://…|rust> and rust (https://…)
_LINKED = re.compile(r"\[([^\[\]]+)\]\(https?:[^()\s]*\)|<https?:[^|<>\s]*\|([^<>]*)>|\s*\(https?:[^()\s]*\)")
_SEVERAL_IN_BRACKETS = re.compile(r"\(([^();,|、，；]*+[;,|、，；][^()]*+)\)")
_MARKED = re.compile(r"(\*{1,3}|`{1,3}|~~|__)((?:(?!\1).)+)\1")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
_NO_TAGS_IN_WORDS = """
keine keins kein ingen aucun aucune ninguno ninguna nenhum nenhuma nessuno nessuna geen brak žádné нет немає
なし 無し 无 無 없음 yok ei
"""
_NO_TAGS = frozenset(_NO_TAGS_IN_WORDS.split())


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
    if len(parts) > 1 and all(map(_NUMBERED.match, parts)):
        parts = [_NUMBERED.sub("", part, count=1) for part in parts]
    words = [word for word in (one_line(part, 2 * TAG_LENGTH) for part in parts) if _means_a_tag(word)]
    many = len({word.casefold() for word in words}) > MOST_TAGS
    return TagCell(clean_tags(words), many or any(len(word) > TAG_LENGTH for word in words))


_remembered = lru_cache(maxsize=4_096)(_split)


def _means_a_tag(word: str) -> bool:
    return bool(bare_cell(word)) and word.casefold() not in _NO_TAGS


def _bare(cell: str) -> str:
    cell = bare_cell(cell)
    if cell.startswith("'") and cell.count("'") == 1:
        cell = cell[1:]  # a spreadsheet's mark for text
    if (tags := _of_objects(cell)) is not None:
        return tags
    while len(cell) > 1 and (cell[0], cell[-1]) in _LISTS and (cell[0] != "'" or cell.count("'") == 2):
        cell = cell[1:-1].strip()
    return _SEVERAL_IN_BRACKETS.sub(r"; \1", _without_markup(cell))


def _of_objects(cell: str) -> str | None:
    """Read the tags of a list of objects, or of an object's keys, in JSON or Python. None for others."""
    if cell[:1] not in ("[", "{") or cell[-1] not in "]}" or not (":" in cell or "{" in cell[1:]):
        return None
    try:
        read = json.loads(cell) if '"' in cell else literal_eval(cell)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    if isinstance(read, dict) and not read.keys() & {*_NAMES}:
        return ";".join(str(key) for key, value in read.items() if value)
    each = read if isinstance(read, list) else [read]
    return ";".join(filter(None, _named(each)))


def _named(each: Iterable[object]) -> Iterable[str]:
    for one in each:
        if isinstance(one, dict):
            one = next((one[name] for name in _NAMES if isinstance(one.get(name), str)), "")
        yield str(one)


def _without_markup(cell: str) -> str:
    """Take off what SharePoint, HTML and links put between and around words."""
    if ";#" in cell:
        cell = _SHAREPOINT.sub(";", cell)
    if "<" in cell or "&" in cell:
        cell = _ENTITY.sub(lambda found: html.unescape(found[0]), _BREAK.sub("\n", cell))
    return _LINKED.sub(lambda link: link[1] or link[2] or "", cell) if "http" in cell else cell


def _tag(part: str) -> str:
    part = part.strip(" \u00a0→").removeprefix("* ").removeprefix("- ").strip(f" {_QUOTES}")
    if marked := _MARKED.fullmatch(part):
        part = marked[2]
    quoted = len(part) > 1 and part[0] in "'‘" and part[-1] in "'’"
    return part[1:-1] if quoted else part


def _hashed(part: str) -> list[str]:
    """Split "#rust #sql", where each tag begins with the sign."""
    return part.replace("#", " #").split() if _HASHES.fullmatch(part.strip()) else [part]
