"""Finds people in pasted text: a line, a signature, a table or a list of recipients.

A name belongs to the address it stands before, or behind where the list is written so. It is never taken from
beyond another address.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from bot.services.files.headings import EMAILS, NAMES, ColumnRole, roles
from bot.services.files.pasted_table import people_of_table
from bot.services.words.addresses import Email, parse_email
from bot.services.words.markup import plain_text, without_pictures
from bot.services.words.names import (
    BRACKETED,
    WORDS_OF_A_NAME,
    belongs,
    closes_a_letter,
    joined,
    may_be_a_name,
    tidy_name,
)
from bot.services.words.text import NAME_LENGTH, one_line
from bot.services.words.wrapped import narrowed

MOST = 30
MOST_TRIED = 200  # addresses of a text, valid or not
_LONGEST = 40_000  # the longest text of a Slack message
_NEAR = 300  # characters beside an address in which a name is sought

# Bounded and possessive, so that no text takes long: RFC 5321 allows 64 octets before the @ and 255 after it.
_OUTSIDE = r"\s<>()\[\]\",;:|*~`@“”„«»‹›（）"
ADDRESS = re.compile(rf"[^{_OUTSIDE}]{{1,64}}+@[^{_OUTSIDE}]{{1,255}}+")

NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•·–])\s+")
_TIME = r"\b\d{1,2}[:.]\d\d(?:\s?[AP]M\b|\s?Uhr\b)?"
_AND = r"\s(?:and|und|og|och|et|&|\+)\s"
_BETWEEN = re.compile(
    rf"[\t|;,•·<>()\[\]\"*`~“”„«»‹›!?]+|\s[-–—/]\s|\svia\s|{_TIME}|:(?:\s|$)|(?<=[a-zà-ÿ]{{4}})\.\s|{_AND}"
)
_CELLS = re.compile(r"\t|\||;|,(?=\S)")
_BESIDE = re.compile(r"(?: (?:at|is|on|via|under|på|email|mail|e-mail|address))+$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")
_BEFORE_NAMES = re.compile(r"^(?i:contact|invite|add|email|ask|meet) (?=[^\W\da-z])")
_LABELLED = re.compile(r"\s*([^\W\d_][^:@<>]{0,40}?)\s*:\s*(\S.*)")
_OTHER_LABEL = re.compile(r"[^\W\d]+(?: [^\W\d]+)?\s*:\s*\S")
# "Ada Lindholm - ACME <ada@x.dk>", and "Designer: Ada Lindholm"
_COMPANY_BEHIND = re.compile(r"([^,;:\t|]+?)\s+(?:[-–—|]|via)\s+[^,;:\t|<>\"“«]+[<\"“«\s]*\Z")
_JOB_BEFORE = re.compile(r"^\s*[^\W\d_]+:\s+(?=[^\W\d_]+ [^\W\d_])")
_IN_BRACKETS = re.compile(r"^\s*[(\[]([^()\[\]]+)[)\]]")


@dataclass(frozen=True, slots=True)
class Found:
    """A person found in text. The name may be guessed from the address."""

    name: str
    email: str


@dataclass(slots=True)
class _Line:
    """A line: its addresses, and the possible names before, between and behind them."""

    blank: bool = False
    emails: list[Email] = field(default_factory=list)
    gaps: list[list[str]] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)  # whether `<` or a quotation mark is before the address

    def names(self) -> list[str]:
        """Choose a name for each address, "" where the line has none."""
        ways = [self._before(), self._behind(), self._in_order()]
        return max(ways, key=lambda way: (self._fit(way), sum(map(bool, way))))

    def _fit(self, names: Sequence[str]) -> int:
        return sum(belongs(name, email.shown) > 0 for name, email in zip(names, self.emails, strict=True))

    def _before(self) -> list[str]:
        # A row of a table begins with the name. Elsewhere it is what is nearest to the address.
        nearest = [marked or at > 0 for at, marked in enumerate(self.marked)]
        gaps = zip(self.gaps, self.emails, nearest, strict=False)
        return [_best(gap, email, -1 if near else 0) for gap, email, near in gaps]

    def _behind(self) -> list[str]:
        return [_best(gap, email, 0) for email, gap in zip(self.emails, self.gaps[1:], strict=True)]

    def _in_order(self) -> list[str]:
        """Pair all names with all addresses where they stand apart: "Ada and Bo: ada@…, bo@…"."""
        filled = [gap for gap in self.gaps if gap]
        apart = len(filled) == 1 and (self.gaps[0] or self.gaps[-1])
        return filled[0] if apart and len(filled[0]) == len(self.emails) else [""] * len(self.emails)


def _best(names: Sequence[str], email: Email, otherwise: int) -> str:
    """Choose the name that shares most with an address, or the first or last one."""
    fitting = max(names, key=lambda name: belongs(name, email.shown), default="")
    if fitting and belongs(fitting, email.shown):
        return fitting
    return names[otherwise] if names else ""


def people_in(text: str) -> list[Found]:
    """Find each address once, with the name that belongs to it."""
    text = without_pictures(narrowed(plain_text(text[:_LONGEST])))
    if table := people_of_table(text, MOST):
        return [Found(name or _guess(email), email) for name, email in table]
    tried = [match.end() for match in islice(ADDRESS.finditer(text), MOST_TRIED + 1)]
    text = text[: tried[MOST_TRIED - 1]] if len(tried) > MOST_TRIED else text
    lines = [_read(line) for line in _joined_parts(text.splitlines())]
    with_address = [at for at, line in enumerate(lines) if line.emails]
    near = _names_near(lines, [at for at in with_address if not any(lines[at].names())])
    found: dict[str, Found] = {}
    for at in with_address:
        for email, name in zip(lines[at].emails, lines[at].names(), strict=True):
            beside = _best(near[at], email, 0)
            if not name or (belongs(beside, email.shown) and not belongs(name, email.shown)):
                name = beside or _guess(email.shown)
            found.setdefault(email.key, Found(one_line(name, NAME_LENGTH), email.shown))
    return list(found.values())[:MOST]


def _names_near(lines: Sequence[_Line], bare: Sequence[int]) -> list[list[str]]:
    """List for each line the names above it, or below it where the list is written so.

    `bare` are the lines with an address and no name, which show how it is written.
    """
    above, below = _above(lines), _below(lines)
    fit_above, fit_below = (
        sum(
            bool(belongs(_best(near[at], email, 0), email.shown)) for at in bare for email in lines[at].emails
        )
        for near in (above, below)
    )
    under = fit_below > fit_above or (fit_below == fit_above and bool(bare) and not above[bare[0]])
    return below if under else above


_PARTS = (ColumnRole.FIRST, ColumnRole.MIDDLE, ColumnRole.LAST)


def _joined_parts(lines: Sequence[str]) -> Iterator[str]:
    """Take the labels off lines such as "E-Mail: …", and join parts of a name that stand under each other."""
    labelled = [_LABELLED.fullmatch(line) for line in lines]
    found = iter(_roles([label[1] for label in labelled if label]))
    parts: dict[ColumnRole, str] = {}
    for line, label in zip(lines, labelled, strict=True):
        role = next(found) if label else None
        if label and role in _PARTS:
            parts[role] = label[2]
            continue
        if parts:
            yield " ".join(parts[each] for each in _PARTS if each in parts)
            parts = {}
        yield label[2] if label and role in NAMES | EMAILS else line
    if parts:
        yield " ".join(parts[each] for each in _PARTS if each in parts)


def _roles(labels: list[str]) -> list[ColumnRole | None]:
    """Tell what labels are for. A word for the name beside one for a part of it is the other part."""
    found = roles(labels)
    has_first, has_last = (part in found for part in (ColumnRole.FIRST, ColumnRole.LAST))
    other = ColumnRole.LAST if has_first else ColumnRole.FIRST
    return [other if role is ColumnRole.NAME and has_first != has_last else role for role in found]


def people_in_all(texts: Iterable[str]) -> list[Found]:
    """Find people in several texts. A name that is written beats a guessed one."""
    found: dict[str, Found] = {}
    for person in (person for text in texts for person in people_in(text)):
        key = parse_email(person.email).key
        if key not in found or found[key].name == _guess(found[key].email):
            found[key] = person
    return list(found.values())[:MOST]


def _read(text: str) -> _Line:
    line, start = _Line(blank=not text.strip()), 0
    text = NUMBERED.sub("", text)
    for match in ADDRESS.finditer(text):
        try:
            email = parse_email(match[0].rstrip("'’._*!?-"))
        except ValueError:
            continue
        before = text[start : match.start()]
        marked = before.rstrip().endswith(("<", '"', "“", "«"))
        names = _names(before, line.emails[-1:], marked=marked) or _in_small_letters(before, email)
        line.gaps.append(_with_two_last_names(names, before, email))
        line.marked.append(marked)
        line.emails.append(email)
        start = match.end()
    rest = text[start:]
    if not line.emails and (_OTHER_LABEL.match(rest) or closes_a_letter(rest.strip())):
        rest = ""
    line.gaps.append(_names(rest, line.emails[-1:]))
    return line


def _names(text: str, behind: Sequence[Email], *, marked: bool = False) -> list[str]:
    """List parts of a text that may be a person's name.

    `behind` is the address before it, if any. `marked`: what stands last is a name in small letters too.
    """
    if len(text) > 2 * _NEAR:
        text = f"{text[:_NEAR]}\t{text[-_NEAR:]}"
    in_brackets = _IN_BRACKETS.match(text)
    text = _COMPANY_BEHIND.sub(r"\1", text) if marked else text
    text = _JOB_BEFORE.sub("", text)
    text = BRACKETED.sub(" ", text)
    cells = [part for part in map(_part, _CELLS.split(text)) if part]
    if not behind and len(cells) == 2 and all(may_be_a_name(cell) and " " not in cell for cell in cells):
        return [" ".join(cells)]  # a first name and a last name
    parts = [part for part in map(_part, _BETWEEN.split(text)) if part]
    small = parts[-1:] if marked and may_be_a_name(" ".join(parts[-1:]).title()) else []
    names = [part for part in parts if may_be_a_name(part) or part in small]
    if len(names) == 2 and f"{names[0]}, " in text and (turned := joined(*names)):
        return [turned]
    if behind and in_brackets and _is_name_in_brackets(in_brackets[1], behind[0], names):
        return [tidy_name(in_brackets[1]), *names]
    return names


def _is_name_in_brackets(text: str, email: Email, others: Sequence[str]) -> bool:
    whole = not others and len(text.split()) > 1 and may_be_a_name(tidy_name(text))
    return whole or belongs(text, email.shown) > 0


def _in_small_letters(text: str, email: Email) -> list[str]:
    """Find the name in "ada lindholm ada@x.dk"."""
    words = text.split()
    own = (
        1 < len(words) <= WORDS_OF_A_NAME and all(map(str.isalpha, words)) and belongs(words[0], email.shown)
    )
    return [" ".join(words)] if own else []


def _with_two_last_names(names: list[str], text: str, email: Email) -> list[str]:
    """Turn "García López, Ana <ana@x.dk>", where the address shows that it is no name with a title."""
    if len(names) == 2 and f"{names[0]}, {names[1]}" in text:
        last, first = names
        if belongs(first, email.shown) and not belongs(last.split()[0], email.shown):
            return [f"{first} {last}"]
    return names


def _part(text: str) -> str:
    """Trim a part of a line. Of a sentence, keep the name it ends with."""
    part = _BESIDE.sub("", tidy_name(text.strip(" .'’_-–—:")))
    part = _BEFORE_NAMES.sub("", _POSSESSIVE.sub("", part))
    if may_be_a_name(part) or not part:
        return part
    words = part.split()
    begins = range(max(1, len(words) - WORDS_OF_A_NAME), len(words))
    names = (" ".join(words[at:]) for at in begins if words[at - 1].islower())
    return next((name for name in names if may_be_a_name(name) and name[0].isupper()), part)


def _above(lines: Sequence[_Line]) -> list[list[str]]:
    """List the names above each line, after the last address: of its paragraph, then of the one before."""
    listed: list[list[str]] = []
    names: list[str] = []
    earlier: list[str] = []
    for line in lines:
        listed.append([*names, *earlier])
        if line.emails:
            names, earlier = [], []
        elif line.blank:
            names, earlier = [], names or earlier
        else:
            names = [*names, *line.gaps[0]]
    return listed


def _below(lines: Sequence[_Line]) -> list[list[str]]:
    """List the names below each line: of its paragraph, before the next address."""
    listed: list[list[str]] = []
    names: list[str] = []
    for line in reversed(lines):
        listed.append(names)
        names = [] if line.emails or line.blank else [*line.gaps[0], *names]
    return listed[::-1]


def _guess(email: str) -> str:
    """Guess a name from an address: "ada.lovelace@…" is most likely Ada Lovelace."""
    words = re.split(r"[._\-+]", email.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word and not word.isdigit()) or email
