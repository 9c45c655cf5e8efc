"""Signing up through a link: the form, confirmation by email, and then an application to decide on."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.services.agreement import current, must_be_ticked, record_yes
from bot.services.person.leave import let_back
from bot.services.profile.profile import say
from bot.services.signup.approval import APPLICATION_CARD, keep_reminding, was_told
from bot.services.signup.work import LinkAlarm, SignupMail
from bot.services.words.addresses import Email, checked_person, mailbox_of
from bot.services.words.profile import read_profile
from bot.services.words.tags import clean_tags
from bot.services.words.text import paragraphs
from storage.engine.base import Json
from storage.entities.agreement import Agreement, NotAgreed
from storage.entities.application import Application
from storage.entities.application_refused import NAME_MISSING, only_addresses_at
from storage.entities.contact import Contact
from storage.entities.errors import FormRefused
from storage.entities.link import (
    ConfirmationExpired,
    LastPlaceTaken,
    Link,
    LinkPaused,
    SignupsFull,
    SignupsOff,
)
from storage.entities.profile import Voice, said_from_json, said_to_json
from storage.entities.profile_form import NOTHING_TYPED, ProfileForm
from storage.entities.status import Decision, EventKind, Status
from storage.uow import UnitOfWork

MAILS_A_DAY = 3  # to one mailbox, however its address is written
MOST_UNCONFIRMED = 50
BURST_WITHIN = timedelta(minutes=10)
MESSAGE_LENGTH = 2_000


@dataclass(frozen=True, slots=True)
class SignupForm:
    """The input of the sign-up page. The names are those of its fields.

    `agree` is the version of the agreement that was ticked.
    """

    name: str = ""
    email: str = ""
    skills: str = ""
    message: str = ""
    agree: str = ""
    profile: ProfileForm = NOTHING_TYPED


OWN_FIELDS = ("name", "email", "skills", "message", "agree")


async def open_link(uow: UnitOfWork, link_id: int, generation: int) -> Link:
    """Load a link that accepts sign-ups now. Raises LinkGone or LinkPaused."""
    link = await uow.links.get(link_id)
    await _must_take(uow, link, generation)
    return link


async def _must_take(uow: UnitOfWork, link: Link, generation: int) -> None:
    link.must_be_open(generation, uow.now)
    if link.most_signups is None:
        return
    if await uow.links.places_taken(link.id) >= link.most_signups:
        raise SignupsFull
    if await uow.links.unconfirmed(link.id, uow.now) >= _most_unconfirmed(link.most_signups):
        raise LinkPaused


def _most_unconfirmed(places: int) -> int:
    """Limit unconfirmed sign-ups, so that programs cannot store much through a link with few places."""
    return MOST_UNCONFIRMED + 10 * places


async def sign_up(uow: UnitOfWork, link_id: int, generation: int, form: SignupForm) -> None:
    """Store a sign-up and email the address's owner. Blocked addresses get the same answer, but no email.

    Too many within ten minutes, as Settings say, pause the link. Raises FormRefused, LinkGone or LinkPaused.
    """
    link = await uow.links.lock(link_id)
    await _must_take(uow, link, generation)
    application = _checked(form, link, uow.now.date(), await current(uow))
    contact = await uow.contacts.by_email(application.email_key)
    mails = await uow.applications.of_mailbox_today(application.mailbox, uow.now)
    if mails >= MAILS_A_DAY or (contact and contact.status == Status.BLOCKED):
        application = _nobody(link)  # the same work for everyone, so that response times reveal nothing
    application.created_at, application.responsible = uow.now, link.made_by
    await uow.applications.add(application)
    uow.remark("signed_up", application=application.id, link=link.id)
    recipient = uow.suppressions.hash_recipient(application.email_key)
    await uow.outbox.add(SignupMail(application.id, contact_id=None, recipient=recipient))
    await _watch_for_a_burst(uow, link)


def _checked(form: SignupForm, link: Link, today: date, asked: Agreement | None) -> Application:
    name, email, errors = checked_person(form.name, form.email, NAME_MISSING)
    if email.key and link.domains and email.key.rpartition("@")[2] not in link.domains:
        errors["email"] = only_addresses_at(link.domains)
    profile = read_profile(form.profile, today)
    errors |= profile.errors | _not_agreed(asked, form.agree)
    if errors:
        raise FormRefused(errors)
    skills = list(clean_tags(re.split(r"[,;|\n]", form.skills)))
    message = paragraphs(form.message, MESSAGE_LENGTH)
    application = _application(link, name, email, skills, message, said_to_json(profile.said))
    application.agreement_id = asked.id if asked else None
    return application


def _not_agreed(asked: Agreement | None, ticked: str) -> dict[str, str]:
    """Say what is wrong with the tick box: {field: sentence}."""
    try:
        if asked:
            must_be_ticked(asked, ticked)
    except NotAgreed as refused:
        return {refused.field: refused.text}
    return {}


def _nobody(link: Link) -> Application:
    """Make an application without personal data, in place of one that must not be stored."""
    return _application(link, "", Email("", ""), [], "", {})


def _application(
    link: Link, name: str, email: Email, skills: list[str], message: str, profile: Json
) -> Application:
    return Application(
        link_id=link.id,
        name=name,
        email=email.shown,
        email_key=email.key,
        mailbox=mailbox_of(email.key),
        skills=skills,
        message=message,
        profile=profile,
        reminders=0,
    )


async def _watch_for_a_burst(uow: UnitOfWork, link: Link) -> None:
    most = (await uow.workspaces.settings()).link_alarm
    if await uow.links.signed_up_since(link.id, uow.now - BURST_WITHIN) < most:
        return
    link.paused_at = uow.now
    await uow.events.record(EventKind.LINK_PAUSED, after={"link": link.id})
    await uow.outbox.add(LinkAlarm(link.id, int(uow.now.timestamp())))


class SignupStanding(StrEnum):
    """What an applicant may know about their sign-up.

    Blocked ones, and those declined silently, see it as waiting.
    """

    TO_CONFIRM = "to confirm"
    WAITING = "waiting"
    ACTIVE = "active"
    DECLINED = "declined"


async def standing(uow: UnitOfWork, application: Application) -> SignupStanding:
    contact = await uow.contacts.by_email(application.email_key)
    here = contact.status if contact and not contact.archived_at else None
    if here is Status.ACTIVE:
        return SignupStanding.ACTIVE
    if application.decision is Decision.DECLINED and await was_told(uow, application):
        return SignupStanding.DECLINED
    if application.confirmed_at or here is Status.APPLIED:
        return SignupStanding.WAITING
    return SignupStanding.TO_CONFIRM


async def must_be_confirmable(uow: UnitOfWork, application: Application, link: Link) -> None:
    """Check that an application can still be confirmed.

    Raises LinkGone if it is too late or the link is full. Two people who confirm for the last place take
    turns, since `link` is locked.
    """
    if link.off_at:
        raise SignupsOff
    if application.expired(uow.now):
        raise ConfirmationExpired
    if link.most_signups and await uow.links.places_taken(link.id) >= link.most_signups:
        raise LastPlaceTaken


async def confirm(uow: UnitOfWork, application_id: int) -> Application:
    """Confirm the address: the applicant now waits for approval.

    Nothing happens if it was confirmed before, or if the person is active or waiting already.
    """
    application = await uow.applications.lock(application_id)
    link = await uow.links.lock(application.link_id)
    if await standing(uow, application) is not SignupStanding.TO_CONFIRM:
        return application
    await must_be_confirmable(uow, application, link)
    contact, new = await _contact_of(uow, application)
    if contact.status == Status.BLOCKED:
        # a blocked person sees the same as anyone, and no one sees the application
        application.confirmed_at = uow.now
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
    called = contact.name
    await let_back(uow, contact.email_key)
    contact.apply(uow.now, application.name)
    application.contact_id, application.confirmed_at, application.before = contact.id, uow.now, before
    await uow.tags.attach(contact.id, link.tags)
    await say(uow, contact, said_from_json(application.profile), Voice.PERSON, anew=True)
    await uow.people.confirm(contact.email_key, uow.now)
    uow.remark("signup_confirmed", application=application.id, contact=contact.id)
    renamed = {"name": called} if called != contact.name else None
    after = {"name": contact.name, "email": contact.email}
    await uow.events.record(EventKind.APPLIED, contact, before=renamed, after=after)
    if application.agreement_id:
        await record_yes(uow, contact, application.agreement_id, application.created_at)
    channel = await _where(uow, link)
    await uow.cards.add(
        contact_id=contact.id, kind=APPLICATION_CARD, channel=channel, application_id=application.id
    )
    await keep_reminding(uow, application)


async def _where(uow: UnitOfWork, link: Link) -> str:
    """Choose where to post an application: the link's channel, the one from Settings, or the link's maker."""
    settings = await uow.workspaces.settings()
    return link.channel or settings.applications_channel or link.made_by
