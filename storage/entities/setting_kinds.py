"""Kinds of settings with text of a form of its own: addresses, a colour, an agreement."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from language.plurals import number_words
from storage.entities import address_refused
from storage.entities.errors import Refused

_PICTURE = re.compile(r"https://[a-z0-9.-]+\.[a-z0-9-]+(?::\d{1,5})?/[!#-%'-;=?-~&]+", re.IGNORECASE)
_AN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S*|www\.\S*", re.IGNORECASE)
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An email address that needs no SMTPUTF8. Empty if not set."""

    empty: bool = True
    bounds: str = "an email address"

    def parse(self, given: str) -> str:
        if not (typed := given.strip()):
            return ""
        if typed.startswith("-"):
            raise Refused(address_refused.HYPHEN)
        try:
            # test_environment allows names under .test: whether they can be reached is the mail server's
            # business.
            validate_email(typed, check_deliverability=False, test_environment=True, allow_smtputf8=False)
        except EmailNotValidError as error:
            raise Refused(address_refused.unlike_an_address(str(error))) from error
        return typed


@dataclass(frozen=True, slots=True)
class PictureAddress:
    """The https address of a picture. Empty if not set."""

    most: int = 500
    empty: bool = True
    bounds: str = "an https address"

    def parse(self, given: str) -> str:
        typed = given.strip()
        if typed and not (_PICTURE.fullmatch(typed) and len(typed) <= self.most and _has_port(typed)):
            raise Refused(
                "Please give the address of a picture, such as https://acme.example/logo.png, or leave it"
                " empty."
            )
        return typed


@dataclass(frozen=True, slots=True)
class TextOrAddress:
    """A text in paragraphs, or the https address of one. Empty if not set."""

    most: int = 3_000  # as much as Slack's input takes and its section shows
    empty: bool = True

    @property
    def bounds(self) -> str:
        return f"text of up to {number_words(self.most)} characters, or an https address"

    def parse(self, given: str) -> str:
        typed = given.strip()
        if len(typed) > self.most:
            raise Refused(f"Please give {self.bounds}.")
        if _AN_ADDRESS.fullmatch(typed) and not _is_safe_address(typed):
            raise Refused("Please give an https address, such as https://acme.example/terms, or the text.")
        return typed


def _is_safe_address(url: str) -> bool:
    """Tell whether an address is https, at a host with a dot, and shows no other host before it."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "").strip(".") and "@" not in parts.netloc


def _has_port(url: str) -> bool:
    """Tell whether the address's port is one, or there is none."""
    try:
        urlsplit(url).port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as `#rrggbb`, in small letters. Empty if not set."""

    empty: bool = True
    bounds: str = "a colour such as #1d6b4f"

    def parse(self, given: str) -> str:
        typed = given.strip()
        found = _COLOUR.fullmatch(typed)
        if typed and not found:
            raise Refused("Please give a colour as # and six digits, such as #1d6b4f, or leave it empty.")
        return f"#{found[1].lower()}" if found else ""
