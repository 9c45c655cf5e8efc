"""BOUNCE_IMAP_URL: what is understood, and that nothing of a wrong one is repeated."""

import pytest

from bot.mail.imap import Imap


def test_a_mailbox_is_read_from_its_address() -> None:
    imap = Imap.from_url("imaps://bounces%40acme.example:s3cret%2F@imap.acme.example/Bounces/New%20ones")
    assert imap == Imap("imap.acme.example", 993, "bounces@acme.example", "s3cret/", "Bounces/New ones")
    assert "s3cret" not in repr(imap)
    here = Imap.from_url("imap://bounces:s3cret@127.0.0.1:1143")
    assert (here.port, here.folder, here.implicit_tls) == (1143, "INBOX", False)


@pytest.mark.parametrize(
    "url",
    [
        "imap.acme.example",
        "pop3://bounces:s3cret@imap.acme.example",
        "imaps://imap.acme.example/INBOX",
        "imaps://bounces@imap.acme.example/INBOX",
        "imaps://bounces:s3cret@imap.acme.example:port/INBOX",
        "imaps://bounces:s3cret@imap.acme.example/INBOX?ssl=no",
    ],
)
def test_what_is_no_mailbox_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="must be written like imaps://") as refused:
        Imap.from_url(url)
    assert "s3cret" not in str(refused.value)
