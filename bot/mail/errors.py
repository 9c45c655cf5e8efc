"""What can go wrong between a finished mail and its acceptance; each says whether another try can help."""

import re
from typing import ClassVar

LONGEST_TEXT = 200
_ADDRESS = re.compile(r"<?[^\s<>\"(),;]+@[^\s<>\"(),;]+>?")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def without_addresses(text: str) -> str:
    """A server's words fit for a log: no addresses (servers like to repeat them), one line, not long."""
    return _ADDRESS.sub("<address>", _CONTROLS.sub(" ", text))[:LONGEST_TEXT].strip()


class DeliveryError(Exception):
    """A mail that was not, or not surely, accepted. `text` is for the log, `sentence` for a person."""

    retry: ClassVar[bool] = True  # the same bytes may be accepted later
    alarm: ClassVar[bool] = False  # no mail at all will leave before somebody mends the settings

    def __init__(self, text: str) -> None:
        self.text = without_addresses(text)
        super().__init__(self.text)

    @property
    def sentence(self) -> str:
        return "The mail could not be sent."


class Unreachable(DeliveryError):
    """No usable connection: refused, timed out, reset, or no trusted TLS. `maybe_accepted` if it broke while
    the content was on its way: the server may have the mail all the same."""

    def __init__(self, text: str, *, maybe_accepted: bool = False) -> None:
        super().__init__(text)
        self.maybe_accepted = maybe_accepted

    @property
    def sentence(self) -> str:
        return "The mail server cannot be reached at the moment. We keep trying."


class Refusal(DeliveryError):
    """The server answered, with a code that is not a yes."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class TemporaryRefusal(Refusal):
    """4xx: greylisting, a full mailbox, a busy server."""

    @property
    def sentence(self) -> str:
        return f"The mail server asks us to try again later ({self.code}). We keep trying."


class PermanentRefusal(Refusal):
    """5xx for this recipient or this message: it bounced, and trying again would be a nuisance."""

    retry = False

    def __init__(self, code: int, text: str, *, recipient: bool) -> None:
        super().__init__(code, text)
        self.recipient = recipient  # the address was refused, not what we wrote

    @property
    def sentence(self) -> str:
        what = "this address" if self.recipient else "this mail"
        return f"The mail server refused {what} for good ({self.code})."


class AuthenticationRefused(Refusal):
    """User name or password refused, or wanted and not given: a fault of the settings, not of the contact."""

    alarm = True

    @property
    def sentence(self) -> str:
        return "The mail server does not accept our login. An administrator has to check SMTP_URL."


class SenderRefused(Refusal):
    """5xx before the server has heard who the mail is for: MAIL_FROM or our host is not welcome there."""

    alarm = True

    @property
    def sentence(self) -> str:
        return "The mail server does not accept our sender address. An administrator has to check MAIL_FROM."


class SmtpUtf8Missing(DeliveryError):
    """The address has letters outside ASCII before the @, and this server cannot carry such an address."""

    retry = False

    def __init__(self) -> None:
        super().__init__("server does not offer SMTPUTF8")

    @property
    def sentence(self) -> str:
        return "Our mail server can't mail this address, because of its letters before the @."


class InvalidAddress(DeliveryError):
    """Not one plain mailbox; such an address never reaches a header or an SMTP command."""

    retry = False

    @property
    def sentence(self) -> str:
        return "This address can't be mailed."
