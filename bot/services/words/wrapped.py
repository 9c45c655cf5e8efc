"""Takes an email address out of what people and programs put around it; pure.

Only what cannot belong to an address is taken off: `ada @x.dk` keeps its space, and is refused for it.
"""

import html
import re
import unicodedata
from urllib.parse import unquote

from bot.services.words.text import FILLERS, TURNING, UNSEEN
from storage.entities.address_refused import SeveralAddresses

_LONGEST_READ = 2_000  # characters; a cell can be longer
_NO_WIDTH = f"{UNSEEN}\u200c\u200d\ufe00-\ufe0f"
_INSIDE = re.compile(f"[{_NO_WIDTH}]+")
_END = rf"[\s\x00-\x1f\x7f-\x9f{_NO_WIDTH}{TURNING}{FILLERS}]+"
_ENDS = re.compile(rf"\A{_END}|{_END}\Z")

# A spreadsheet's apostrophe, Slack's marks of code and bold, bullets and dashes. RFC 5322 allows some of them
# at the beginning of an address, but people put them before one.
_BEFORE = "'‘’‚‛`´*•·▪◦‣–—…"
_AFTER = ".:!?…。．：！？'‘’‛`´*-–—/\\·"
_QUOTES = '"“”„‟«»‹›「」『』《》〈〉＂'
_BRACKETS = "<>()[]{}＜＞（）［］【】〔〕"
_EDGES = re.escape(_QUOTES + _BRACKETS + "|")  # Slack writes links as <mailto:ADDRESS|TEXT>
_AROUND = rf"\s{_EDGES}"
_MARKS = ",;\uff0c\uff1b\u3001\uff5c\uff1a\u060c\u061b"
_PARTS = re.compile(rf"(?:[{_AROUND}{_MARKS}]|:(?=\s))+")
_TURNING_AROUND = re.compile(rf"(?<=[{_AROUND}])[{TURNING}]+|[{TURNING}]+(?=[{_AROUND}])")
_MAILTO = re.compile(rf"\bmailto:(?://)?\s*([^{_AROUND}?]+)(?:\?[^{_AROUND}]*)?", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:smtp|e-?mail|mail|e)\s*[:\uff1a]\s*|\A=HYPERLINK\(|</?(?:a|b|i|br|p|span|div)(?:\s+href=|\s*/?>)",
    re.IGNORECASE,
)
_ADDRESS = re.compile("[^@]+@[^@]+")
_NUMBER = re.compile(r"\s*\d{1,6}[.)]\s+")
# Between an address and other words: brackets and quotation marks, or what ends a label or a cell.
_AFTER_EDGE = re.compile(rf"(?:[{_EDGES};\uff1a]|:\s|\s[-–—•·])\s*[{re.escape(_BEFORE)}]*\Z")
_BEFORE_EDGE = re.compile(rf"[{re.escape(_AFTER)}]*(?:\s*[{_EDGES}]|[;\uff1a]|:\s|\s[-–—•·]\s)")
_ASIDE = re.compile(r"\([^()@]*\)|\[[^\[\]@]*\]")
# Letters and marks of the width of Chinese ones. An address has none; the @ among them is refused in words.
_NARROW: dict[int, int | str] = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if wide != 0xFF20}
_NARROW |= {0xFF1A: ": ", 0x3001: ", "}  # behind which no space is written


def narrowed(text: str) -> str:
    """Write full-width letters and marks in ASCII, all but the @."""
    return text.translate(_NARROW)


def unwrapped(text: str) -> str:
    """Remove what cannot be seen, and marks in front. Marks that turn letters around inside stay."""
    seen = narrowed(_INSIDE.sub("", _ENDS.sub("", text)))
    if "@" not in seen:
        return seen
    symbols = "".join(filter(is_symbol, {*seen}))  # an icon or an arrow
    return seen.lstrip(f"{_BEFORE}{symbols} ").rstrip(f"{symbols} ")


def is_symbol(char: str) -> bool:
    """Tell whether a character is a mark or picture that ASCII lacks."""
    return not char.isascii() and unicodedata.category(char)[0] in "PS"


def address_within(text: str) -> str | None:
    """Find the one address in a text. None if there is none, or if other words may belong to it.

    `Ada <ada@x.dk>` is a name and an address; in `ada lind@x.dk` nobody knows. Raises SeveralAddresses.
    """
    text = _MAILTO.sub(_of_link, html.unescape(text[:_LONGEST_READ]))
    text = _LABEL.sub("|", _NUMBER.sub("", _TURNING_AROUND.sub("", text), count=1))
    words = [_bare(word) for word in _PARTS.split(text)]
    addresses = {word.casefold(): word for word in words if _ADDRESS.fullmatch(word)}
    if len(addresses) > 1:
        raise SeveralAddresses
    for key, address in addresses.items():
        alone = all(word.casefold() == key for word in words if _says(word))
        if alone or _set_apart(key, text.casefold()):
            return address
    return None


def _of_link(link: re.Match[str]) -> str:
    """Return the address of a mailto: link, percent-encoded by RFC 6068, set apart from what is before it."""
    return f"|{unquote(link[1])}"


def _bare(word: str) -> str:
    word = word.lstrip(_BEFORE).rstrip(_AFTER)
    while len(word) > 1 and word[0] in "_~" and word[-1] == word[0]:
        word = word[1:-1]
    return word


def _set_apart(address: str, text: str) -> bool:
    """Tell whether a mark parts an address from the words on its one side, but for those in brackets."""
    text = _ASIDE.sub(" ", text)
    before, _, behind = text.rpartition(address)
    if not _says(behind):
        return not _says(before) or _AFTER_EDGE.search(before) is not None
    before, _, behind = text.partition(address)
    return not _says(before) and _BEFORE_EDGE.match(behind) is not None


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))
