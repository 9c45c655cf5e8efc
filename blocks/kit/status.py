"""Words for statuses and email states, and the warning about confusable addresses."""

from blocks.kit import words
from blocks.kit.text import clip, when
from storage.entities.contact import Contact
from storage.entities.outbox import Outbox
from storage.entities.right import Right, Rights
from storage.entities.status import Outcome, Status
from storage.overview.listing import Listed

REASON_LENGTH = 200


def status_words(contact: Contact | Listed) -> str:
    if contact.withdrawn:
        return words.WITHDRAWN
    if contact.archived_at:
        return words.ARCHIVED
    if contact.left_at:
        return words.LEFT
    if contact.unasked:
        return words.NOT_INVITED
    return _STATUS_WORDS[contact.status]


_STATUS_WORDS = {
    Status.INVITED: words.INVITED,
    Status.APPLIED: words.NEEDS_YOUR_APPROVAL,
    Status.ACTIVE: words.ACTIVE,
    Status.DECLINED: words.DECLINED,
    Status.BLOCKED: words.BLOCKED,
}


_MARKS = {
    Status.INVITED: words.MARK_INVITED,
    Status.APPLIED: words.MARK_APPLIED,
    Status.ACTIVE: words.MARK_ACTIVE,
    Status.DECLINED: words.MARK_DECLINED,
    Status.BLOCKED: words.MARK_BLOCKED,
}


def status_mark(contact: Listed) -> str:
    """Return the sign of a status, which its words always stand beside."""
    if contact.archived_at:
        return words.MARK_ARCHIVED
    if contact.left_at:
        return words.MARK_LEFT
    return words.MARK_NOT_INVITED if contact.unasked else _MARKS[contact.status]


def approval(rights: Rights) -> str:
    """Name the missing approval, as the reader's own if they may give it."""
    return words.YOUR_APPROVAL if Right.APPROVE in rights else words.APPROVAL


def standing_words(standing: str) -> str:
    """Describe, within a sentence, a status given as text, or "archived", "withdrawn" or "opted out"."""
    return words.in_sentence(_STATUS_WORDS[Status(standing)]) if standing in set(Status) else standing


def row_words(contact: Listed) -> str:
    """Describe a row: its status, jobs and open offer, and whether email failed."""
    parts = [status_words(contact)]
    if contact.archived_at is None:
        if contact.hires and contact.status == Status.ACTIVE:
            parts.append(words.HIRED_NOW if contact.hired_now else words.hired_before(contact.hires))
        if contact.offer:
            parts.append(words.open_offer(clip(contact.offer, 60)))
        parts.append(row_mail_words(contact))
    return ", ".join(filter(None, parts))


def row_mail_words(contact: Listed) -> str:
    """Say that email to a contact failed or bounced. Empty if it did not."""
    return "" if contact.archived_at or contact.mail is None else _ROW_MAIL_WORDS.get(contact.mail, "")


def row_reason(contact: Listed) -> str:
    """Return why email to a contact failed or bounced, in short. Empty if it did not."""
    return clip(contact.mail_error or "", REASON_LENGTH) if row_mail_words(contact) else ""


_ROW_MAIL_WORDS = {Outcome.FAILED: words.EMAIL_FAILED, Outcome.BOUNCED: words.EMAIL_BOUNCED}
_MAIL_WORDS = {
    Outcome.FAILED: words.FAILED,
    Outcome.BOUNCED: words.EMAIL_CAME_BACK,
    Outcome.CANCELLED: words.NOT_SENT,
    Outcome.HELD: words.ON_HOLD,
}


def mail_words(mail: Outbox) -> str:
    """Describe an email's state: queued, sent (and when), failed, bounced or cancelled."""
    if mail.state == Outcome.SENT and mail.finished_at:
        return words.sent(when(mail.finished_at))
    if mail.state == Outcome.QUEUED and mail.attempts:
        return words.tried(when(mail.due_at))
    return _MAIL_WORDS.get(mail.state, words.QUEUED)


def mail_state(mail: Outbox) -> str:
    """Describe an email's state without its time."""
    return words.SENT if mail.state == Outcome.SENT else _MAIL_WORDS.get(mail.state, words.QUEUED)


def mail_reason(mail: Outbox) -> str | None:
    """Return why an email has not arrived, as far as we know. One that left may have come back."""
    return None if mail.state in {Outcome.CANCELLED, Outcome.HELD} else mail.error


def address_words(email: str) -> str:
    """Show an address, with a warning if letters of other scripts could pass for Latin ones."""
    local, _, domain = email.rpartition("@")
    if email.isascii():
        return email
    spelled = (
        f" = {local}@{domain.encode('idna').decode()}" if not domain.isascii() and _encodable(domain) else ""
    )
    return words.look_twice(f"{email}{spelled}")


def _encodable(domain: str) -> bool:
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True
