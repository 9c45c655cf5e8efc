"""The connection to the mailbox of reports: no password is sent to who could read it or be anybody."""

import asyncio
import imaplib
import ssl

import pytest

from bot.mail.imap import Imap
from bot.workers.mailbox import BounceMailbox
from storage.engine.faults import PoolTimeout
from tests.kit.certificate import certificate
from tests.kit.imap_server import SmallImap
from tests.kit.patience import PATIENCE
from tests.kit.product import MovableClock


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


async def test_a_report_that_the_database_did_not_take_is_read_again() -> None:
    clock, wake_up, taken = MovableClock(), asyncio.Event(), asyncio.Queue[bool]()

    async def take_in(_raw: bytes) -> None:
        """Take a report in. The database is away the first time."""
        taken.put_nowait(bool(server.unread))
        if server.logins == 1:
            raise PoolTimeout

    async with SmallImap() as server:
        server.deliver(b"Subject: Undelivered\n\nUnknown user\n")
        mailbox = BounceMailbox(Imap.from_url(server.url), take_in, wake_up, clock)
        reading = asyncio.create_task(mailbox.run())
        async with asyncio.timeout(PATIENCE):
            assert await taken.get()
            clock.forward(minutes=1)
            wake_up.set()
            assert await taken.get(), "it is unread still"
        reading.cancel()
