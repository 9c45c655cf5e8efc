"""Signing up by a link: typed on a page, confirmed by mail, and only then an application that waits."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.services.addresses import Email, checked_person
from bot.services.approval import APPLICATION_CARD, keep_reminding, was_told
from bot.services.invitation import clean_tags
from bot.services.text import paragraphs
from storage.errors import FormRefused, LinkGone
from storage.links import HELD_FOR
from storage.models import Application, Contact, Link
from storage.outbox import Priority
from storage.status import Decision, EventKind, Status
from storage.uow import UnitOfWork

MAILS_A_DAY = 3  # to one address, however often somebody types it
BURST_WITHIN = timedelta(minutes=10)
MESSAGE_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class SignupForm:
    """What was typed on the sign-up page; the names are those of its fields."""

    name: str = ""
    email: str = ""
    skills: str = ""
    message: str = ""


async def open_link(uow: UnitOfWork, link_id: int, generation: int) -> Link:
    """The link, if somebody can sign up by it just now. Raises LinkGone or LinkPaused."""
    link = await uow.links.get(link_id)
    await _must_take(uow, link, generation)
    return link


async def _must_take(uow: UnitOfWork, link: Link, generation: int) -> None:
    link.must_be_open(generation, uow.now)
    if link.most_signups and await uow.links.places_taken(link.id, uow.now) >= link.most_signups:
        raise LinkGone("All places of this sign-up link are taken. Ask whoever gave it to you for a new one.")


async def sign_up(uow: UnitOfWork, link_id: int, generation: int, form: SignupForm, burst: int) -> None:
    """Asks the address's owner to confirm. Who may not hear of us gets the same answer and no mail.

    `burst` sign-ups within ten minutes pause the link. Raises FormRefused, LinkGone or LinkPaused.
    """
    link = await uow.links.lock(link_id)
    await _must_take(uow, link, generation)
    application = _checked(form, link)
    contact = await uow.contacts.by_email(application.email_key)
    mails = await uow.applications.of_address_today(application.email_key, uow.now)
    if mails >= MAILS_A_DAY or (contact and contact.status == Status.BLOCKED):
        application = _nobody(link)  # the same work, so that the time it takes tells nothing
    application.created_at, application.responsible = uow.now, link.made_by
    await uow.applications.add(application)
    await uow.outbox.mail(
        "signup",
        f"signup:{application.id}",
        contact_id=None,
        recipient=uow.suppressions.hash_recipient(application.email_key),
        payload={"application": application.id},
        priority=Priority.PERSONAL,
    )
    await _watch_for_a_burst(uow, link, burst)


def _checked(form: SignupForm, link: Link) -> Application:
    name, email, errors = checked_person(form.name, form.email, "Please give your name.")
    if email.key and link.domains and email.key.rpartition("@")[2] not in link.domains:
        errors["email"] = f"This link is for addresses at {', '.join(link.domains)}."
    if errors:
        raise FormRefused(errors)
    skills = list(clean_tags(re.split(r"[,;|\n]", form.skills)))
    return _application(link, name, email, skills, paragraphs(form.message, MESSAGE_LENGTH))


def _nobody(link: Link) -> Application:
    """Somebody blocked is stored nowhere and told nothing."""
    return _application(link, "", Email("", ""), [], "")


def _application(link: Link, name: str, email: Email, skills: list[str], message: str) -> Application:
    return Application(
        link_id=link.id,
        name=name,
        email=email.shown,
        email_key=email.key,
        skills=skills,
        message=message,
        reminders=0,
    )


async def _watch_for_a_burst(uow: UnitOfWork, link: Link, burst: int) -> None:
    if await uow.links.signed_up_since(link.id, uow.now - BURST_WITHIN) < burst:
        return
    link.paused_at = uow.now
    await uow.events.record(EventKind.LINK_PAUSED, after={"link": link.id})
    key = f"alarm:{link.id}:{int(uow.now.timestamp())}"
    await uow.outbox.slack("link_alarm", key, {"link": link.id})


class Standing(StrEnum):
    """What somebody may know of their own sign-up. Who was blocked, or declined without a word, waits."""

    TO_CONFIRM = "to confirm"
    WAITING = "waiting"
    ACTIVE = "active"
    DECLINED = "declined"


async def standing(uow: UnitOfWork, application: Application) -> Standing:
    contact = await uow.contacts.by_email(application.email_key)
    here = contact.status if contact and not contact.archived_at else None
    if here is Status.ACTIVE:
        return Standing.ACTIVE
    if application.decision is Decision.DECLINED and await was_told(uow, application):
        return Standing.DECLINED
    if application.confirmed_at or here is Status.APPLIED:
        return Standing.WAITING
    return Standing.TO_CONFIRM


def must_be_confirmable(application: Application, link: Link, at: datetime) -> None:
    """Raises LinkGone when it is too late."""
    if link.off_at:
        raise LinkGone(
            "The link you signed up by has been switched off. Ask whoever gave it to you for a new one."
        )
    if at >= application.created_at + HELD_FOR:
        raise LinkGone("This confirmation is more than a day old. Please sign up once more.")


async def confirm(uow: UnitOfWork, application_id: int) -> Application:
    """The address's owner pressed Confirm: from now on they wait for us.

    Nothing happens when it is pressed again, or by somebody who is active or waiting already.
    """
    application = await uow.applications.lock(application_id)
    link = await uow.links.lock(application.link_id)
    if await standing(uow, application) is not Standing.TO_CONFIRM:
        return application
    must_be_confirmable(application, link, uow.now)
    contact, new = await _contact_of(uow, application)
    if contact.status == Status.BLOCKED:
        application.confirmed_at = uow.now  # they read what everybody reads, and nobody else reads of them
    elif new or contact.archived_at or contact.status not in {Status.ACTIVE, Status.APPLIED}:
        await _wait_for_approval(uow, application, contact, link, before=None if new else contact.status)
    return application


async def _contact_of(uow: UnitOfWork, application: Application) -> tuple[Contact, bool]:
    return await uow.contacts.find_or_add(
        name=application.name,
        email=application.email,
        email_key=application.email_key,
        status=Status.APPLIED,
        status_at=uow.now,
        source=f"signed up by the link {application.link.name}",
        invited_by=None,
        created_at=uow.now,
    )


async def _wait_for_approval(
    uow: UnitOfWork, application: Application, contact: Contact, link: Link, before: Status | None
) -> None:
    contact.apply(uow.now)
    application.contact_id, application.confirmed_at, application.before = contact.id, uow.now, before
    await uow.tags.attach(contact.id, link.tags)
    await uow.people.confirm(contact.email_key, uow.now)
    await uow.events.record(EventKind.APPLIED, contact, after={"name": contact.name, "email": contact.email})
    await uow.cards.add(contact_id=contact.id, kind=APPLICATION_CARD, channel=link.channel)
    uow.outbox.redraw(contact.id)
    await keep_reminding(uow, application)
