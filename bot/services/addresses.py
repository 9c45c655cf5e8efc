"""Email addresses: checked, and given the key by which two spellings of one address are the same."""

import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from bot.services.text import NAME_LENGTH, one_line

LOCAL_PART_OCTETS = 64  # RFC 5321 §4.5.3.1.1


@dataclass(frozen=True, slots=True)
class Email:
    """`shown` is what was typed, trimmed; `key` is for comparing and never shown."""

    shown: str
    key: str


def parse_email(text: str) -> Email:
    """Raises ValueError with a sentence for the person who typed it."""
    shown = unicodedata.normalize("NFC", text.strip())
    if not shown:
        raise ValueError("Please give an email address.")
    if shown != one_line(shown, 254).replace(" ", ""):
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
