"""Texts about how a file was read: its letters, sheet and columns, and what was left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from blocks.imports.words import ENCODING
from blocks.kit.text import clip
from blocks.profile.words import LABELS
from language.lists import and_words
from language.plurals import count_words
from storage.entities.imports import Reading
from storage.entities.profile import ProfileField

_MOST_COLUMNS = 6  # named in a sentence
_MOST_LINES = 10


def alike_column(heading: str, number: int) -> str:
    """Tell apart columns with the same heading: "Email (column 4)"."""
    return f"{heading} (column {number})"


def columns_used(header: Sequence[str], columns: Mapping[str, Any]) -> str:
    """Name the columns that were used, and for what, and those left out."""
    emails = [columns["email"], *columns.get("others", ())]
    uses = (
        ("name", [*columns["names"], *columns.get("instead", ())]),
        ("email", emails),
        ("tags", columns.get("tags", ())),
        *_of_profile(columns.get("profile") or {}),
    )
    used = [f"{meaning} from {_columns(header, places)}" for meaning, places in uses if places]
    known = {place for _, places in uses for place in places}
    rest = [place for place, cell in enumerate(header) if place not in known and cell.strip()]
    left_out = f" Left out: {_columns(header, rest)}." if rest else ""
    return f"Columns used: {', '.join(used)}.{left_out}"


def _of_profile(places: Mapping[str, Sequence[int]]) -> list[tuple[str, Sequence[int]]]:
    """Join the columns of each field of a profile: a rate's amount, currency and unit stand apart."""
    return [
        (LABELS[field].lower(), columns)
        for field, kinds in _KINDS.items()
        if (columns := [place for kind in kinds for place in places.get(kind, ())])
    ]


_KINDS = {
    ProfileField.TITLE: ("job_title", "title"),
    ProfileField.LINKS: ("links",),
    ProfileField.PLACE: ("place",),
    ProfileField.LANGUAGES: ("languages",),
    ProfileField.RATE: ("rate_an_hour", "rate_a_day", "rate", "currency", "per"),
    ProfileField.FREE: ("free_from", "days_a_week"),
}


def _columns(header: Sequence[str], places: Sequence[int]) -> str:
    names = [
        f"“{clip(header[place].strip(), 40)}”" if header[place].strip() else f"column {place + 1}"
        for place in places
    ]
    more = [count_words(len(names) - _MOST_COLUMNS, one="1 more", other="{n} more")]
    return and_words(names if len(names) <= _MOST_COLUMNS else names[:_MOST_COLUMNS] + more)


def how_read(encoding: str, how: Reading) -> list[str]:
    """Say what a person should know of how the file was read."""
    told = []
    if how.doubted:
        told.append(
            f"The file doesn't say how its letters are written. We read them as {encoding}: "
            f"{and_words(clip(name, 40) for name in how.doubted)}. "
            f"If these look wrong, choose another {ENCODING}."
        )
    if how.sheet:
        told.append(f"From the sheet “{clip(how.sheet, 60)}”.")
    if how.hidden:
        hidden = count_words(
            how.hidden,
            one="1 row is hidden in the sheet and is",
            other="{n} rows are hidden in the sheet and are",
        )
        told.append(f"{hidden} not selected.")
    if how.turned:
        told.append("Names are turned round: “Lindholm, Ada” is imported as “Ada Lindholm”.")
    if how.tags_cut:
        told.append(_tags_cut(how.tags_cut))
    if how.unread:
        told.append(_unread(how.unread))
    return told


def hidden_row(kind: str) -> str:
    return f"{kind}, hidden in the sheet"


def _tags_cut(lines: Sequence[int]) -> str:
    return (
        "A contact has up to 20 tags, each of up to 50 letters. "
        f"What is beyond that is left out on {_lines(lines)}."
    )


def _unread(lines: Mapping[str, Sequence[int]]) -> str:
    """Name the cells about people's work that were left out."""
    named = [f"{LABELS[ProfileField(field)]} on {_lines(where)}" for field, where in lines.items()]
    return f"Left out, because we can't use what is there: {'; '.join(named)}."


def _lines(lines: Sequence[int]) -> str:
    named = [str(line) for line in lines[:_MOST_LINES]] + (["others"] if len(lines) > _MOST_LINES else [])
    return f"{'line' if len(named) == 1 else 'lines'} {and_words(named)}"
