"""Invite one person, and everything until they have answered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.services.addresses import Email, checked_person
from bot.services.approach import Approach, approach
from bot.services.hiring import close_offers, now_active
from bot.services.reminding import first_reminder, remind_later
from bot.services.text import TAG_CHARACTERS, TAG_LENGTH, one_line, paragraphs
from storage.bookkeeping import Outbox
from storage.errors import ContactRefused, FormRefused, LinkGone, StillOnItsWay
from storage.models import Contact, Invitation
from storage.outbox import INVITATION, Priority, mail_key
from storage.status import Answer, EventKind, Outcome, Status
from storage.tags import tag_key
from storage.uow import UnitOfWork

INVITER_CARD = "inviter"
BY_HAND = "invited by hand"
MOST_TAGS = 20
_BETWEEN_TAGS = re.compile(r"[,;|]")  # as in the cell of a file, so that a file that is exported reads back


@dataclass(frozen=True, slots=True)
class InviteForm:
    """What was typed into "Invite a contact"; the field names are those of the modal."""

    name: str
    email: str
    note: str = ""
    tags: tuple[str, ...] = ()
    later: tuple[str, ...] = ()  # ticked: nothing is mailed yet
    offer: tuple[str, ...] = ()  # ticked: a job is offered next


@dataclass(frozen=True, slots=True)
class Invitee:
    """The form, checked and cleaned."""

    name: str
    email: Email
    note: str
    tags: tuple[str, ...]


def check(form: InviteForm) -> Invitee:
    """Raises FormRefused with a sentence for each field that is wrong."""
    name, email, errors = checked_person(form.name, form.email, "Please give the person's name.")
    if errors:
        raise FormRefused(errors)
    return Invitee(name, email, paragraphs(form.note), clean_tags(form.tags))


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Each word once, whatever its spelling."""
    words = (word for tag in tags for word in _BETWEEN_TAGS.split(tag))
    cleaned = (one_line(word, TAG_LENGTH).removeprefix("#")[:TAG_CHARACTERS].strip() for word in words)
    once: dict[str, str] = {}
    for tag in filter(None, cleaned):
        once.setdefault(tag_key(tag), tag)
    return tuple(once.values())[:MOST_TAGS]


async def invite(uow: UnitOfWork, form: InviteForm, request_key: str) -> Contact | None:
    """One contact `invited`, its invitation, its mail and the inviter's card.

    `request_key` names the submitted form: sent a second time it changes nothing and returns None.
    Raises FormRefused, or AlreadyContact and CoolingDown with the contact that is there.
    """
    invitee = check(form)
    if await uow.invitations.by_request(request_key):
        return None
    if approach(None, suppressed=await uow.suppressions.covers(invitee.email.key)) is Approach.NEVER:
        raise FormRefused({"email": "This person has asked us not to write to them, so no mail can be sent."})
    contact = await _new_or_again(uow, invitee, request_key)
    if contact is None:
        return None
    await uow.tags.attach(contact.id, invitee.tags)
    invitation = await _new_invitation(uow, contact, invitee.note, request_key)
    kind = EventKind.ADDED if form.later else EventKind.INVITED
    await uow.events.record(kind, contact, after={"name": contact.name, "email": contact.email})
    await uow.cards.add(contact_id=contact.id, kind=INVITER_CARD, channel=uow.scope.actor)
    if not form.later:
        await send_mail(uow, contact, invitation)
        await _redraw_when_over(uow, contact, invitation)
    uow.outbox.redraw(contact.id)
    return contact


async def _new_or_again(uow: UnitOfWork, invitee: Invitee, request_key: str) -> Contact | None:
    """None if the same form, sent twice at once, has made the contact meanwhile."""
    contact, new = await uow.contacts.find_or_add(
        name=invitee.name,
        email=invitee.email.shown,
        email_key=invitee.email.key,
        status=Status.INVITED,
        status_at=uow.now,
        source=BY_HAND,
        invited_by=uow.scope.actor,
        created_at=uow.now,
    )
    if approach(None if new else contact, suppressed=False) is not Approach.NEW:
        if await uow.invitations.by_request(request_key):
            return None
        settings = await uow.workspaces.settings()
        contact.invite_again(uow.scope.actor, uow.now, settings.cool_down)
        contact.name = invitee.name
    return contact


async def _new_invitation(uow: UnitOfWork, contact: Contact, note: str, request_key: str) -> Invitation:
    settings = await uow.workspaces.settings()
    return await uow.invitations.add(
        Invitation(
            contact_id=contact.id,
            note=note,
            invited_by=uow.scope.actor,
            expires_at=uow.now + settings.invitation_lifetime,
            request_key=request_key,
            created_at=uow.now,
            generation=1,
            mails=0,
        )
    )


async def send_mail(uow: UnitOfWork, contact: Contact, invitation: Invitation) -> None:
    """Puts the invitation's mail into the outbox; it is drawn from the database when it leaves."""
    invitation.mails += 1
    await uow.outbox.mail(
        INVITATION,
        mail_key(INVITATION, invitation, invitation.mails),
        contact_id=contact.id,
        recipient=uow.suppressions.hash_recipient(contact.email_key),
        payload={"invitation": invitation.id, "mail": invitation.mails},
        priority=Priority.PERSONAL,
    )
    if remind_at := first_reminder(await uow.workspaces.settings(), uow.now):
        await remind_later(uow, contact, invitation, 1, remind_at)


async def _redraw_when_over(uow: UnitOfWork, contact: Contact, invitation: Invitation) -> None:
    """The cards say so when the invitation has expired without an answer."""
    for card in await uow.cards.of_contact(contact.id):
        wish, due = {"card": card.id}, invitation.expires_at
        await uow.outbox.slack("expired", f"expired:{card.id}", wish, contact_id=contact.id, due_at=due)


async def resend(uow: UnitOfWork, contact_id: int) -> Contact:
    """Mails a waiting contact again; a mail that is being retried is tried at once instead.

    A living link stays as it is, an expired one gets a successor.
    """
    contact = await uow.contacts.lock(contact_id)
    contact.must_be_waiting("sent again")
    invitation = contact.invitation
    assert invitation is not None, "a waiting contact has an invitation"
    kind = EventKind.RESENT if invitation.mails else EventKind.INVITED
    mail = await uow.outbox.latest_mail(contact.id)
    if mail and mail.state in {Outcome.QUEUED, Outcome.SENDING}:
        if not await uow.outbox.hurry(mail):
            raise StillOnItsWay(contact, f"The mail to {contact.name} is on its way already.")
    else:
        settings = await uow.workspaces.settings()
        invitation.renew(uow.now, settings.invitation_lifetime)
        await send_mail(uow, contact, invitation)
        await _redraw_when_over(uow, contact, invitation)
    await uow.events.record(kind, contact)
    await uow.outbox.look_after_requests(contact.id)
    uow.outbox.redraw(contact.id)
    return contact


async def withdraw(uow: UnitOfWork, contact_id: int) -> Contact:
    """Archives the contact and kills the link; a mail that has not left stays here."""
    contact = await uow.contacts.lock(contact_id)
    contact.withdraw(uow.now)
    if contact.invitation:
        contact.invitation.withdrawn_at = uow.now
    await uow.outbox.cancel_mails(contact.id)
    await uow.events.record(EventKind.WITHDRAWN, contact)
    await close_offers(uow, contact, withdrawn=True)
    await uow.outbox.look_after_requests(contact.id)
    uow.outbox.redraw(contact.id)
    return contact


async def living_invitation(uow: UnitOfWork, contact_id: int) -> tuple[Invitation, Contact]:
    """The invitation whose link may be handed over by other means than our mail."""
    contact = await uow.contacts.get(contact_id)
    contact.must_be_waiting("copied")
    invitation = contact.invitation
    assert invitation is not None, "a waiting contact has an invitation"
    if invitation.expired(uow.now):
        raise ContactRefused(contact, "This link has expired. Resend the invitation to get a new one.")
    return invitation, contact


@dataclass(frozen=True, slots=True)
class Claim:
    """What a well-signed link says: an invitation and which generation of its link this is."""

    invitation_id: int
    generation: int


def usable(invitation: Invitation, claim: Claim, at: datetime) -> Invitation:
    """The invitation if its link still works or has been answered; raises LinkGone otherwise."""
    if invitation.withdrawn_at:
        raise LinkGone("This invitation has been withdrawn. There is nothing you need to do.")
    if invitation.generation != claim.generation:
        raise LinkGone(
            "A newer invitation has been mailed to you since. Please use the link in the latest mail."
        )
    if invitation.answered_at:
        return invitation
    if invitation.expired(at):
        raise LinkGone(
            "This invitation has expired. If you are still interested, reply to the mail it came with."
        )
    return invitation


async def answer(uow: UnitOfWork, claim: Claim, wanted: Answer) -> Invitation:
    """The person's answer, once: whoever answers second gets the invitation as it was answered first."""
    invitation = usable(await uow.invitations.lock(claim.invitation_id), claim, uow.now)
    if not invitation.answered_at:
        await settle(uow, invitation, wanted)
    return invitation


async def settle(uow: UnitOfWork, invitation: Invitation, given: Answer) -> None:
    """Writes the answer down and tells the inviter."""
    contact = invitation.contact
    invitation.answered_at, invitation.answer = uow.now, given
    contact.answer(given, uow.now)
    if given == Answer.ACCEPTED:
        await uow.people.confirm(contact.email_key, uow.now)
    await uow.outbox.cancel_mails(contact.id)
    await uow.events.record(_EVENTS[given], contact)
    await (now_active if given == Answer.ACCEPTED else close_offers)(uow, contact)
    await uow.outbox.look_after_requests(contact.id)
    uow.outbox.redraw(contact.id)
    told = {"contact": contact.id, "invitation": invitation.id, "to": invitation.invited_by}
    await uow.outbox.slack("answered", f"answered:{invitation.id}", told, contact_id=contact.id)


_EVENTS = {
    Answer.ACCEPTED: EventKind.ACCEPTED,
    Answer.DECLINED: EventKind.DECLINED,
    Answer.STOPPED: EventKind.STOPPED,
}


async def mail_ended(uow: UnitOfWork, row: Outbox, state: Outcome, reason: str | None) -> None:
    """What history, card and inviter learn of a mail that was sent, put off, given up or no longer wanted."""
    if state == Outcome.SENT:
        await uow.events.record(EventKind.MAIL_SENT, contact_id=row.contact_id)
    elif state == Outcome.FAILED:
        invitation = await uow.invitations.get(row.payload["invitation"])
        await uow.events.record(EventKind.MAIL_FAILED, contact_id=row.contact_id)
        if invitation.import_id is None:  # of an import its message tells how many could not be delivered
            told = {"contact": row.contact_id, "to": invitation.invited_by, "reason": reason}
            await uow.outbox.slack("undelivered", f"undelivered:{row.id}", told, contact_id=row.contact_id)
    if row.contact_id:
        uow.outbox.redraw(row.contact_id)
