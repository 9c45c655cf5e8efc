"""Keys derived from SECRET_KEY: for links, for encryption at rest and for the suppression list.

SECRET_KEY lists the newest key first. itsdangerous signs with the last key, MultiFernet encrypts with the
first; their order is decided only here.
"""

import base64
import hmac
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class KeyLost(Exception):
    """No key in SECRET_KEY decrypts what the database holds."""

    def __init__(self) -> None:
        super().__init__(
            "SECRET_KEY is not the one this database was made with. Set the former one; to change it, put "
            "the new one before it, with a comma between."
        )


class Keyring:
    """Keys derived from the installation's secrets. The secrets cannot be computed from them."""

    def __init__(self, secrets_newest_first: Sequence[str]) -> None:
        if not secrets_newest_first:
            raise ValueError("SECRET_KEY is empty")
        self._secrets = tuple(secrets_newest_first)
        keys = [base64.urlsafe_b64encode(_derive(secret, b"at rest")) for secret in self._secrets]
        # Both are kept: every request decrypts a token, and every email has codes.
        self._ciphers = [Fernet(key) for key in keys]
        self._code_keys = [_derive(secret, b"codes") for secret in self._secrets]

    def signing_keys(self) -> list[bytes]:
        """Return the link-signing keys, oldest first, because itsdangerous signs with the last one."""
        return [_derive(secret, b"links") for secret in reversed(self._secrets)]

    def seal(self, value: bytes) -> str:
        """Encrypt a value for storage, with the newest key."""
        return MultiFernet(self._ciphers).encrypt(value).decode()

    def unseal(self, sealed: str) -> bytes:
        """Decrypt a stored value with any of the keys. Raises KeyLost if none fits."""
        try:
            return MultiFernet(self._ciphers).decrypt(sealed)
        except InvalidToken:
            raise KeyLost from None

    def is_newest(self, sealed: str) -> bool:
        """Tell whether a value is encrypted with the newest key."""
        try:
            self._ciphers[0].decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def short_code(self, text: str) -> str:
        """Make a code of twelve hexadecimal digits that only a holder of SECRET_KEY can compute."""
        return _code(self._code_keys[0], text)

    def made(self, code: str, text: str) -> bool:
        """Tell whether a code is this text's, made with any of the keys."""
        codes = (_code(key, text) for key in self._code_keys)
        return any(hmac.compare_digest(code.encode(), each.encode()) for each in codes)


def _code(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()[:12]


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"trusted-contacts " + purpose).derive(secret.encode())


class Pepper:
    """The secret behind the suppression list.

    It hashes email keys by HMAC, so that no one can test addresses without it.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @staticmethod
    def new() -> bytes:
        return secrets.token_bytes(32)

    def hash(self, email_key: str) -> str:
        return hmac.digest(self._key, email_key.encode(), "sha256").hex()
