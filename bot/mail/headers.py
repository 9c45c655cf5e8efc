"""Cleaning of text and names that people wrote, and encoding of header values.

Values never go through the header classes of the email package. CPython 3.11 decodes
`=?utf-8?q?...=0D=0A...?=` in a value and writes the line break into the headers (CVE-2024-6923); it also
turns a long List-Unsubscribe into an encoded word.
"""

import re
import unicodedata
from email.header import Header
from functools import lru_cache

import idna

from bot.mail.errors import InvalidAddress

LONGEST_NAME = 80
LONGEST_SUBJECT = 150
FOLD_AT = 76
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Invisible characters, which in names serve only look-alikes. ZWJ and ZWNJ (emoji, Persian) stay, one at a
# time.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0]"
)
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_LOOKS_LIKE_A_LINK = re.compile(r"@|://|\bwww\.|\w\.[^\W\d_]{2,}", re.IGNORECASE)
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_MAILBOX = re.compile(
    r"(?P<local>[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f-\x9f\ud800-\udfff]{1,64})@(?P<domain>[^\s@<>\[\]]{1,253})"
)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)
MARKS_PER_LETTER = 2


def block(text: str) -> str:
    """Clean text of several lines.

    Removes control characters, bidi overrides and excess combining marks.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")
    return _few_marks(_BIDI_CONTROLS.sub("", text))


def safe(text: str) -> str:
    """Remove control characters but keep bidi isolates, which `isolated` puts around names."""
    if text.isprintable():
        return text
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    return " ".join(block(text).split())


@lru_cache(maxsize=4096)
def name(text: str, limit: int = LONGEST_NAME) -> str:
    """Clean a name or title: one line, nothing invisible, at most `limit` characters."""
    text = _INVISIBLE.sub(
        "", one_line(unicodedata.normalize("NFC", _CONTROLS.sub("", _LINE_ENDS.sub(" ", text))))
    )
    text = " ".join(_JOINERS.sub(r"\1", text).split())
    return text if len(text) <= limit else _cut(text, limit)


def _cut(text: str, limit: int) -> str:
    end = limit - 1
    while end > 0 and (unicodedata.combining(text[end]) or text[end] in "\u200c\u200d\ufe0f"):
        end -= 1
    return text[:end].rstrip(" \u200c\u200d") + "…"


def _few_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        if marks <= MARKS_PER_LETTER:
            kept.append(letter)
    return "".join(kept)


def isolated(name: str) -> str:
    """Wrap a right-to-left name in isolates, so that it does not reorder the sentence around it."""
    if name.isascii() or not any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in name):
        return name
    return f"\u2068{name}\u2069"


def looks_like_an_address(name: str) -> bool:
    """Tell whether a name looks like an address or link.

    In From, such a name could pass for the sender's address.
    """
    return _LOOKS_LIKE_A_LINK.search(unicodedata.normalize("NFKC", name)) is not None


def unencodable(text: str) -> str:
    """Break up text that looks like an encoded word (RFC 2047), so that no email client decodes it."""
    return text.replace("=?", "= ?").replace("?=", "? =")


@lru_cache(maxsize=1024)
def subject(text: str) -> bytes:
    text = unencodable(name(text, LONGEST_SUBJECT))
    return _folded(text, "Subject")


def _folded(text: str, header: str) -> bytes:
    if text.isascii() and len(header) + 2 + len(text) <= FOLD_AT:
        return text.encode()
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=FOLD_AT, header_name=header).encode(" ", linesep="\r\n").encode()


@lru_cache(maxsize=1024)
def phrase(text: str, header: str) -> bytes:
    """Encode a display name (RFC 5322 phrase) as atoms, a quoted string or encoded words."""
    text = unencodable(name(text))
    if not text.isascii():
        return _folded(text, header)
    if _ATOMS.fullmatch(text):
        return text.encode()
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def mailbox(header: str, name: str, email: str) -> bytes:
    """Build the header value `Name <address>`. The address must have passed `address`."""
    shown = phrase(name, header)
    if not shown:
        return email.encode()
    last_line = shown.rpartition(b"\n")[2]
    gap = b" " if len(header) + 2 + len(last_line) + len(email) <= FOLD_AT else b"\r\n "
    return shown + gap + b"<" + email.encode() + b">"


@lru_cache(maxsize=4096)
def address(email: str) -> str:
    """Return the address for SMTP, with its domain in ASCII unless the local part needs SMTPUTF8.

    Raises InvalidAddress unless it is a single plain address.
    """
    found = _MAILBOX.fullmatch(email)
    if found is None or email.startswith(("-", ".")) or ".." in email:
        raise InvalidAddress("not one plain mailbox")
    domain = host(found["domain"])
    return f"{found['local']}@{domain}" if found["local"].isascii() else email


@lru_cache(maxsize=1024)
def host(domain: str) -> str:
    """Convert a host name to ASCII by IDNA 2008.

    IDNA 2003 would turn `straße` into `strasse`, which is another domain. Raises InvalidAddress.
    """
    try:
        ascii_form = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise InvalidAddress("not a domain name") from error
    if not _HOST.fullmatch(ascii_form):
        raise InvalidAddress("not a domain name")
    return ascii_form
