"""Signed links: derived from the row, never stored. One made for one purpose opens nothing else."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, BadSignature, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from bot.keyring import Keyring


class Purpose(StrEnum):
    """What a link is for; each has a salt of its own, and its path on our site."""

    INVITATION = "i"
    REQUESTS = "i/all"  # a connection request and all that wait for the same person; only mails carry it
    STOP = "stop"
    JOIN = "join"  # a link's form to sign up
    CONFIRM = "confirm"  # a sign-up, by its application
    UNASKED = "unasked"  # stops mail to an applicant, who is no contact yet
    OFFER = "o"  # a job that is offered
    FORM = "form"  # when a form was drawn; it goes back with the form and is no page


@dataclass(frozen=True, slots=True)
class Token:
    """What a link says: a row of a workspace, and which generation of its link this is."""

    workspace_id: int
    row_id: int
    generation: int


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)


class BadToken(Exception):
    """Not a link of ours, or one made for something else."""


class Links:
    """Makes and reads links below `base_url`."""

    def __init__(self, keyring: Keyring, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._serializers = {purpose: _serializer(keyring, purpose) for purpose in Purpose}

    def url(self, purpose: Purpose, workspace_id: int, row_id: int, generation: int = 0) -> str:
        return f"{self.base_url}/{purpose}/{self._token(purpose, workspace_id, row_id, generation)}"

    def drawn(self, join: Token, at: datetime) -> str:
        """Signed: the form of this link was drawn at this time."""
        return self._token(Purpose.FORM, join.workspace_id, join.row_id, (at - _EPOCH) // _TICK)

    def drawn_at(self, join: Token, text: str) -> datetime:
        """Raises BadToken unless it was drawn by us for this link."""
        form = self.read(Purpose.FORM, text)
        if (form.workspace_id, form.row_id) != (join.workspace_id, join.row_id):
            raise BadToken
        return _EPOCH + form.generation * _TICK

    def _token(self, purpose: Purpose, workspace_id: int, row_id: int, generation: int) -> str:
        return self._serializers[purpose].dumps([workspace_id, row_id, generation])

    def read(self, purpose: Purpose, token: str) -> Token:
        """Raises BadToken for anything that was not signed by us for this purpose."""
        if not _spelled_as_made(token):
            raise BadToken
        try:
            workspace_id, row_id, generation = self._serializers[purpose].loads(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise BadToken from error
        return Token(workspace_id, row_id, generation)


def _spelled_as_made(token: str) -> bool:
    """base64 reads several spellings as the same bytes; only the one we write is a link of ours."""
    signature = token.rpartition(".")[2]
    try:
        return base64_encode(base64_decode(signature)) == signature.encode()
    except (BadData, UnicodeError):
        return False


def _serializer(keyring: Keyring, purpose: Purpose) -> URLSafeSerializer:
    signer = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(keyring.signing_keys(), salt=f"link {purpose}", signer_kwargs=signer)
