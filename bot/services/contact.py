"""One contact: everything the team knows of them, edited, noted, archived and restored."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.services.addresses import Email, checked_person, parse_email
from bot.services.approval import keep_reminding
from bot.services.days import today_of
from bot.services.hiring import must_have_no_job
from bot.services.invitation import clean_tags, withdraw
from bot.services.text import NAME_LENGTH, one_line, paragraphs
from storage.bookkeeping import Outbox, Told
from storage.errors import FieldRefused, FormRefused, Refused
from storage.hire import Hire
from storage.models import Contact
from storage.status import EventKind, Status
from storage.team import Note
from storage.uow import UnitOfWork

NOTE_LENGTH = 2_000
NOTES_SHOWN = 8
HIRES_SHOWN = 15
EVENTS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Whole:
    """A contact with all that its modal shows."""

    contact: Contact
    mail: Outbox | None
    notes: tuple[Note, ...]
    hires: tuple[Hire, ...]
    today: date


async def look_up(uow: UnitOfWork, contact_id: int) -> Whole:
    contact = await uow.contacts.get(contact_id)
    notes = await uow.notes.newest(contact.id, NOTES_SHOWN)
    hires = await uow.hires.of_contact(contact.id, HIRES_SHOWN)
    mail, today = await uow.outbox.latest_mail(contact.id), await today_of(uow, uow.scope.actor)
    return Whole(contact, mail, tuple(notes), tuple(hires), today)


async def to_edit(uow: UnitOfWork, contact_id: int) -> Contact:
    """For the edit form; refuses where there is nothing to edit."""
    contact = await uow.contacts.get(contact_id)
    contact.must_be_editable()
    return contact


@dataclass(frozen=True, slots=True)
class EditForm:
    """What was typed into "Edit contact"; address and note are there while somebody is invited."""

    name: str
    tags: tuple[str, ...] = ()
    email: str | None = None
    note: str | None = None


async def edit(uow: UnitOfWork, contact_id: int, version: int, form: EditForm) -> tuple[Contact, bool]:
    """Saves the form, and says whether the address is another one: then the old link is dead.

    Raises FormRefused, or ChangedMeanwhile with the contact as it is now.
    """
    contact = await uow.contacts.lock(contact_id)
    contact.must_be_editable()
    contact.must_be_at(version)
    name, email = await _checked(uow, contact, form)
    tags = clean_tags(form.tags)
    before = _as_it_is(contact)
    contact.rename(name)
    await uow.tags.replace(contact.id, tags)
    moved = await _readdress(uow, contact, email) if email else False
    invitation = contact.invitation
    if form.note is not None and invitation and contact.status == Status.INVITED:
        invitation.note = paragraphs(form.note)
    after = _as_it_is(contact) | {"tags": sorted(tags, key=str.casefold)}
    await _record(uow, contact, before, after)
    await uow.outbox.look_after_requests(contact.id)
    return contact, moved


async def _checked(uow: UnitOfWork, contact: Contact, form: EditForm) -> tuple[str, Email | None]:
    if form.email is None or contact.status != Status.INVITED:
        name = one_line(form.name, NAME_LENGTH)
        if not name:
            raise FormRefused({"name": "Please give the person's name."})
        return name, None
    name, email, errors = checked_person(form.name, form.email, "Please give the person's name.")
    if not errors.get("email") and email.key != contact.email_key:
        if await uow.contacts.by_email(email.key):
            errors["email"] = "This is the address of another contact of yours."
        elif await uow.suppressions.covers(email.key):
            errors["email"] = "This person has asked us not to write to them."
    if errors:
        raise FormRefused(errors)
    return name, email


async def _readdress(uow: UnitOfWork, contact: Contact, email: Email) -> bool:
    contact.email = email.shown
    if email.key == contact.email_key:
        return False
    contact.email_key = email.key
    if contact.invitation:
        contact.invitation.readdress()
    await uow.outbox.cancel_mails(contact.id)
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
    uow.outbox.redraw(contact.id)


async def add_note(uow: UnitOfWork, contact_id: int, typed: str) -> Contact:
    """Dated, by whoever writes it; the contact never reads it."""
    contact = await uow.contacts.lock(contact_id)
    text = paragraphs(typed, NOTE_LENGTH)
    if not text:
        raise FieldRefused("note", "Please write something.")
    await uow.notes.add(contact.id, uow.scope.actor, text, uow.now)
    await uow.events.record(EventKind.NOTED, contact)
    uow.outbox.redraw(contact.id)
    return contact


async def archive(uow: UnitOfWork, contact_id: int) -> Contact:
    """Out of lists and mail. Who has not answered yet is withdrawn: their link dies."""
    contact = await uow.contacts.lock(contact_id)
    if contact.status == Status.INVITED and not contact.archived_at:
        return await withdraw(uow, contact_id)
    await must_have_no_job(uow, contact)
    contact.archive(uow.now)
    await uow.outbox.cancel_mails(contact.id)
    await uow.events.record(EventKind.ARCHIVED, contact)
    uow.outbox.redraw(contact.id)
    return contact


async def restore(uow: UnitOfWork, contact_id: int) -> Contact:
    """Back in the same status. Who was withdrawn has to be sent an invitation anew, by another link."""
    contact = await uow.contacts.lock(contact_id)
    contact.restore()
    if contact.status == Status.INVITED and contact.invitation:
        settings = await uow.workspaces.settings()
        contact.invitation.revive(uow.now, settings.invitation_lifetime)
    if contact.status == Status.APPLIED and contact.application:
        await keep_reminding(uow, contact.application)
    await uow.events.record(EventKind.RESTORED, contact)
    await uow.outbox.look_after_requests(contact.id)
    uow.outbox.redraw(contact.id)
    return contact


async def history(uow: UnitOfWork, contact_id: int) -> tuple[Contact, list[Told]]:
    """Newest first."""
    contact = await uow.contacts.get(contact_id)
    return contact, await uow.events.told(contact.id, EVENTS_SHOWN)


async def history_of_address(uow: UnitOfWork, typed: str) -> tuple[Contact, list[Told]]:
    """For the command; refuses an address that is nobody's here."""
    try:
        email = parse_email(typed)
    except ValueError as error:
        raise Refused(f"Type an address behind it: /contacts history ada@example.com. {error}") from error
    contact = await uow.contacts.by_email(email.key)
    if contact is None:
        raise Refused(f"{email.shown} is no contact of yours.")
    return await history(uow, contact.id)
