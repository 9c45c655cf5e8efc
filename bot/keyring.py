"""What SECRET_KEY is turned into: keys for links, for encryption at rest and for the suppression list.

SECRET_KEY is newest first. itsdangerous signs with its last key and MultiFernet with its first, so the order
is settled here and nowhere else.
"""

import base64
import hmac
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Keyring:
    """Keys derived from the installation's secrets; none of them can be turned back."""

    def __init__(self, secrets_newest_first: Sequence[str]) -> None:
        if not secrets_newest_first:
            raise ValueError("SECRET_KEY is empty")
        self._secrets = tuple(secrets_newest_first)

    def signing_keys(self) -> list[bytes]:
        """For itsdangerous: oldest first, since it signs with the last one."""
        return [_derive(secret, b"links") for secret in reversed(self._secrets)]

    def cipher(self) -> MultiFernet:
        """For values at rest: the first key encrypts, all of them decrypt."""
        keys = (base64.urlsafe_b64encode(_derive(secret, b"at rest")) for secret in self._secrets)
        return MultiFernet([Fernet(key) for key in keys])

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
