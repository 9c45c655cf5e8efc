"""A DKIM key for tests."""

from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


@cache
def pem(bits: int = 1024) -> bytes:
    """Make a private key as OpenSSL 3 writes it."""
    key = generate_private_key(65537, bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key_file(folder: Path) -> str:
    path = folder / "dkim.pem"
    path.write_bytes(pem())
    return str(path)
