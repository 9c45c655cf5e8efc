"""Email addresses: validation, and the key that makes two spellings comparable.

`parse_email` is the one reader of addresses, wherever they are typed, pasted or come in a file.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from bot.services.words.text import NAME_LENGTH, one_line
from bot.services.words.wrapped import address_within, is_symbol, unwrapped
from storage.entities import address_refused

LOCAL_PART_OCTETS = 64  # RFC 5321 §4.5.3.1.1
LONGEST = 254  # RFC 5321 §4.5.3.1.3, erratum 1690

# A fast path for most addresses: an RFC 5322 dot-atom and a plain host name, checked in 1 µs. All others, and
# every error, go to email-validator, which takes 27 µs.
_ATEXT = r"[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+"
_PLAIN = re.compile(rf"(?![-'*`])({_ATEXT}(?:\.{_ATEXT})*)@([a-zA-Z0-9][a-zA-Z0-9.-]*)")


@dataclass(frozen=True, slots=True)
class Email:
    """An address. `shown` is as typed, trimmed; `key` is for comparing and is never shown."""

    shown: str
    key: str


def parse_email(text: str) -> Email:
    """Parse an address, without what people and programs put around it.

    Raises ValueError with a sentence for the person who typed it, SeveralAddresses if there are more.
    """
    shown = text.strip()
    key = plain_key(shown)
    return parse_any_email(shown) if key is None else Email(shown, key)


def plain_key(shown: str) -> str | None:
    """Return the key of an ordinary address. None for all others, valid or not, and for quoted ones."""
    plain = _PLAIN.fullmatch(shown)
    if plain is None or len(shown) > LONGEST:
        return None
    local, domain = plain.groups()
    checked = _checked_domain(domain)
    return f"{local.lower()}@{checked}" if checked and len(local) <= LOCAL_PART_OCTETS else None


# Host names to which email-validator has no objection: at least two RFC 1123 labels, no double hyphen, a
# final letter, and no special-use name.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?!.*--)(?:{_LABEL}\.)+(?=.*[a-z]$){_LABEL}")
_SPECIAL = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)


@lru_cache(maxsize=8_192)
def _checked_domain(domain: str) -> str | None:
    """Return a domain's key. None sends the address to email-validator, which explains what is wrong."""
    lower = domain.lower()
    if _HOST.fullmatch(lower) and not lower.endswith(_SPECIAL):
        return lower
    if "xn--" in lower:
        return None  # decoded, it may be longer than it is here
    try:
        return _key(f"a@{domain}").removeprefix("a@")
    except ValueError:
        return None


def ascii_host(host: str) -> str | None:
    """Return a host's name in small ASCII letters. None if no email could have it as its domain."""
    if checked := _checked_domain(host):
        return checked
    try:
        return _key(f"a@{host}").removeprefix("a@")
    except ValueError:
        return None


def parse_any_email(text: str) -> Email:
    """Parse an address without the fast path. Tests compare `parse_email` with this."""
    bare = unwrapped(text)
    try:
        return _parse(bare)
    except ValueError:
        inner = address_within(bare)
        if inner is None:
            raise
        return _parse(inner)


def _parse(bare: str) -> Email:
    shown = unicodedata.normalize("NFC", bare)
    if not shown:
        raise ValueError(address_refused.MISSING)
    if len(shown) > LONGEST:
        raise ValueError(address_refused.too_long(LONGEST))
    if shown != one_line(shown, LONGEST).replace(" ", ""):
        raise ValueError(address_refused.SPACES)
    if any(map(is_symbol, shown.rpartition("@")[0])):
        raise ValueError(address_refused.SYMBOLS)
    return Email(shown, _key(shown))


def _key(shown: str) -> str:
    try:
        # test_environment allows names under .test: whether they can be reached is the mail server's
        # business.
        parts = validate_email(shown, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(address_refused.unlike_an_address(str(error))) from error
    local = parts.local_part.casefold()
    if len(parts.local_part.encode()) > LOCAL_PART_OCTETS:
        raise ValueError(address_refused.local_part_too_long(LOCAL_PART_OCTETS))
    if local.startswith("-"):
        raise ValueError(address_refused.HYPHEN)
    return unicodedata.normalize("NFC", local) + "@" + (parts.ascii_domain or parts.domain).lower()


_DOTS_IGNORED = {"gmail.com", "googlemail.com"}


def mailbox_of(key: str) -> str:
    """Find the mailbox behind an address's key: without `+part`, and without dots where Gmail ignores them.

    Use it for rate limits only: on some servers, a+b@ and a@ are different people.
    """
    local, _, domain = key.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTS_IGNORED:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if domain else key


def checked_person(name: str, email: str, no_name: str) -> tuple[str, Email, dict[str, str]]:
    """Check a name and address. Return them with errors.

    `errors` maps the fields `name` and `email` to sentences.
    """
    errors: dict[str, str] = {}
    cleaned, parsed = one_line(name, NAME_LENGTH), Email("", "")
    if not cleaned:
        errors["name"] = no_name
    try:
        parsed = parse_email(email)
    except ValueError as error:
        errors["email"] = str(error)
    return cleaned, parsed, errors
