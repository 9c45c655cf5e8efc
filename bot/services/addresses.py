"""Email addresses: checked, and given the key by which two spellings of one address are the same."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from bot.services.text import NAME_LENGTH, one_line

LOCAL_PART_OCTETS = 64  # RFC 5321 §4.5.3.1.1
LONGEST = 254  # RFC 5321 §4.5.3.1.3, erratum 1690

# Most addresses: a dot-atom of RFC 5322 and a plain host name. Whatever else there is, and every error, is
# email-validator's, which needs 27 µs for an address where this needs one.
_ATEXT = r"[a-zA-Z0-9_!#$%&'*+/=?^`{|}~-]+"
_PLAIN = re.compile(rf"(?!-)({_ATEXT}(?:\.{_ATEXT})*)@([a-zA-Z0-9][a-zA-Z0-9.-]*)")


@dataclass(frozen=True, slots=True)
class Email:
    """`shown` is what was typed, trimmed; `key` is for comparing and never shown."""

    shown: str
    key: str


def parse_email(text: str) -> Email:
    """Raises ValueError with a sentence for the person who typed it."""
    shown = text.strip()
    key = plain_key(shown)
    return parse_any_email(shown) if key is None else Email(shown, key)


def plain_key(shown: str) -> str | None:
    """The key of one of the many addresses without surprises; None for all others, good or bad."""
    plain = _PLAIN.fullmatch(shown)
    if plain is None or len(shown) > LONGEST:
        return None
    local, domain = plain.groups()
    checked = _checked_domain(domain)
    return f"{local.lower()}@{checked}" if checked and len(local) <= LOCAL_PART_OCTETS else None


# Host names in which email-validator finds nothing, however long it looks: two labels of RFC 1123 or more, no
# two hyphens together, a letter at the end, and none of the names that lead nowhere.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?!.*--)(?:{_LABEL}\.)+(?=.*[a-z]$){_LABEL}")
_SPECIAL = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)


@lru_cache(maxsize=8_192)
def _checked_domain(domain: str) -> str | None:
    """The domain's key; None sends the address the long way, which knows what is wrong with it."""
    lower = domain.lower()
    if _HOST.fullmatch(lower) and not lower.endswith(_SPECIAL):
        return lower
    if "xn--" in lower:
        return None  # in letters it may be longer than it is here
    try:
        return _key(f"a@{domain}").removeprefix("a@")
    except ValueError:
        return None


def parse_any_email(text: str) -> Email:
    """`parse_email` the long way, by which the short one is measured."""
    shown = unicodedata.normalize("NFC", text.strip())
    if not shown:
        raise ValueError("Please give an email address.")
    if len(shown) > LONGEST:
        raise ValueError(f"An email address has at most {LONGEST} characters.")
    if shown != one_line(shown, LONGEST).replace(" ", ""):
        raise ValueError("This is not an email address: it has spaces or invisible characters in it.")
    return Email(shown, _key(shown))


def _key(shown: str) -> str:
    try:
        # test_environment lets names under .test through: what can be mailed is the relay's business.
        parts = validate_email(shown, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"This does not look like an email address. {error}") from error
    local = parts.local_part.casefold()
    if len(parts.local_part.encode()) > LOCAL_PART_OCTETS:
        raise ValueError(f"The part before the @ is longer than {LOCAL_PART_OCTETS} characters.")
    if local.startswith("-"):
        raise ValueError("An email address cannot begin with a hyphen here.")
    return unicodedata.normalize("NFC", local) + "@" + (parts.ascii_domain or parts.domain).lower()


def checked_person(name: str, email: str, no_name: str) -> tuple[str, Email, dict[str, str]]:
    """(name, email, errors) of somebody typed into a form; `errors` is by the fields `name` and `email`."""
    errors: dict[str, str] = {}
    cleaned, parsed = one_line(name, NAME_LENGTH), Email("", "")
    if not cleaned:
        errors["name"] = no_name
    try:
        parsed = parse_email(email)
    except ValueError as error:
        errors["email"] = str(error)
    return cleaned, parsed, errors
