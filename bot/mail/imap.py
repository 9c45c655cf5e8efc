"""A mailbox read by IMAP, for reports of failed delivery. Everything here blocks: call it in a thread."""

import contextlib
import imaplib
import ssl
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 5.0  # for each step; a stop of the program waits for one
FAULTS = (imaplib.IMAP4.error, OSError, EOFError)
_DEFAULT_PORTS = {"imap": 143, "imaps": 993}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_FORM = "must be written like imaps://user:password@imap.acme.example/INBOX"


@dataclass(frozen=True, slots=True)
class Imap:
    """Where the mailbox is. Without TLS from the start, STARTTLS is required unless it is on this machine.

    `tls` of None means the machine's trusted certificates.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    implicit_tls: bool = True
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str, tls: ssl.SSLContext | None = None) -> Self:
        """Parse `imaps://user:password@host/FOLDER`. A ValueError never repeats the URL."""
        parts, port = _split(url)
        return cls(
            parts.hostname or "",
            port,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            parts.scheme == "imaps",
            tls,
        )

    def open(self) -> "OpenMailbox":
        """Log in and open the folder. Raises one of FAULTS."""
        connection = self._connected()
        try:
            if not self.implicit_tls and self.host not in _LOOPBACK:
                connection.starttls(self._trusting())
            connection.login(self.user, self.password)
            _must(connection.select(_quoted(self.folder)))
        except BaseException:
            connection.shutdown()
            raise
        return OpenMailbox(connection)

    def _connected(self) -> imaplib.IMAP4:
        if self.implicit_tls:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=self._trusting(), timeout=SECONDS)
        return imaplib.IMAP4(self.host, self.port, timeout=SECONDS)

    def _trusting(self) -> ssl.SSLContext:
        """Check the server's certificate: by itself, imaplib takes any."""
        return self.tls or ssl.create_default_context()


class OpenMailbox:
    """A mailbox's messages, by unique id."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def unread(self) -> list[str]:
        """List the ids of unread messages, oldest first."""
        found = _must(self._connection.uid("SEARCH", "UNSEEN"))
        return found[0].decode().split() if found and found[0] else []

    def fetch(self, number: str) -> bytes:
        """Fetch a message, which stays unread. Empty if it is gone."""
        parts = _must(self._connection.uid("FETCH", number, "(BODY.PEEK[])"))
        return next((bytes(each[1]) for each in parts if isinstance(each, tuple)), b"")

    def mark_read(self, number: str) -> None:
        _must(self._connection.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))

    def close(self) -> None:
        with contextlib.suppress(*FAULTS):
            self._connection.logout()

    def drop(self) -> None:
        """Close the connection at once. It ends a call under way in another thread, too."""
        self._connection.shutdown()


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise ValueError(_FORM) from None
    if not parts.hostname or not parts.username or not parts.password or parts.query or parts.fragment:
        raise ValueError(_FORM)
    return parts, port


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _must(answer: tuple[str, Any]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(str(data))
    return list(data)
