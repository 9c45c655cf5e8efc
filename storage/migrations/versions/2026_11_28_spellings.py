"""Search keys: apostrophes, hyphens and spaces of every keyboard, and ü as u and as ue

Only rows whose keys differ are written, some thousands at once, so that a large pool needs little memory. The
keys are computed by copies of the functions as they were on that day, so that an old database always gets the
same rows. Rows that the previous version adds meanwhile get these keys at their next change.

Revision ID: 2026_11_28_spellings
Revises: 2026_11_28_person
Create Date: 2026-11-28 23:59:00
"""
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from alembic import op
import sqlalchemy as sa


revision = '2026_11_28_spellings'
down_revision = '2026_11_28_person'
branch_labels = None
depends_on = None

AT_ONCE = 5_000


def upgrade() -> None:
    for part in parts_of('contact', 'name', 'email', 'email_key', 'sort_key', 'search_key'):
        update('contact', part, [contact_keys(row.name, row.email, row.email_key) for row in part])
    for part in parts_of('import_row', 'name', 'email', 'email_key', 'tags', 'sort_key', 'search_key', 'sought'):
        update('import_row', part, [row_keys(row) if row.name or row.email else {} for row in part])
    for part in parts_of('tag', 'name', 'search_key'):
        for tag_id in update('tag', part, [{'search_key': search_key(row.name)} for row in part]):
            op.get_bind().execute(FIRST_TAG, {'tag_id': tag_id})


def downgrade() -> None:
    """Leave the keys: the previous version finds most by them, and writes its own at the next change."""


# A contact sorts by the first of its tags.
FIRST_TAG = sa.text("""UPDATE contact SET first_tag = (
    SELECT min(tag.search_key) FROM contact_tag JOIN tag ON tag.id = contact_tag.tag_id
    WHERE contact_tag.contact_id = contact.id
) WHERE id IN (SELECT contact_id FROM contact_tag WHERE tag_id = :tag_id)""")


def parts_of(name: str, *columns: str) -> Iterator[Sequence[sa.Row[Any]]]:
    """Read a table in parts."""
    connection, last = op.get_bind(), 0
    table = sa.table(name, *map(sa.column, ('id', *columns)))
    some = sa.select(table).order_by(table.c.id).limit(AT_ONCE)
    while rows := connection.execute(some.where(table.c.id > last)).all():
        yield rows
        last = rows[-1].id


def update(name: str, rows: Sequence[sa.Row[Any]], keys: list[dict[str, str]]) -> list[int]:
    """Write the rows whose keys differ, and return their ids."""
    changed = [
        {'row': row.id, **new} for row, new in zip(rows, keys)
        if any(getattr(row, column) != value for column, value in new.items())
    ]
    if changed:
        columns = [column for column in changed[0] if column != 'row']
        table = sa.table(name, *map(sa.column, ('id', *columns)))
        change = table.update().where(table.c.id == sa.bindparam('row'))
        op.get_bind().execute(change.values({column: sa.bindparam(column) for column in columns}), changed)
    return [each['row'] for each in changed]


def row_keys(row: sa.Row[Any]) -> dict[str, str]:
    """Compute the keys of a row under review, with what `Find` searches."""
    keys = contact_keys(row.name, row.email, row.email_key)
    tags = json.loads(row.tags) if isinstance(row.tags, str) else row.tags
    return {**keys, 'sought': keys['search_key'] + search_key(*tags)}


# Separate letters in some alphabets that people type like this on keyboards without them.
_SPELLED = {
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "ð": "d",
    "ŋ": "n",
    "ĸ": "k",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ə": "e",
    "ĳ": "ij",
    **{chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)},  # Katakana as Hiragana
}
# What German and Nordic people write where these letters are missing.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ǿ": "oe", "ǻ": "aa"})
_IN_TWO_LETTERS = re.compile("[äöüøåǿǻ]")

# One sign for all that people and keyboards put between the letters of O'Brien, and one for Paral·lel's.
# Compatibility forms would make a space of some.
_APOSTROPHES = dict.fromkeys("’‘‛′`´ʼʻʹʽʾʿˈ＇՚׳ꞌ᾽᾿", "'")
_DOTS = dict.fromkeys("·‧\u0387", ".")
# The Arabic tatweel makes a word longer, and joiners and variation selectors only choose a letter's shape.
_UNSEEN = re.compile(
    "[\u0640\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_ONE_SIGN = str.maketrans(_SPELLED | _APOSTROPHES | _DOTS)
_ONE_SPELLING = str.maketrans(_SPELLED)
# Accents, Hebrew points and Arabic vowels. In other scripts marks are part of the letter: क is not कि.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff]"
)


def fold(text: str) -> str:
    """Remove case, accents and width: "Søren ÆRØ" becomes "soren aero"."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())  # the same result, faster
    plain = _UNSEEN.sub("", text.casefold()).translate(_ONE_SIGN)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    return " ".join(unicodedata.normalize("NFC", bare).casefold().translate(_ONE_SPELLING).split())


def folds(text: str) -> tuple[str, ...]:
    """Fold a text in every way people spell it: "Müller" becomes "muller" and "mueller"."""
    folded = fold(text)
    if text.isascii():
        return (folded,)
    composed = unicodedata.normalize("NFC", text.casefold())
    if not _IN_TWO_LETTERS.search(composed):
        return (folded,)
    return folded, fold(composed.translate(_TWO_LETTERS))


_INNER = re.compile("['.]")  # signs that people leave out, or write as a space
_ASCII_LETTERS = {
    code: None if _INNER.match(chr(code)) else " " for code in range(128) if not chr(code).isalnum()
}
_PLAIN = re.compile("[a-z0-9]+(?: [a-z0-9]+)*")
_MEANT = "#%+_@"  # punctuation that is part of a word: C++, C#, 100%, @x.dk
_NOT_MEANT = "<>|~^"  # and symbols that are not
_DOTS_OUTSIDE = re.compile(r"\.+(?!\S)|(?<!\S)\.\.+")
_INITIALS = re.compile(r"(?<!\S)(\w)\.? (?=\w\.?(?!\S))")
# Chinese characters, Japanese syllables and Korean ones: names are written with and without a space.
_CJK = "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_BETWEEN_CJK = re.compile(f"(?<={_CJK}) (?={_CJK})")


class _Signs(dict[int, int | str]):
    """A table for str.translate: what is no part of a word becomes a space. Filled as it is used."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        kind = unicodedata.category(char)
        symbol = kind[0] == "S" and char not in _NOT_MEANT
        self[code] = code if kind[0] in "LMN" or symbol or char in f"{_MEANT}'." else " "
        return self[code]


_SIGNS = _Signs()


def sort_key(name: str) -> str:
    """Make the key that sorts a name, compared by code point. Only letters and digits count."""
    return _letters(fold(name))


def _letters(folded: str) -> str:
    if folded.isascii():
        return " ".join(folded.translate(_ASCII_LETTERS).split()) or folded
    spaced = (char if _counts(char) else " " for char in _INNER.sub("", folded))
    return " ".join("".join(spaced).split()) or folded


def _counts(char: str) -> bool:
    """Tell whether a character counts: letters, their marks and digits."""
    return unicodedata.category(char)[0] in "LMN"


def search_key(*texts: str) -> str:
    """Join everything a search may find.

    Each text starts with a space, which marks the beginning of a word.
    """
    parts = dict.fromkeys(form for text in texts for folded in folds(text) for form in _forms(folded))
    return "".join(f" {part}" for part in parts if part)


def _forms(folded: str) -> tuple[str, ...]:
    """List the ways of writing a text: with its dots and symbols, without, and with spaces for its dots."""
    if _PLAIN.fullmatch(folded):
        return (folded,) if " " not in folded else _with_initials(folded)
    reduced = searchable(_INITIALS.sub(r"\1.", folded))
    joined, spaced = _letters(reduced), _letters(reduced.replace(".", " "))
    return reduced, joined, spaced, _BETWEEN_CJK.sub("", spaced)


def _with_initials(plain: str) -> tuple[str, ...]:
    """List a plain text, and what it is with the initials of "J R R Torkels" written together."""
    together = _INITIALS.sub(r"\1", plain)
    return (plain,) if together == plain else (plain, together)


def searchable(folded: str) -> str:
    """Reduce a folded text to words: no apostrophes, no punctuation around or between them."""
    words = _DOTS_OUTSIDE.sub("", folded.translate(_SIGNS).replace("'", ""))
    return " ".join(words.split()) or folded


def contact_keys(name: str, email: str, email_key: str) -> dict[str, str]:
    """Compute a contact's sort and search columns from its name and address."""
    addresses = dict.fromkeys((*(folded.replace("'", "") for folded in folds(email)), email_key))
    return {
        "sort_key": sort_key(name),
        "search_key": search_key(name) + "".join(f" {each}" for each in addresses),
    }
