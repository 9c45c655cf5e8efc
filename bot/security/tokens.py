"""Signed links, derived from a row and never stored. A link made for one purpose is invalid for any other."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, BadSignature, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from bot.security.keyring import Keyring
from storage.engine.salt import Salted
from storage.entities.application import Application
from storage.entities.contact import Contact, Invitation
from storage.entities.hire import Hire
from storage.entities.link import Link
from storage.entities.person import AddressClaim


class Purpose(StrEnum):
    """What a link is for. The value is its path on our site, and each has its own salt."""

    INVITATION = "i"
    REQUESTS = "i/all"  # a connection request and all others waiting for the same person; only emailed
    STOP = "stop"
    JOIN = "join"  # a link's sign-up form
    CONFIRM = "confirm"  # confirming a sign-up, by its application
    UNASKED = "unasked"  # stopping email to an applicant, who is not a contact yet
    OFFER = "o"  # a job offer
    NEW_ADDRESS = "address"  # confirming a contact's new address
    PERSON = "you"  # what one company stores about a person; holds for some months
    COMPANIES = "you/all"  # all companies that have the same person; holds for a day
    ADDRESS = "you/address"  # confirming another address
    FREE = "free"  # saying from when one is free; holds as long as the person's own page
    STAY = "stay"  # staying among a company's contacts, who would be removed otherwise
    UNCLAIMED = "unclaimed"  # stopping email to another address, whose owner may not be the one who added it
    FORM = "form"  # when a form was rendered; sent back with the form, not a page


# The table of the row each page is about.
ROWS: Mapping[Purpose, type[Salted]] = {
    Purpose.INVITATION: Invitation,
    Purpose.REQUESTS: Invitation,
    Purpose.STOP: Contact,
    Purpose.JOIN: Link,
    Purpose.CONFIRM: Application,
    Purpose.UNASKED: Application,
    Purpose.OFFER: Hire,
    Purpose.NEW_ADDRESS: Contact,
    Purpose.PERSON: Contact,
    Purpose.FREE: Contact,
    Purpose.STAY: Contact,
    Purpose.COMPANIES: Contact,
    Purpose.ADDRESS: AddressClaim,
    Purpose.UNCLAIMED: AddressClaim,
}


@dataclass(frozen=True, slots=True)
class Token:
    """The content of a link: a row of a workspace, and the link's generation.

    After a restore, another row may have this id, so the row's salt is part of the link. Rows older than
    salts have none, nor do their links.
    """

    workspace_id: int
    row_id: int
    generation: int
    salt: str | None = None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)
_HOUR = timedelta(hours=1)
# How long links to a person's pages hold. Their generation is the hour in which they were made.
HOLDS = {
    Purpose.PERSON: timedelta(days=90),
    Purpose.FREE: timedelta(days=90),
    Purpose.COMPANIES: timedelta(days=1),
}


_AROUND_A_LINK = ".>),;*"  # no token ends with one of these


class BadToken(Exception):
    """Not one of our links, or made for another purpose."""


class Links:
    """Maker and reader of the signed links below `base_url`."""

    def __init__(self, keyring: Keyring, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._serializers = {purpose: _serializer(keyring, purpose) for purpose in Purpose}

    def url(self, purpose: Purpose, row: Salted, generation: int = 0) -> str:
        """Build the URL of a page about this row, which must be of the purpose's table (`ROWS`)."""
        return self.url_of(purpose, Token(row.workspace_id, row.id, generation, row.salt))

    def url_of(self, purpose: Purpose, token: Token) -> str:
        return f"{self.base_url}/{purpose}/{self._signed(purpose, token)}"

    def page(self, contact: Contact, at: datetime, purpose: Purpose = Purpose.PERSON) -> str:
        """Build the URL of the person's own page, which holds from now on as long as `HOLDS` says."""
        return self.url(purpose, contact, (at - _EPOCH) // _HOUR)

    def drawn(self, join: Token, at: datetime, *, again: bool = False) -> str:
        """Sign the time at which this link's form was rendered, and whether it was given back."""
        ticks = (at - _EPOCH) // _TICK
        return self._signed(Purpose.FORM, replace(join, generation=-ticks if again else ticks))

    def drawn_at(self, join: Token, text: str) -> tuple[datetime, bool]:
        """Return when a form was rendered, and whether it was given back.

        Raises BadToken unless it was signed for this link.
        """
        form = self.read(Purpose.FORM, text)
        if replace(form, generation=join.generation) != join:
            raise BadToken
        return _EPOCH + abs(form.generation) * _TICK, form.generation < 0

    def _signed(self, purpose: Purpose, token: Token) -> str:
        said = [token.workspace_id, token.row_id, token.generation]
        return self._serializers[purpose].dumps([*said, token.salt] if token.salt else said)

    def read(self, purpose: Purpose, token: str) -> Token:
        """Verify a link's token and read it. Raises BadToken if we did not sign it for this purpose.

        Punctuation after it is ignored, since email clients include what follows a link. The salt is not
        checked here, since it is in the database: `Pages.token` does that.
        """
        token = token.rstrip(_AROUND_A_LINK)
        if not _spelled_as_made(token):
            raise BadToken
        try:
            return Token(*self._serializers[purpose].loads(token))
        except (BadSignature, ValueError, TypeError) as error:
            raise BadToken from error


def holds(purpose: Purpose, token: Token, now: datetime) -> bool:
    """Tell whether a link to a person's page is young enough to change things."""
    return now < _EPOCH + token.generation * _HOUR + HOLDS[purpose] + _HOUR


def _spelled_as_made(token: str) -> bool:
    """Tell whether the signature has its one canonical spelling.

    base64 decodes several spellings to the same bytes.
    """
    signature = token.rpartition(".")[2]
    try:
        return base64_encode(base64_decode(signature)) == signature.encode()
    except (BadData, UnicodeError):
        return False


def _serializer(keyring: Keyring, purpose: Purpose) -> URLSafeSerializer:
    signer = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(keyring.signing_keys(), salt=f"link {purpose}", signer_kwargs=signer)
