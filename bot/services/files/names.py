"""Puts a person's name together from a row's cells, as the person would write it."""

import html
import re
from collections.abc import Iterable

from bot.services.files.cells import bare_cell
from bot.services.files.columns import Columns

# Chinese, Japanese and Korean letters
_EASTERN = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\\s]+")


def name_in(cells: list[str], columns: Columns) -> str:
    """Join the name from its columns. A whole name that holds its parts already is not doubled."""
    name, instead = _joined(cells, columns.names, columns), _joined(cells, columns.instead, columns)
    lone = " " not in name and _words(name) < _words(instead) and "@" not in instead
    return instead if lone else name or instead


def _joined(cells: list[str], places: tuple[int, ...], columns: Columns) -> str:
    parts = {place: part for place in places if (part := bare_cell(cells[place]))}
    whole = parts.get(columns.whole) if columns.whole is not None else None
    if whole and all(_words(part) <= _words(whole) for part in parts.values()):
        return whole
    if columns.last in parts and all(map(_EASTERN.fullmatch, parts.values())):
        parts = {columns.last: parts[columns.last]} | parts
    return " ".join(parts.values())


def _words(text: str) -> set[str]:
    return set(text.casefold().replace(",", " ").split())


# What follows a comma without being a first name.
_NO_FIRST_NAME = re.compile(
    r"(?:jr|sr|ii|iii|iv|esq|phd|ph\.d|md|m\.d|mba|dds|rn|cpa|cfa|pe|dr|prof|msc|m\.sc|bsc|ma|ba|llm|pmp"
    r"|inc|llc|ltd|gmbh|ag|aps|a/s|as|ab|oy|bv|b\.v|s\.?a|sarl|srl|plc|co)\.?",
    re.IGNORECASE,
)


# What programs and people put around a name, of which most cells have nothing.
_SUSPECT = re.compile(r"[\"“”„«»‘*`<>&\[]|\A'|[,;]\s*\Z|https?:")
_ENTITY = re.compile(r"&(?:\w{2,8}|#\d{1,6}|#[xX][0-9a-fA-F]{1,6});")
_AROUND = re.compile(r"</?[a-zA-Z]{1,6}/?>|<[^<>@]*@[^<>]*>|\s*\(https?:[^()\s]*\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?|mailto):[^()\s]*\)|<(?:https?|mailto):[^|<>\s]*\|([^<>]*)>")
_PAIRS = re.compile(
    r"\"([^\"]*)\"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»|'([^']*)'|‘([^‘’]*)’|`([^`]*)`|(?:\*{1,3})([^*]*)(?:\*{1,3})"
)


def plain_name(cell: str) -> str:
    """Take off quotation marks, links, HTML and punctuation around a whole name."""
    if not _SUSPECT.search(cell):
        return cell
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), cell)
    text = _AROUND.sub("", _LINK.sub(lambda link: link[1] or link[2], text)).strip().rstrip(",;").strip()
    pair = _PAIRS.fullmatch(text)
    bare = next((inside for inside in pair.groups() if inside is not None), "").strip() if pair else text
    return bare or cell


def all_turned(names: Iterable[str]) -> bool:
    """Tell whether every name of a file is written "Lindholm, Ada"."""
    found = False
    for name in names:
        last, comma, first = name.partition(",")
        if (
            not (comma and last.strip() and first.strip())
            or "," in first
            or _NO_FIRST_NAME.fullmatch(first.strip())
        ):
            return False
        found = True
    return found


def turned(name: str) -> str:
    """Turn "Lindholm, Ada" into "Ada Lindholm"."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if first.strip() else name
