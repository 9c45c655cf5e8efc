"""Samples of a contact's modal in every status, with forms, history, bulk actions, tags and export."""

from functools import partial
from typing import Any

from blocks.contact.edit import edit_modal, moved_modal
from blocks.contact.emails import emails_modal
from blocks.contact.export import contacts_words, export_begun, export_words, hires_words, nothing_to_export
from blocks.contact.history import history_message, history_modal
from blocks.contact.many import MANY_RIGHTS, confirm_modal, done_message, done_modal, many_modal
from blocks.contact.modal import contact_modal, note_modal
from blocks.contact.tags import TagAct, tag_form, tags_modal
from blocks.kit.modal import Message, ViewJson
from bot.showcase.samples.cast import (
    MANAGER,
    NOW,
    SOFT,
    TODAY,
    applicant,
    bounced_mail,
    contact,
    days,
    failed_mail,
    hire,
    listed,
    mail,
    tag,
)
from bot.showcase.samples.sample import Sample
from storage.entities.contact import Contact
from storage.entities.event import Event, HistoryEntry
from storage.entities.hire import Hire
from storage.entities.outbox import Outbox
from storage.entities.status import EventKind, HireState, Outcome, Status
from storage.entities.team import Note
from storage.overview.listing import MOST_COUNTED, Page, TagCount

Json = dict[str, Any]
CONTACT, MANY, TAGS, EXPORT = "A contact", "Bulk actions", "Tags", "Export"


_OF_THE_WORKSPACE = (
    "LINK", "IMPORT", "TAG_", "EXPORTED", "SETTINGS", "ACCESS", "INSTALLED", "UNINSTALLED",
)  # fmt: skip
_THEY, _ITSELF = ("contact", "web", ""), ("system", "worker", "")
_BY = {
    **dict.fromkeys((EventKind.ACCEPTED, EventKind.DECLINED, EventKind.STOPPED, EventKind.APPLIED), _THEY),
    **dict.fromkeys((EventKind.LEFT, EventKind.RETURNED, EventKind.RENAMED, EventKind.ERASED), _THEY),
    **dict.fromkeys((EventKind.OFFER_ACCEPTED, EventKind.OFFER_DECLINED), _THEY),
    **dict.fromkeys((EventKind.REMINDED, EventKind.MAIL_SENT, EventKind.MAIL_FAILED), _ITSELF),
}
_CHANGES = {EventKind.EDITED, EventKind.RENAMED, EventKind.TAGGED, EventKind.UNTAGGED}
_CHANGED: tuple[Json, Json] = (
    {"name": "Ada", "tags": ["python"]},
    {"name": "Ada Lovelace", "tags": ["python", "berlin"]},
)


def _notes() -> list[Note]:
    return [Note(id=1, author="U2", text="Answers within a day.", created_at=NOW)]


def _modal(of: Contact, sent: Outbox | None = None, hires: tuple[Hire, ...] = ()) -> ViewJson:
    return contact_modal(of, sent, _notes() if hires else [], list(hires), TODAY, MANAGER)


def _hired() -> ViewJson:
    hires = (
        hire(HireState.ACCEPTED, start=TODAY - days(9)),
        hire(id=2, title="Copywriter"),
        hire(HireState.ENDED, id=3, title="Tester", again=True),
        hire(HireState.CANCELLED, id=4, title="Photographer", reason="The project is put off."),
        hire(HireState.DECLINED, id=5, title="Translator"),
    )
    return _modal(contact(Status.ACTIVE, hires=2), mail(), hires)


def _told() -> list[HistoryEntry]:
    """Make a history with every kind of event a contact can have."""
    kinds = [kind for kind in EventKind if not kind.name.startswith(_OF_THE_WORKSPACE)]
    return [_entry(number, kind) for number, kind in enumerate(kinds, 1)]


def _entry(number: int, kind: EventKind) -> HistoryEntry:
    actor, origin, name = _BY.get(kind, ("U1", "slack", "Jordan Lee"))
    event = Event(id=number, contact_id=1, kind=kind, actor=actor, origin=origin, at=NOW)
    return HistoryEntry(event, name, *(_CHANGED if kind in _CHANGES else ({}, {})))


def _history() -> Message:
    return history_message(contact(), _told()[:25])


def _tags(alike: list[tuple[str, str]], *, more: bool = False) -> ViewJson:
    counted = [TagCount(1, "python", 1, "python"), TagCount(2, "phyton", 1_200, "phyton")]
    return tags_modal(counted, alike, more=more)


def _confirm(act: str, *, everybody: bool) -> ViewJson:
    number = None if everybody else 2
    return confirm_modal(act, [1, 2], ["python"], everybody=everybody, number=number)


def _tag_form(act: TagAct) -> ViewJson:
    return tag_form(act, tag("python"))


def _emails() -> list[Outbox]:
    """Make an email of every kind and in every state."""
    return [
        mail(Outcome.QUEUED, kind="invitation_reminder", finished_at=None),
        bounced_mail(kind="offer"),
        failed_mail(kind="hire_extended"),
        mail(kind="offer_cancelled"),
        mail(kind="decision"),
        mail(kind="address"),
        mail(kind="signup"),
        mail(kind="invitation", error=SOFT),
        mail(Outcome.CANCELLED, kind="invitation_reminder"),
        mail(Outcome.HELD, kind="invitation_reminder"),
    ]


def _words(text: str) -> Message:
    """Make a message without blocks."""
    return Message(text, [])


SAMPLES = (
    Sample(CONTACT, "invited", lambda: _modal(contact(), mail())),
    Sample(CONTACT, "invited, email failed", lambda: _modal(contact(), failed_mail())),
    Sample(CONTACT, "invited, email bounced", lambda: _modal(contact(bounced_at=NOW), bounced_mail())),
    Sample(CONTACT, "applied", lambda: _modal(applicant())),
    Sample(CONTACT, "active, with jobs and notes", _hired),
    Sample(
        CONTACT,
        "active, email bounced",
        lambda: _modal(contact(Status.ACTIVE, bounced_at=NOW), bounced_mail()),
    ),
    Sample(
        CONTACT,
        "active, new address unconfirmed",
        lambda: _modal(contact(Status.ACTIVE, unconfirmed_at=NOW), mail()),
    ),
    Sample(CONTACT, "declined", lambda: _modal(contact(Status.DECLINED))),
    Sample(
        CONTACT,
        "declined, asked never to be written to",
        lambda: _modal(contact(Status.DECLINED, mail_stopped_at=NOW)),
    ),
    Sample(CONTACT, "left", lambda: _modal(contact(Status.DECLINED, left_at=NOW, mail_stopped_at=NOW))),
    Sample(CONTACT, "blocked", lambda: _modal(applicant(Status.BLOCKED))),
    Sample(CONTACT, "archived", lambda: _modal(contact(Status.ACTIVE, archived_at=NOW))),
    Sample(CONTACT, "a long name", lambda: _modal(contact(name="Augusta Ada King, Countess of Lovelace"))),
    Sample(CONTACT, "edit, invited", lambda: edit_modal(contact(), readdress=True)),
    Sample(CONTACT, "edit, active", lambda: edit_modal(contact(Status.ACTIVE))),
    Sample(
        CONTACT,
        "edit, active, email bounced",
        lambda: edit_modal(contact(Status.ACTIVE, bounced_at=NOW), readdress=True),
    ),
    Sample(
        CONTACT,
        "edit, changed meanwhile",
        lambda: edit_modal(
            contact(Status.ACTIVE),
            "Ada was changed while you had the form open.",
            {"name": "Ada", "tags": ("rust",)},
        ),
    ),
    Sample(CONTACT, "edit, new address", lambda: moved_modal(contact())),
    Sample(
        CONTACT,
        "edit, new address of an active contact",
        lambda: moved_modal(contact(Status.ACTIVE, unconfirmed_at=NOW)),
    ),
    Sample(CONTACT, "emails", lambda: emails_modal(contact(), _emails())),
    Sample(CONTACT, "emails, none yet", lambda: emails_modal(contact(), [])),
    Sample(CONTACT, "add note", lambda: note_modal(contact())),
    Sample(CONTACT, "history", lambda: history_modal(contact(), _told())),
    Sample(CONTACT, "history, nothing yet", lambda: history_modal(contact(), [])),
    Sample(CONTACT, "history by command", _history),
    Sample(MANY, "form", lambda: many_modal(Page(listed(), later=True, in_all=312), MANAGER)),
    Sample(
        MANY, "form, very many", lambda: many_modal(Page(listed(), later=True, in_all=MOST_COUNTED), MANAGER)
    ),
    Sample(MANY, "form, nobody", lambda: many_modal(Page(), MANAGER)),
    *(
        Sample(MANY, f"confirm {act}{', all' * everybody}", partial(_confirm, act, everybody=everybody))
        for act in MANY_RIGHTS
        for everybody in (False, True)
        if not (act == "share" and everybody)  # a message has no room for a whole list
    ),
    *(
        Sample(MANY, f"done, {act}", partial(done_modal, act, 12, 3, later=act == "export", **where))
        for act in MANY_RIGHTS
        for where in [{"channel": "C1"} if act == "share" else {}]
    ),
    Sample(MANY, "under way", lambda: done_modal("tag", 0, 0, later=True)),
    Sample(MANY, "all done", lambda: done_message("tag", 310, 2)),
    Sample(TAGS, "list", lambda: _tags([("phyton", "python")], more=True)),
    Sample(TAGS, "list, nothing found", lambda: tags_modal([], [], "zzz")),
    *(Sample(TAGS, f"{act}", partial(_tag_form, act)) for act in TagAct),
    Sample(EXPORT, "begun", lambda: export_begun(contacts_words(narrowed=True))),
    Sample(EXPORT, "begun, all", lambda: export_begun(contacts_words(narrowed=False))),
    Sample(EXPORT, "file", lambda: _words(export_words(1_200, more=True))),
    Sample(EXPORT, "file, the last", lambda: _words(export_words(1, more=False))),
    Sample(EXPORT, "file of jobs", lambda: _words(hires_words(3))),
    Sample(EXPORT, "nobody", nothing_to_export),
)
