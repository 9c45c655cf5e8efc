"""DKIM signatures, checked by the verifier of dkimpy."""

import re
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bot.mail.message import build
from bot.mail.preview import samples
from bot.mail.signing import Signer, is_selector
from tests.kit.dkim_key import key_file, pem


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return Signer.from_file(key_file(tmp_path), "contacts", "acme.example")


def verifies(signed: bytes, signer: Signer) -> bool:
    def published(name: bytes, timeout: float = 5) -> bytes:
        assert name.decode() == f"{signer.record_name}."
        return signer.record.encode()

    return bool(dkim.verify(signed, dnsfunc=published))


@pytest.mark.parametrize("sample", samples())
def test_every_email_is_signed_so_that_others_can_check_it(signer: Signer, sample: str) -> None:
    data = build(*samples()[sample]).data
    signed = signer.sign(data)
    assert signed.endswith(data)
    assert verifies(signed, signer)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (b"Jordan Lee via Acme", b"Jordan Lee via Evil"),
        (b"List-Unsubscribe-Post: List", b"List-Unsubscribe-Post: X"),
        (b"Ada", b"Eve"),
        (b"From: ", b"From: ceo@acme.example\r\nFrom: "),
        (b"MIME-Version", b"In-Reply-To: <x@y.example>\r\nMIME-Version"),
    ],
)
def test_what_is_changed_on_the_way_breaks_the_signature(signer: Signer, here: bytes, there: bytes) -> None:
    signed = signer.sign(build(*samples()["invitation"]).data)
    head, _, rest = signed.partition(b"\r\nFrom: ")
    changed = head + b"\r\n" + (b"From: " + rest).replace(here, there, 1)
    assert not verifies(changed, signer)


def test_the_header_whose_second_one_a_reader_might_be_shown_is_signed_twice(signer: Signer) -> None:
    signed = signer.sign(build(*samples()["invitation"]).data)
    names = re.sub(rb"\s", b"", signed).partition(b"h=")[2].partition(b";")[0].lower().split(b":")
    assert names.count(b"from") == 2


def test_the_key_shows_nowhere(signer: Signer) -> None:
    assert "PRIVATE" not in repr(signer)
    assert signer.key.startswith(b"-----BEGIN RSA PRIVATE KEY-----")


def test_a_file_without_a_usable_key_says_what_is_wanted(tmp_path: Path) -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1())
    wrong = {
        "text": b"no key",
        "elliptic": elliptic.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "cut": pem()[:200],
    }
    for name, data in wrong.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ValueError, match="must hold a private RSA key"):
            Signer.from_file(str(tmp_path / name), "contacts", "acme.example")
    with pytest.raises(ValueError, match="can't be read: No such file"):
        Signer.from_file(str(tmp_path / "nothing"), "contacts", "acme.example")


@pytest.mark.parametrize("text", ["contacts", "s1.acme"])
def test_a_selector_is_a_name_in_dns(text: str) -> None:
    assert is_selector(text)


@pytest.mark.parametrize("text", ["", "a b", "-a", "a..b", "ä"])
def test_anything_else_is_no_selector(text: str) -> None:
    assert not is_selector(text)
