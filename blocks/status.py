"""The words people read for a status, for the state of a mail, and for an address that may deceive."""

from blocks.text import when
from storage.bookkeeping import Outbox
from storage.listing import Listed
from storage.models import Contact
from storage.status import Outcome, Status


def status_words(contact: Contact | Listed) -> str:
    """The status as people read it."""
    if contact.withdrawn:
        return "withdrawn"
    if contact.archived_at:
        return "archived"
    if contact.unasked:
        return "added, not invited yet"
    return _STATUS_WORDS[contact.status]


_STATUS_WORDS = {
    Status.INVITED: "waiting for their answer",
    Status.APPLIED: "waiting for your approval",
    Status.ACTIVE: "active",
    Status.DECLINED: "declined",
    Status.BLOCKED: "blocked",
}


def standing_words(standing: str) -> str:
    """The same for a bare word: a status, or "archived", "withdrawn", "opted out"."""
    return _STATUS_WORDS[Status(standing)] if standing in set(Status) else standing


def row_words(contact: Listed) -> str:
    """The status, and with it whether they are hired, and what went wrong."""
    if contact.hires and contact.archived_at is None and contact.status == Status.ACTIVE:
        times = "once" if contact.hires == 1 else f"{contact.hires} times"
        hired = "hired now" if contact.hired_now else f"hired {times}"
        return ", ".join(
            [status_words(contact), hired, *(["mail failed"] * (contact.mail == Outcome.FAILED))]
        )
    if contact.mail == Outcome.FAILED and contact.archived_at is None:
        return f"{status_words(contact)}, mail failed"
    return status_words(contact)


def mail_words(mail: Outbox) -> str:
    """The state of a mail: queued, sent, failed or cancelled, and since when."""
    if mail.state == Outcome.SENT and mail.finished_at:
        return f"sent {when(mail.finished_at)}"
    if mail.state == Outcome.QUEUED and mail.attempts:
        return f"queued, not delivered yet, next try {when(mail.due_at)}"
    return {Outcome.FAILED: "failed", Outcome.CANCELLED: "not sent"}.get(mail.state, "queued")


def address_words(email: str) -> str:
    """The address, with a warning where letters of other scripts could pass for plain ones."""
    local, _, domain = email.rpartition("@")
    if email.isascii():
        return email
    spelled = (
        f" = {local}@{domain.encode('idna').decode()}" if not domain.isascii() and _encodable(domain) else ""
    )
    return f"{email}{spelled} (has letters that may look like others: check it is whom you mean)"


def _encodable(domain: str) -> bool:
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True
