"""Reads a report of failed delivery: which email came back, and whose fault it was. Pure.

A report is known by its form: multipart/report (RFC 3464), or one of the older forms that flufl.bounce knows.
Other messages are no reports, such as automatic replies, whatever their headers say of themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from importlib import import_module

from bot.mail.bounce_ids import MailId, mail_ids
from bot.mail.bounce_parts import first_text, is_report, parts, recipient_blocks
from bot.mail.errors import SHORT, to_be_judged, without_addresses, without_name
from bot.mail.verdict import RCPT, Fault, Topic, Verdict, enhanced_code, verdict

LONGEST = 10_000_000  # bytes of a report that are read; the email it returns comes last
LONGEST_JUDGED = 2_000
# What flufl.bounce's detectors raise for text that is in no encoding, or broken off.
_UNREADABLE = (LookupError, ValueError, TypeError, AttributeError)


class BounceKind(StrEnum):
    """What a report means for the address.

    hard: it is dead. soft: it takes no email for the moment, such as a full mailbox. refused: it did not take
    this email, because of its content or sender, but may take others.
    """

    HARD = "hard"
    SOFT = "soft"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report of failed delivery. `ids` may be anybody's claim: the most trustworthy comes first."""

    ids: tuple[MailId, ...]
    verdict: Verdict
    words: str  # the recipient's mail server's, without addresses

    @property
    def kind(self) -> BounceKind:
        if self.verdict.fault is Fault.LATER:
            return BounceKind.SOFT
        dead = self.verdict.fault is Fault.PERSON and self.verdict.certain
        return BounceKind.HARD if dead else BounceKind.REFUSED

    @property
    def reason(self) -> str:
        """Return the sentence for people, with the server's words in short."""
        said = f" It said: {self.words[:SHORT]}" if self.words else ""
        return f"{self._sentence}{said}"

    @property
    def _sentence(self) -> str:
        if self.kind is BounceKind.HARD:
            return _DEAD
        if self.kind is BounceKind.SOFT:
            return _FULL if self.verdict.topic is Topic.FULL else _NOT_IN_TIME
        return _NOT_ACCEPTED


_DEAD = "The email came back: this address doesn't receive email."
_FULL = "The email came back: the mailbox is full."
_NOT_IN_TIME = "The email came back: it couldn't be delivered in time."
_NOT_ACCEPTED = "The email came back: the recipient's mail server refused it."


def read_bounce(raw: bytes) -> Bounce | None:
    """Read a message. None unless it reports a failed delivery and names an email that may be ours."""
    try:
        message = message_from_bytes(raw[:LONGEST])
        found = _by_standard(message) if is_report(message) else _by_old_form(message)
        ids = mail_ids(message) if found else ()
    except RecursionError:  # hundreds of parts within parts
        return None
    return Bounce(ids, *found) if found and ids else None


def _by_standard(message: Message) -> tuple[Verdict, str] | None:
    """Judge the first recipient that failed. None if all were delivered, or are still being tried."""
    failed = next(filter(_failed, recipient_blocks(message)), None)
    if failed is None:
        return None
    status, said = str(failed.get("Status", "")), str(failed.get("Diagnostic-Code", ""))
    said = " ".join(_TYPE.sub("", said).split())
    address = _address(failed)
    if not said and enhanced_code(status) is None:
        said = _worth_judging(first_text(message), address)
    return _judged(status, said, address)


_TYPE = re.compile(r"^\s*[\w.-]+\s*;")  # smtp; X-Postfix; dns;


def _failed(block: Message) -> bool:
    action = str(block.get("Action", "")).strip().lower()
    return action.startswith("failed") or (
        not action and str(block.get("Status", "")).strip().startswith("5")
    )


def _address(block: Message) -> str:
    address = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "")
    return address.rpartition(";")[2].strip().strip("<>")


def _by_old_form(message: Message) -> tuple[Verdict, str] | None:
    try:
        # Loaded here alone: its detectors are many, and such reports few.
        _, failed = import_module("flufl.bounce").all_failures(message)
    except _UNREADABLE:
        return None
    if not failed:
        return None
    address = min(failed).decode("ascii", "replace")
    return _judged("", _worth_judging("\n".join(_texts(message)), address), address)


def _texts(message: Message) -> Iterator[str]:
    return (first_text(part) for part in parts(message) if part.get_content_type() == "text/plain")


_RETURNED = re.compile(
    r"(?im)^[\W_]*(this is a copy of|below this line is a copy|original message|begin message|"
    r"the (first|header).{0,60} follow|message (text|header)s? follow|return-path:|received:|message-id:)"
)
# An answer of a mail server within other words, such as "… said: 550 5.1.1 User unknown".
_REPLY = re.compile(
    r"(?:^|[:;(>]\s*|\bsaid\s+|\bcode\s+)([45]\d\d)[\s-]+(?=\S)(.{0,400})", re.MULTILINE | re.DOTALL
)


def _worth_judging(text: str, address: str) -> str:
    """Keep what a report says in words about an address, before the email that it returns.

    If it quotes the server's answer, only that. What stands before the address is the same for all.
    """
    said = _RETURNED.split(text, maxsplit=1)[0]
    said = (said.partition(address)[2].lstrip(">: \r\n") if address else "") or said
    found = _REPLY.search(said)
    return found[0].lstrip(":;(> \t\r\n") if found else said[:LONGEST_JUDGED]


def _judged(status: str, said: str, address: str) -> tuple[Verdict, str]:
    """Judge a mail server's answer as if it had been given to us at RCPT."""
    found = _REPLY.search(said)
    words = found[2] if found else said
    code = int(found[1]) if found else 450 if status.strip().startswith("4") else 550
    if enhanced_code(words) is None and enhanced_code(status):
        words = f"{status.split()[0]} {words}"
    judged = verdict(RCPT, code, to_be_judged(words))
    found_code = enhanced_code(words)
    if judged.fault is Fault.PERSON and found_code and found_code[:2] == (5, 1):  # 5.1.x: about the address
        judged = Verdict(Fault.PERSON)
    told = words if found is None else f"{found[1]} {words}"
    return judged, without_name(without_addresses(told), address.rpartition("@")[0])
