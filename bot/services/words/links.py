"""Web addresses that people give of themselves: https, of a named host, and shown as they truly are; pure."""

import ipaddress
import re
from urllib.parse import quote, urlsplit

from bot.services.words.addresses import ascii_host
from bot.services.words.text import one_line
from storage.entities.profile_refused import NO_LINK, NOT_HTTPS

MOST_LINKS = 5
LINK_LENGTH = 300

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#].*)?")
_NEVER = re.compile(r"[\s\\\"<>^`{|}]")
_KEPT = "/:@!$&'()*+,;=~%-._?#"  # in a path, a query or a fragment
_HALF_A_CODE = re.compile(r"%(?![0-9a-fA-F]{2})")


def parse_link(typed: str) -> str:
    """Parse an address as its browser would open it: the host in ASCII, other letters as codes.

    Raises ValueError with a sentence.
    """
    text = typed.strip()
    if _WITHOUT_SCHEME.fullmatch(text):
        text = f"https://{text}"
    if _NEVER.search(text) or text != one_line(text, LINK_LENGTH) or _HALF_A_CODE.search(text):
        raise ValueError(NO_LINK)
    if _SCHEME.match(text) and not text.lower().startswith("https:"):
        raise ValueError(NOT_HTTPS)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(NO_LINK) from None
    host = _host(parts.hostname or "")
    if parts.scheme != "https" or not host or "@" in parts.netloc or port not in {None, 443}:
        raise ValueError(NO_LINK)
    rest = parts._replace(scheme="", netloc="").geturl()
    link = f"https://{host}{quote(rest, safe=_KEPT)}"
    if len(link) > LINK_LENGTH:
        raise ValueError(NO_LINK)
    return link


def _host(typed: str) -> str:
    """Return a host's name in ASCII. Empty for addresses of machines, and for names without a dot."""
    try:
        ipaddress.ip_address(typed)
    except ValueError:
        host = ascii_host(typed.removesuffix("."))
        last = host.rpartition(".")[2] if host else ""
        return host if host and (last.isalpha() or last.startswith("xn--")) else ""
    return ""


def parse_links(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Parse addresses between spaces or line ends. Returns the good ones, once each, and the others."""
    good: dict[str, None] = {}
    bad: list[str] = []
    for each in typed.split():
        try:
            good.setdefault(parse_link(each.strip(",;")))
        except ValueError:
            bad.append(each)
    return tuple(good), tuple(bad)
