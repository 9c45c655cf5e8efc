"""The connection to the mailbox of reports: no password is sent to who could read it or be anybody."""

import asyncio
import imaplib
import ssl

import pytest

from bot.mail.imap import Imap
from tests.kit.certificate import certificate
from tests.kit.imap_server import SmallImap


async def test_an_unknown_certificate_is_not_trusted() -> None:
    async with SmallImap(tls=True) as server:
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncio.to_thread(Imap.from_url(server.url).open)
        assert server.logins == 0
        trusting = ssl.create_default_context(cafile=str(certificate()))
        mailbox = await asyncio.to_thread(Imap.from_url(server.url, trusting).open)
        await asyncio.to_thread(mailbox.close)
        assert server.logins == 1


async def test_a_server_elsewhere_that_has_no_starttls_gets_no_password() -> None:
    async with SmallImap(host="127.0.0.2") as server:
        with pytest.raises(imaplib.IMAP4.error, match="TLS not supported"):
            await asyncio.to_thread(Imap.from_url(server.url).open)
        assert server.logins == 0
