"""Finds what a list says of people's work: which columns, by their headings, and what their cells mean; pure.

Nothing is asked about them. What cannot be understood is left out, and said.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.services.files import profile_words
from bot.services.files.cells import bare_cell
from bot.services.files.headings import spelled
from bot.services.words.amount import parse_amount
from bot.services.words.links import MOST_LINKS, parse_links
from bot.services.words.profile import (
    PLACE_LENGTH,
    TITLE_LENGTH,
    parse_day,
    parse_days,
    split_languages,
)
from bot.services.words.text import one_line
from storage.entities.money import CURRENCIES, Rate
from storage.entities.profile import Free, ProfileField, Value
from storage.entities.status import Per

LONGEST_READ = 2_000  # characters of a cell
ProfileColumns = Mapping[str, Sequence[int]]  # {what: columns}

_KINDS = (
    "TITLE", "JOB_TITLE", "LINKS", "PLACE", "LANGUAGES", "RATE", "RATE_AN_HOUR", "RATE_A_DAY", "CURRENCY",
    "PER", "FREE_FROM", "DAYS_A_WEEK",
)  # fmt: skip
_BY_WORD = {
    spelled(word): kind.lower()
    for kind in _KINDS
    for word in re.split(r",|\n", getattr(profile_words, kind))
    if word.strip()
}
_SEVERAL = {"links", "place"}
_HINT = re.compile(r"\s*[(\[{<:（［【].*", re.DOTALL)
# What stands in Outlook's column "Title".
_ADDRESSING = {
    "mr", "mrs", "ms", "miss", "mx", "sir", "dr", "prof", "herr", "frau", "hr", "fr", "mme", "mlle", "sr",
    "sra", "sig", "dott", "ing", "dipl-ing",
}  # fmt: skip


def profile_columns(header: Sequence[str], taken: Collection[int]) -> dict[str, list[int]]:
    """Find the columns by their headings. The first of a kind counts, but for links and places."""
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(header):
        word = spelled(cell)
        kind = (_BY_WORD.get(word) or _BY_WORD.get(spelled(_HINT.sub("", cell)))) if word else None
        if kind and place not in taken and (kind in _SEVERAL or kind not in found):
            found.setdefault(kind, []).append(place)
    return found


@dataclass(frozen=True, slots=True)
class ReadCells:
    """What a row says of its person, and the fields whose cells could not be understood, or not whole."""

    said: dict[ProfileField, Value]
    unread: list[ProfileField]


def read_cells(cells: Sequence[str], columns: ProfileColumns, today: date) -> ReadCells:
    """Read a row's cells. Blank ones say nothing."""
    given = {
        kind: [
            bare_cell(cells[place])[:LONGEST_READ]
            for place in places
            if place < len(cells) and cells[place].strip()
        ]
        for kind, places in columns.items()
    }
    said: dict[ProfileField, Value] = {}
    unread: list[ProfileField] = []
    first = {kind: next(filter(None, texts), "") for kind, texts in given.items()}
    title = one_line(first.get("job_title") or first.get("title", ""), TITLE_LENGTH)
    if title.casefold().rstrip(".") not in _ADDRESSING:
        said[ProfileField.TITLE] = title
    links, bad = parse_links(" ".join(given.get("links", ())).replace("|", " "))
    said[ProfileField.LINKS] = links[:MOST_LINKS]
    if bad or len(links) > MOST_LINKS:
        unread.append(ProfileField.LINKS)
    said[ProfileField.PLACE] = one_line(", ".join(filter(None, given.get("place", ()))), PLACE_LENGTH)
    said[ProfileField.LANGUAGES] = split_languages(first.get("languages", ""))
    for field, read in ((ProfileField.RATE, _rate), (ProfileField.FREE, _free)):
        try:
            value = read(first, today)
        except ValueError:
            unread.append(field)
        else:
            said |= {field: value} if value else {}
    return ReadCells({field: value for field, value in said.items() if value}, unread)


_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "₹": "INR", "₺": "TRY", "₴": "UAH", "₪": "ILS"}
_CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])")
_UNITS = {
    Per.HOUR: {"h", "hr", "hour", "hourly", "time", "timme", "std", "stunde", "uur", "heure", "hora", "ora"},
    Per.DAY: {"d", "day", "daily", "dag", "tag", "jour", "día", "dia", "giorno", "dzień"},
    Per.WEEK: {"week", "weekly", "uge", "vecka", "uke", "woche", "semaine", "semana", "settimana"},
    Per.MONTH: {"month", "monthly", "måned", "månad", "monat", "maand", "mois", "mes", "mês", "mese"},
    Per.FIXED: {"fixed", "project", "total"},
}
_UNIT_OF = {word: per for per, words in _UNITS.items() for word in words}
_NUMBER = re.compile(r"\d[\d.,' \u00a0]*\d|\d")
_WORD = re.compile(r"[^\W\d_]+")


def _rate(first: Mapping[str, str], _today: date) -> Rate | None:
    """Read a rate such as "80", "EUR 80" or "€ 640 / day". Raises ValueError where the unit is not known."""
    by_heading = {"rate_an_hour": Per.HOUR, "rate_a_day": Per.DAY, "rate": None}
    kind = next((kind for kind in by_heading if first.get(kind)), None)
    if kind is None:
        return None
    text = first[kind]
    number = _NUMBER.search(text)
    words = [word.casefold() for word in _WORD.findall(f"{text} {first.get('per', '')}")]
    units = [_UNIT_OF[word] for word in words if word in _UNIT_OF]
    per = units[0] if units else by_heading[kind]
    currency = _currency(f"{first.get('currency', '')} {text}")
    if not (number and per and currency) or len(_NUMBER.findall(text)) > 1:
        raise ValueError
    return Rate(parse_amount(number[0], currency), currency, per)


def _currency(text: str) -> str:
    codes = [code.upper() for code in _CODE.findall(text) if code.upper() in CURRENCIES]
    signs = [_SIGNS[char] for char in text if char in _SIGNS]
    return next(iter([*codes, *signs]), "")


def _free(first: Mapping[str, str], today: date) -> Free | None:
    since = parse_day(first.get("free_from", ""), today)
    days = parse_days(first.get("days_a_week", ""))
    return Free(since, days) if since or days else None
