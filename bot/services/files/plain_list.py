"""Reads people out of text without columns: a person a line, or the recipients of an email."""

import re
from collections.abc import Iterator

from bot.services.files.headings import roles
from bot.services.files.limits import MOST_ROWS, Record
from bot.services.files.names import all_turned, turned
from bot.services.words.markup import plain_text
from bot.services.words.text import one_line

COLUMNS = ["name", "email"]
_LOOKED_AT = 200  # lines
_LONGEST_LINE = 10_000
# Bounded and possessive, so that no text takes long: RFC 5321 allows 64 octets before the @ and 255 after it.
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:|*`@]{1,64}+@[^\s<>()\[\]\",;:|*`@]{1,255}+")
_AROUND = ' \t\u00a0\u3000,;:|<>()[]{}"“”„«»•·*–—-=…'
# "Lindholm, Ada <ada@x.dk>; Ek, Bo <bo@x.dk>", or nothing behind a label such as Cc:
_RECIPIENTS = re.compile(r"\s*(?:\w+\s*:\s*)?(?:[^<>@;]{0,200}+<[^<>\s]{1,320}+>[\s;,]*+)*+")
_LABEL_ALONE = re.compile(r"\s*[^\W\d]+\s*:\s*")
_NUMBER = re.compile(r"^\(?\d{1,6}[.)]\s+")
_LABEL = re.compile(
    r"(?:^|\s)(?:e-?mail|mail|e|mailto|smtp|name|navn)\s*:?$"
    r"|^(?:name|navn|nom|nombre|nome|naam|namn|to|cc|bcc|an|til|à|para|aan|a|von|fra|from|de|från|kopie)\s*:",
    re.I,
)


def is_plain_list(first: list[list[str]], lines: list[str]) -> bool:
    """Tell whether a text lists people without columns.

    `first` are its first records, of which none is a header. Each has one cell, or each cell has an address.
    """
    if not any("@" in line and _ADDRESS.search(line) for line in lines):
        return False
    holding = sum("@" in line and bool(_ADDRESS.search(line)) for line in lines)
    filled = [[cell for cell in cells if cell.strip()] for cells in first]
    alone = all(len(cells) <= 1 for cells in filled) or all(map(_RECIPIENTS.fullmatch, lines))
    people = all(_ADDRESS.search(cell) for cells in filled for cell in cells)
    return (alone or people) and 2 * holding >= len(lines)


def lines_of(text: str) -> list[str]:
    """List the first lines that are not blank."""
    return [line[:_LONGEST_LINE] for line in text[: _LOOKED_AT * 200].splitlines() if line.strip()][
        :_LOOKED_AT
    ]


def plain_records(text: str) -> Iterator[Record]:
    """Yield a header and a record for each person, with growing line numbers."""
    yield 0, COLUMNS
    last = 0
    for number, person in _paired([*_numbered(text)]):
        last = max(number, last + 1)
        yield last, person


def _numbered(text: str) -> Iterator[Record]:
    """Yield [name, address] of each person with the line they stand on, at most twice as many as are read."""
    found = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or (found == 0 and _is_header(line)) or _LABEL_ALONE.fullmatch(line):
            continue
        for person in _people(line[:_LONGEST_LINE]):
            found += 1
            yield number, person
            if found > 2 * MOST_ROWS:
                return


def _paired(people: list[Record]) -> list[Record]:
    """Join names and addresses that stand on lines of their own in turns, throughout the text."""
    first, second = people[::2], people[1::2]
    for names, addresses in ((first, second), (second, first)):
        if len(first) == len(second) and all(
            name and not address and not other and email
            for (_, (name, address)), (_, (other, email)) in zip(names, addresses, strict=True)
        ):
            both = zip(first, names, addresses, strict=True)
            return [(line, [name, email]) for (line, _), (_, (name, _)), (_, (_, email)) in both]
    return people


def _is_header(line: str) -> bool:
    return "@" not in line and all(roles(line.split()))


def _people(line: str) -> Iterator[list[str]]:
    """Yield [name, address] of a line. A line without an address is a name, for which one is missing."""
    line = plain_text(line)
    start, addresses = 0, list(_ADDRESS.finditer(line))
    for match in addresses:
        before, behind = line[start : match.start()], line[match.end() :] if len(addresses) == 1 else ""
        start = match.end()
        yield [_name(before) or _name(behind), match[0].strip("'’._*!?-")]
    if not addresses:
        yield [_name(line), ""]


def _name(text: str) -> str:
    text = _NUMBER.sub("", text.strip(_AROUND)).strip(_AROUND + "'")
    name = one_line(_LABEL.sub("", text).strip(_AROUND))
    return turned(name) if all_turned([name]) else name
