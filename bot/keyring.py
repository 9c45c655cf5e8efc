"""What SECRET_KEY is turned into: keys for links, for encryption at rest and for the suppression list.

SECRET_KEY is newest first. itsdangerous signs with its last key and MultiFernet with its first, so the order
is settled here and nowhere else.
"""

import base64
import hmac
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class KeyLost(Exception):
    """No key of SECRET_KEY opens what the database holds."""

    def __init__(self) -> None:
        super().__init__(
            "SECRET_KEY is not the one this database was made with. Set the former one; to change it, put "
            "the new one before it, with a comma between."
        )


class Keyring:
    """Keys derived from the installation's secrets; none of them can be turned back."""

    def __init__(self, secrets_newest_first: Sequence[str]) -> None:
        if not secrets_newest_first:
            raise ValueError("SECRET_KEY is empty")
        self._secrets = tuple(secrets_newest_first)
        keys = [base64.urlsafe_b64encode(_derive(secret, b"at rest")) for secret in self._secrets]
        self._ciphers = [Fernet(key) for key in keys]  # made once: a token is opened for every request

    def signing_keys(self) -> list[bytes]:
        """For itsdangerous: oldest first, since it signs with the last one."""
        return [_derive(secret, b"links") for secret in reversed(self._secrets)]

    def seal(self, value: bytes) -> str:
        """For a value at rest: the newest key encrypts it."""
        return MultiFernet(self._ciphers).encrypt(value).decode()

    def unseal(self, sealed: str) -> bytes:
        """Any of the keys opens it; raises KeyLost if none does."""
        try:
            return MultiFernet(self._ciphers).decrypt(sealed)
        except InvalidToken:
            raise KeyLost from None

    def is_newest(self, sealed: str) -> bool:
        """Whether it would still open if all keys but the newest were gone."""
        try:
            self._ciphers[0].decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def short_code(self, text: str) -> str:
        """Twelve hexadecimal letters that only we can make for this text."""
        key = _derive(self._secrets[0], b"codes")
        return hmac.digest(key, text.encode(), "sha256").hex()[:12]


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"trusted-contacts " + purpose).derive(secret.encode())


class Pepper:
    """Turns an email key into what the suppression list holds: an HMAC nobody can compute without it."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @staticmethod
    def new() -> bytes:
        return secrets.token_bytes(32)

    def hash(self, email_key: str) -> str:
        return hmac.digest(self._key, email_key.encode(), "sha256").hex()
