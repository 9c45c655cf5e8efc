"""The words of a contact's history and of the list of emails to them."""

from collections.abc import Iterable

from language.plurals import number_words
from storage.entities.status import EventKind

NO_HISTORY, SOMEONE = "Nothing yet.", "someone"
ACTORS = {"contact": "they", "system": "the app"}
_FIELDS = {
    "name": "the name",
    "email": "the email address",
    "tags": "the tags",
    "note": "the invite note",
    "title": "the title",
    "links": "the links",
    "place": "the place",
    "languages": "the languages",
    "rate": "the usual rate",
    "free": "the free days",
    "cv": "the CV",
}
EVENTS: dict[EventKind, str] = {
    EventKind.INVITED: "{who} invited them",
    EventKind.ADDED: "{who} added them",
    EventKind.NOTED: "{who} added a note",
    EventKind.ARCHIVED: "{who} archived them",
    EventKind.RESTORED: "{who} restored them",
    EventKind.RESENT: "{who} resent the invitation",
    EventKind.WITHDRAWN: "{who} withdrew the invitation",
    EventKind.ACCEPTED: "they accepted the invitation",
    EventKind.DECLINED: "they declined the invitation",
    EventKind.STOPPED: "they asked not to be emailed again",
    EventKind.REOPENED: "they changed their mind, so the invitation is open again",
    EventKind.NEW_LINK_ASKED: "they asked for a new link",
    EventKind.LEFT: "they left",
    EventKind.RETURNED: "they came back",
    EventKind.KEPT: "{who} kept them",
    EventKind.STAYED: "they said that they want to stay",
    EventKind.DATA_EXPORTED: "{who} exported all data about them",
    EventKind.SHARED: "{who} shared them in a channel",
    EventKind.APPLIED: "they signed up with a link and confirmed their email address",
    EventKind.APPROVED: "{who} approved them",
    EventKind.REFUSED: "{who} declined them",
    EventKind.BLOCKED: "{who} blocked them",
    EventKind.UNBLOCKED: "{who} unblocked them",
    EventKind.SNOOZED: "{who} snoozed the reminders",
    EventKind.HANDED_OVER: "{who} handed the decision over",
    EventKind.REMINDED: "Reminder emailed",
    EventKind.OFFERED: "{who} offered a job",
    EventKind.OFFER_ACCEPTED: "they accepted the offer",
    EventKind.OFFER_DECLINED: "they declined the offer",
    EventKind.OFFER_CANCELLED: "{who} cancelled the offer",
    EventKind.HIRE_ENDED: "{who} ended the job",
    EventKind.MAIL_SENT: "Invitation emailed",
    EventKind.MAIL_FAILED: "Invitation could not be emailed",
    EventKind.MAIL_BOUNCED: "Invitation bounced",
    EventKind.SENT_ANYWAY: "{who} sent the email anyway",
    EventKind.ADDRESS_CONFIRMED: "they confirmed their new email address",
}
_EMAILS = {
    "address": "Address confirmation",
    "offer": "Offer",
    "offer_cancelled": "Cancellation",
    "hire_extended": "New end date",
    "job_ended": "End of the job",
    "decision": "Decision",
    "availability": "Question when they're free",
}
_KINDS = {"invitation": "Invitation", "invitation_reminder": "Reminder", "signup": "Sign-up"} | _EMAILS
_OUTCOMES = {
    EventKind.MAIL_SENT: "emailed",
    EventKind.MAIL_FAILED: "could not be emailed",
    EventKind.MAIL_BOUNCED: "bounced",
}


def history_of(name: str, email: str) -> str:
    return f"History of {name} ({email}), newest first:"


def line(sentence: str) -> str:
    """A sentence of the history, after its date and time."""
    return f": {sentence}"


def first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def unknown_event(kind: str, who: str) -> str:
    return first_upper(f"{kind} ({who})")


def with_job(job: str) -> str:
    return f" “{job}”" if job else ""


def with_reason(reason: str) -> str:
    return f" (reason: “{reason}”)" if reason else ""


def end_changed(who: str, job: str, end: str) -> str:
    return f"{who} changed the end date" + (f" of{job}" if job else "") + (f" to {end}" if end else "")


def job_cancelled(who: str, job: str) -> str:
    return f"{who} cancelled the job{job}"


def emailed(kind: EventKind, email: str) -> str:
    """Name an email that was sent or failed by what it was about. Only an invitation's does not say so."""
    if email not in _EMAILS:
        return EVENTS[kind]
    return f"{_EMAILS[email]} {_OUTCOMES[kind]}"


def email_line(kind: str, at: str, state: str) -> str:
    """Describe an email in one line: "Reminder, 2 June at 10:00: sent"."""
    return f"*{_KINDS.get(kind, 'Email')}*, {at}: {state}"


def change(field: str, before: str, after: str) -> str:
    return f"{_FIELDS.get(field, field)} from {before} to {after}"


def a_cv(size: int) -> str:
    return f"PDF, {number_words(-(-size // 1_000))} kB"


def edited(who: str, changes: Iterable[str]) -> str:
    return f"{who} changed {'; '.join(changes)}"


def agreed(version: str) -> str:
    return "they agreed to the agreement" + (f", version {version}" if version else "")


def tags_added(who: str, tags: str) -> str:
    return f"{who} added the tags {tags}"


def tags_removed(who: str, tags: str) -> str:
    return f"{who} removed the tags {tags}"


def value(text: str, *, of_several: bool) -> str:
    return f"“{text}”" if text else "none" if of_several else "empty"
