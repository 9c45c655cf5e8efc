"""Reads contact cards (vCard 2.1, 3.0 and 4.0) as a table, a card a row."""

import quopri
import re
from collections.abc import Iterator

from bot.services.files.limits import Record

COLUMNS = ["name", "first name", "middle name", "last name", "email", "second email", "tags"]
_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_ESCAPED = re.compile(r"\\([\\,;nN:])")
_PART = re.compile(r"(?<!\\);")
_COMMA = re.compile(r"(?<!\\),")


def is_vcard(text: str) -> bool:
    return text[:200].lstrip("\ufeff \r\n\t").upper().startswith(_BEGIN)


def card_records(text: str) -> Iterator[Record]:
    """Yield a header and a record for each card, with the line it begins on."""
    yield 0, COLUMNS
    card, began = _Card(), 0
    for number, line in _unfolded(text):
        match line.strip().upper():
            case "BEGIN:VCARD":
                card, began = _Card(), number
            case "END:VCARD":
                yield began or number, card.row
            case _:
                card.read(line)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Join the lines of a property, by RFC 6350 (a blank in front) and quoted-printable (= at the end)."""
    whole, began, quoted = "", 0, False
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        if whole and (line[:1] in (" ", "\t") and line.strip()):
            whole += line[1:]
        elif quoted and whole.endswith("="):
            whole += f"\n{line}"
        else:
            if whole:
                yield began, whole
            whole, began, quoted = line, number, "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
    if whole:
        yield began, whole


class _Card:
    def __init__(self) -> None:
        self.row = [""] * len(COLUMNS)
        self._preferred = False

    def read(self, line: str) -> None:
        """Keep a property that has a name, an address or categories."""
        names, colon, value = line.partition(":")
        name, *parameters = names.upper().split(";")
        if not colon:
            return
        value = _plain(value, parameters)
        match name.rpartition(".")[2]:
            case "FN":
                self.row[0] = self.row[0] or _text(value)
            case "N":
                last, first, middle, *_ = [*map(_text, _PART.split(value)), "", "", ""]
                self.row[1:4] = [first, middle, last]
            case "EMAIL":
                self._address(_text(value), preferred=any("PREF" in each for each in parameters))
            case "CATEGORIES":
                tags = [_text(each) for each in _COMMA.split(value)]
                self.row[6] = ";".join(filter(None, [self.row[6], *tags]))

    def _address(self, address: str, *, preferred: bool) -> None:
        if not self.row[4] or (preferred and not self._preferred):
            self.row[4:6] = [address, self.row[4] or self.row[5]]
        elif not self.row[5]:
            self.row[5] = address
        self._preferred = self._preferred or preferred


def _plain(value: str, parameters: list[str]) -> str:
    if not any("QUOTED-PRINTABLE" in each for each in parameters):
        return value
    charset = next((each.partition("=")[2] for each in parameters if each.startswith("CHARSET=")), "utf-8")
    try:
        return quopri.decodestring(value.encode()).decode(charset)
    except (LookupError, UnicodeDecodeError):
        return quopri.decodestring(value.encode()).decode("utf-8", "replace")


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value).strip()
