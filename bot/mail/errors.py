"""Errors of sending an email. Each says whose fault it is, and so whether a retry can help."""

import re
from typing import ClassVar

from bot.mail.verdict import Fault, Topic, Verdict

LONGEST_TEXT = 200
SHORT = 120
_ADDRESS = re.compile(r"<?[^\s<>\"(),;:]+@(?:\[[^\s\]]*\]|[^\s<>\"(),;:\[]+)>?")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def without_addresses(text: str) -> str:
    """Clean a server's reply for the log: one short line.

    Email addresses, which servers often repeat, are removed.
    """
    return _ADDRESS.sub("<address>", _CONTROLS.sub(" ", text))[:LONGEST_TEXT].strip()


def to_be_judged(text: str) -> str:
    """Remove addresses from a reply, so that words in somebody's address do not affect the verdict."""
    return _ADDRESS.sub("<>", text)


def without_name(words: str, local: str) -> str:
    """Replace the name before the @, which some servers repeat alone: "User ada unknown"."""
    return re.sub(rf"(?i)(?<!\w){re.escape(local)}(?!\w)", "<address>", words) if len(local) > 2 else words


class DeliveryError(Exception):
    """An email that was not accepted, or not for certain.

    `text` is for the log, `sentence` for people, `verdict` says whose fault it is.
    """

    retry: ClassVar[bool] = True  # the same bytes may be accepted later
    alarm: ClassVar[bool] = False  # no email can leave until someone corrects the settings
    verdict: Verdict = Verdict(Fault.LATER)

    def __init__(self, text: str) -> None:
        self.text = without_addresses(text)
        super().__init__(self.text)

    @property
    def sentence(self) -> str:
        return "The email couldn't be sent."

    @property
    def words(self) -> str:
        """Return the server's reply, or what happened instead, without addresses."""
        return str(self)

    @property
    def reason(self) -> str:
        """Return the sentence for people, with the server's words in short."""
        return self.sentence


class Unreachable(DeliveryError):
    """No usable connection: refused, timed out, or reset.

    `maybe_accepted` if it broke while the content was being sent: the server may have the email.
    """

    def __init__(self, text: str, *, maybe_accepted: bool = False) -> None:
        super().__init__(text)
        self.maybe_accepted = maybe_accepted

    @property
    def sentence(self) -> str:
        return "The mail server can't be reached at the moment. We'll keep trying."


class WrongSettings(Unreachable):
    """SMTP_URL allows no connection: no TLS, no trusted certificate, or no way to log in."""

    alarm = True

    def __init__(self, text: str, topic: Topic) -> None:
        super().__init__(text)
        self.verdict = Verdict(Fault.US, topic)

    @property
    def sentence(self) -> str:
        return OURS


class Refusal(DeliveryError):
    """The server's answer was an error code."""

    def __init__(self, code: int, text: str, verdict: Verdict) -> None:
        super().__init__(text)
        self.code, self.verdict = code, verdict

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def reason(self) -> str:
        return f"{self.sentence} It said: {self.words[:SHORT]}"


OURS = "Our mail server doesn't take email at the moment. We'll keep trying."


class TemporaryRefusal(Refusal):
    """Greylisting, a full mailbox or a busy server. A retry may succeed."""

    @property
    def sentence(self) -> str:
        if self.verdict.topic is Topic.FULL:
            return f"The mailbox is full ({self.code}). We'll keep trying."
        return f"The mail server asks us to try again later ({self.code}). We'll keep trying."


class PermanentRefusal(Refusal):
    """This recipient or this message is refused for good. Retrying would only annoy the server."""

    retry = False

    @property
    def recipient(self) -> bool:
        """Tell whether the address was refused, and not the content."""
        return self.verdict.fault is Fault.PERSON

    @property
    def sentence(self) -> str:
        if self.verdict.topic is Topic.SIZE:
            return f"The email is too big for the mail server ({self.code})."
        what = "this address" if self.recipient else "this email"
        return f"The mail server permanently refused {what} ({self.code})."


class SenderRefused(Refusal):
    """The server takes no email from us, because of our sender, host, quota or reputation."""

    alarm = True

    @property
    def sentence(self) -> str:
        return OURS


class AuthenticationRefused(SenderRefused):
    """The login was refused, or required but missing. The settings are wrong."""


class SmtpUtf8Missing(DeliveryError):
    """The recipient's address has non-ASCII letters before the @, which this server cannot handle."""

    retry = False
    verdict = Verdict(Fault.MESSAGE)

    def __init__(self) -> None:
        super().__init__("server does not offer SMTPUTF8")

    @property
    def sentence(self) -> str:
        return "Our mail server can't send to this address because of the letters before the @."


class InvalidAddress(DeliveryError):
    """Not a single plain address. Such text never gets into a header or an SMTP command."""

    retry = False
    verdict = Verdict(Fault.PERSON)

    @property
    def sentence(self) -> str:
        return "This address can't receive email from us."
