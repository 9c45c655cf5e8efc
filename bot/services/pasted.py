"""Finds people in pasted text: a line, a signature, a table, a mail's list of recipients."""

import html
import re
from dataclasses import dataclass

from bot.services.addresses import parse_email
from bot.services.text import NAME_LENGTH, one_line

MOST = 30
_LINK = re.compile(r"<(?:mailto:)?([^|<>\s]+@[^|<>\s]+)(?:\|[^>]*)?>")
_MENTION = re.compile(r"<[@#!][^>]*>")
# Bounded and possessive, so that no text takes long: RFC 5321's 64 octets before the @, and 255 behind it.
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:|*~`@]{1,64}+@[^\s<>()\[\]\",;:|*~`@]{1,255}+")
_LONGEST = 40_000  # what Slack takes as one message
_BETWEEN = re.compile(r"[\t|;,•·<>()\[\]\"*`~]+|\s[-–—]\s|:\s")
_LABEL = re.compile(
    r"(e-?mail|mail|e|tel|phone|mobile|m|t|to|cc|from|web|www|name|navn|hi|hello|hej|dear|thanks|thank you"
    r"|cheers"
    r"|best|(kind|best|warm) regards|regards|mvh|vh|med venlig hilsen|venlig hilsen|(viele|beste) grüße)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"[\d@/\\]|https?:|www\.")
_WORDS_OF_A_NAME = 5


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody the text speaks of; the name may be a guess from the address."""

    name: str
    email: str


def people_in(text: str) -> list[Found]:
    """Each address once, with the name that stands nearest before it."""
    found: dict[str, Found] = {}
    above: list[str] = []  # names of this paragraph that no address has followed yet
    earlier: list[str] = []  # the same of the paragraph before
    for line in _plain(text[:_LONGEST]).splitlines():
        if not line.strip():
            above, earlier = [], above or earlier
            continue
        people = _on_line(line, above or earlier)
        for person, key in people:
            found.setdefault(key, person)
        above, earlier = ([], []) if people else (above or _names(line)[:1], earlier)
    return list(found.values())[:MOST]


def _on_line(line: str, above: list[str]) -> list[tuple[Found, str]]:
    """(who, the key of their address): the name before an address, behind the only one, or above it."""
    found: list[tuple[Found, str]] = []
    start = 0
    for match in _ADDRESS.finditer(line):
        try:
            email = parse_email(match[0].strip("'’._*!?-"))
        except ValueError:
            continue
        behind = [] if found else _names(line[match.end() :])
        names = _names(line[start : match.start()])[-1:] or behind[:1] or above[:1]
        name = one_line(names[0] if names else _guess(email.shown), NAME_LENGTH)
        found.append((Found(name, email.shown), email.key))
        start = match.end()
    return found


def _plain(text: str) -> str:
    return html.unescape(_MENTION.sub(" ", _LINK.sub(r"\1", text)))


def _names(text: str) -> list[str]:
    """Parts of a line that may be somebody's name."""
    parts = (part.strip(" .'’_-–—:") for part in _BETWEEN.split(text))
    return [part for part in parts if part and _may_be_a_name(part)]


def _may_be_a_name(part: str) -> bool:
    words = part.split()
    if _LABEL.fullmatch(part) or _NO_NAME.search(part) or len(words) > _WORDS_OF_A_NAME:
        return False
    return len(part) > 1 and all(not word[0].islower() or word in _PARTICLES for word in words)


_PARTICLES = {
    "van",
    "von",
    "de",
    "der",
    "den",
    "da",
    "di",
    "du",
    "la",
    "le",
    "af",
    "al",
    "bin",
    "ten",
    "ter",
    "y",
    "e",
}


def _guess(email: str) -> str:
    """ "ada.lovelace@…" is most likely Ada Lovelace."""
    words = re.split(r"[._\-+]", email.partition("@")[0])
    return " ".join(word.capitalize() for word in words if word and not word.isdigit()) or email
