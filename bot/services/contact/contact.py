"""One contact: viewing, editing, notes, archiving, restoring and history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.services.contact.bounce import ask_to_confirm, may_readdress
from bot.services.hire.days import today_of
from bot.services.hire.offer import must_have_no_job
from bot.services.invitation.invitation import withdraw
from bot.services.profile.profile import checked, say
from bot.services.signup.approval import keep_reminding
from bot.services.words.addresses import Email, checked_person, parse_email
from bot.services.words.tags import clean_tags
from bot.services.words.text import NAME_LENGTH, one_line, paragraphs
from storage.entities.contact import Contact
from storage.entities.contact_refused import (
    ASKED_NOT_TO_BE_EMAILED,
    EMAIL_TAKEN,
    NAME_MISSING,
    AddressNeeded,
    NameMissing,
    NoSuchContact,
    NoteEmpty,
)
from storage.entities.errors import FormRefused
from storage.entities.event import HistoryEntry
from storage.entities.hire import Hire
from storage.entities.outbox import Outbox
from storage.entities.profile import Voice
from storage.entities.profile_form import FIELDS, ProfileForm
from storage.entities.status import EventKind, Status
from storage.entities.team import Note
from storage.uow import UnitOfWork

NOTE_LENGTH = 2_000
NOTES_SHOWN = 8
HIRES_SHOWN = 15
EVENTS_SHOWN = 40
EMAILS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Whole:
    """A contact with everything its modal shows."""

    contact: Contact
    mail: Outbox | None
    notes: tuple[Note, ...]
    hires: tuple[Hire, ...]
    today: date


async def look_up(uow: UnitOfWork, contact_id: int) -> Whole:
    contact = await uow.contacts.get(contact_id)
    notes = await uow.notes.newest(contact.id, NOTES_SHOWN)
    hires = await uow.hires.of_contact(contact.id, HIRES_SHOWN)
    for hire in hires:
        hire.attach(contact)
    mail, today = await uow.mails.latest(contact.id), await today_of(uow, uow.scope.actor)
    return Whole(contact, mail, tuple(notes), tuple(hires), today)


async def to_edit(uow: UnitOfWork, contact_id: int) -> tuple[Contact, bool]:
    """Load a contact for the edit form, and tell whether its address may be changed.

    Refuses if it cannot be edited.
    """
    contact = await uow.contacts.get(contact_id)
    contact.must_be_editable()
    return contact, await may_readdress(uow, contact)


@dataclass(frozen=True, slots=True)
class EditForm:
    """The input of "Edit contact". The note is set only while invited, the address if it may be changed.

    The profile is missing in forms of earlier versions.
    """

    name: str
    tags: tuple[str, ...] = ()
    email: str | None = None
    note: str | None = None
    profile: ProfileForm | None = None

    @classmethod
    def taken_from(cls, form: Mapping[str, Any]) -> "EditForm":
        """Take the fields of the modal, those of the profile apart."""
        profile = ProfileForm.taken_from(form) if set(FIELDS) & set(form) else None
        return cls(**{name: value for name, value in form.items() if name not in FIELDS}, profile=profile)


async def edit(uow: UnitOfWork, contact_id: int, version: int, form: EditForm) -> tuple[Contact, bool]:
    """Save the edit form. Returns the contact, and whether its address changed.

    A changed address invalidates the old link. Raises FormRefused, or ChangedMeanwhile with the current
    contact.
    """
    contact = await uow.contacts.lock(contact_id)
    contact.must_be_editable()
    contact.must_be_at(version)
    name, email = await _checked(uow, contact, form)
    said = checked(form.profile, uow) if form.profile else {}
    tags = clean_tags(form.tags)
    before = _as_it_is(contact)
    contact.rename(name)
    await uow.tags.replace(contact.id, tags)
    moved = _readdress(uow, contact, email) if email else False
    invitation = contact.invitation
    if form.note is not None and invitation and contact.status == Status.INVITED:
        invitation.note = paragraphs(form.note)
    after = _as_it_is(contact) | {"tags": sorted(tags, key=str.casefold)}
    change = await say(uow, contact, said, Voice.TEAM)
    await _record(uow, contact, before | change.before, after | change.after)
    if moved and contact.unconfirmed_at:
        await ask_to_confirm(uow, contact)
    return contact, moved


async def _checked(uow: UnitOfWork, contact: Contact, form: EditForm) -> tuple[str, Email | None]:
    if form.email is None or not await may_readdress(uow, contact):
        name = one_line(form.name, NAME_LENGTH)
        if not name:
            raise NameMissing
        return name, None
    name, email, errors = checked_person(form.name, form.email, NAME_MISSING)
    if not errors.get("email") and email.key != contact.email_key:
        if await uow.contacts.by_email(email.key):
            errors["email"] = EMAIL_TAKEN
        elif await uow.suppressions.covers(email.key):
            errors["email"] = ASKED_NOT_TO_BE_EMAILED
    if errors:
        raise FormRefused(errors)
    return name, email


def _readdress(uow: UnitOfWork, contact: Contact, email: Email) -> bool:
    if email.key == contact.email_key:
        contact.email = email.shown
        return False
    contact.readdress(email.shown, email.key, uow.now)
    return True


def _as_it_is(contact: Contact) -> dict[str, Any]:
    invitation = contact.invitation
    tags = sorted((tag.name for tag in contact.tags), key=str.casefold)
    note = invitation.note if invitation else ""
    return {"name": contact.name, "email": contact.email, "tags": tags, "note": note}


async def _record(uow: UnitOfWork, contact: Contact, before: dict[str, Any], after: dict[str, Any]) -> None:
    changed = [key for key in after if after[key] != before[key]]
    if changed:
        was, now = ({key: values[key] for key in changed} for values in (before, after))
        await uow.events.record(EventKind.EDITED, contact, before=was, after=now)


async def add_note(uow: UnitOfWork, contact_id: int, typed: str) -> Contact:
    """Add a dated note by the acting member. The contact never sees it."""
    contact = await uow.contacts.lock(contact_id)
    text = paragraphs(typed, NOTE_LENGTH)
    if not text:
        raise NoteEmpty
    await uow.notes.add(contact.id, uow.scope.actor, text, uow.now)
    await uow.events.record(EventKind.NOTED, contact)
    return contact


async def archive(uow: UnitOfWork, contact_id: int) -> Contact:
    """Archive a contact, removing it from lists and email. An unanswered invitation is withdrawn."""
    contact = await uow.contacts.lock(contact_id)
    if contact.status == Status.INVITED and not contact.archived_at:
        return await withdraw(uow, contact_id)
    await must_have_no_job(uow, contact)
    contact.archive(uow.now)
    await uow.events.record(EventKind.ARCHIVED, contact)
    return contact


async def restore(uow: UnitOfWork, contact_id: int) -> Contact:
    """Restore a contact in the same status. A withdrawn one needs a new invitation, with another link."""
    contact = await uow.contacts.lock(contact_id)
    contact.restore()
    if contact.status == Status.INVITED and contact.invitation:
        settings = await uow.workspaces.settings()
        contact.invitation.revive(uow.now, settings.invitation_lifetime)
    if contact.status == Status.APPLIED and contact.application:
        await keep_reminding(uow, contact.application)
    await uow.events.record(EventKind.RESTORED, contact)
    return contact


async def emails(uow: UnitOfWork, contact_id: int) -> tuple[Contact, list[Outbox]]:
    """Load a contact's newest emails."""
    contact = await uow.contacts.get(contact_id)
    return contact, await uow.mails.newest(contact.id, EMAILS_SHOWN)


async def history(uow: UnitOfWork, contact_id: int) -> tuple[Contact, list[HistoryEntry]]:
    """Load a contact's newest events."""
    contact = await uow.contacts.get(contact_id)
    return contact, await uow.events.told(contact.id, EVENTS_SHOWN)


async def history_of_address(uow: UnitOfWork, typed: str, example: str) -> tuple[Contact, list[HistoryEntry]]:
    """Load the history of an address, for the command. Refuses an address without a contact."""
    return await history(uow, (await of_address(uow, typed, example)).id)


async def of_address(uow: UnitOfWork, typed: str, example: str) -> Contact:
    """Find the contact of a typed address, for a command. Refuses an address without one.

    `example` is the command as it should be typed.
    """
    try:
        email = parse_email(typed)
    except ValueError as error:
        raise AddressNeeded(example, str(error) if typed else "") from error
    contact = await uow.contacts.by_email(email.key)
    if contact is None:
        raise NoSuchContact(email.shown)
    return contact
