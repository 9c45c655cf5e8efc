"""Single invitations, from the form to the contact's answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.agreement import agree
from bot.services.invitation.approach import Approach, approach
from bot.services.invitation.reminding import first_reminder, reminder
from bot.services.invitation.work import (
    CardExpiry,
    InvitationAnswered,
    InvitationMail,
    InvitationReminder,
    InvitationUndelivered,
    NthMail,
)
from bot.services.words.addresses import Email, checked_person
from bot.services.words.tags import clean_tags
from bot.services.words.text import paragraphs
from storage.engine.request import on_behalf_of
from storage.entities.contact import (
    BY_HAND,
    Contact,
    Invitation,
)
from storage.entities.errors import FormRefused
from storage.entities.invitation_gone import InvitationExpired, InvitationRenewed, InvitationWithdrawn
from storage.entities.invite_refused import (
    NAME_MISSING,
    AskedNotToBeEmailed,
    EmailOnItsWay,
    LinkExpired,
    ResentTooOften,
)
from storage.entities.status import UNDELIVERED, Answer, EventKind, Outcome, Status
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork

INVITER_CARD = "inviter"
# The emails that an invitation's card is about.
OF_INVITATION = (InvitationMail.kind, InvitationReminder.kind)
MOST_RESENT, RESENT_WITHIN = 3, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InviteForm:
    """The input of "Invite a contact". The field names are those of the modal."""

    name: str
    email: str
    note: str = ""
    tags: tuple[str, ...] = ()
    later: tuple[str, ...] = ()  # not empty: send no email yet
    offer: tuple[str, ...] = ()  # not empty: a job offer comes next


@dataclass(frozen=True, slots=True)
class Invitee:
    """The checked and cleaned form."""

    name: str
    email: Email
    note: str
    tags: tuple[str, ...]


def check(form: InviteForm) -> Invitee:
    """Check the form. Raises FormRefused with a sentence for each wrong field."""
    name, email, errors = checked_person(form.name, form.email, NAME_MISSING)
    if errors:
        raise FormRefused(errors)
    return Invitee(name, email, paragraphs(form.note), clean_tags(form.tags))


async def invite(uow: UnitOfWork, form: InviteForm, request_key: str) -> Contact | None:
    """Invite a contact: add contact, invitation, email and the inviter's card.

    `request_key` identifies the submitted form: a second submission changes nothing and returns None. Raises
    FormRefused, or AlreadyContact and CoolingDown with the existing contact.
    """
    invitee = check(form)
    if await uow.invitations.by_request(request_key):
        return None
    if approach(None, suppressed=await uow.suppressions.covers(invitee.email.key)) is Approach.NEVER:
        raise AskedNotToBeEmailed
    contact = await _new_or_again(uow, invitee, request_key)
    if contact is None:
        return None
    await uow.tags.attach(contact.id, invitee.tags)
    invitation = await _new_invitation(uow, contact, invitee.note, request_key, mails=0 if form.later else 1)
    kind = EventKind.ADDED if form.later else EventKind.INVITED
    await uow.events.record(kind, contact, after={"name": contact.name, "email": contact.email})
    await uow.cards.add(contact_id=contact.id, kind=INVITER_CARD, channel=uow.scope.actor)
    if not form.later:
        await _enqueue_mail(uow, contact, invitation)
    return contact


async def _new_or_again(uow: UnitOfWork, invitee: Invitee, request_key: str) -> Contact | None:
    """Add a contact or invite an existing one again. None if a simultaneous submission of the form did so."""
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


async def _new_invitation(
    uow: UnitOfWork, contact: Contact, note: str, request_key: str, mails: int
) -> Invitation:
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
            mails=mails,
            unasked=not mails,
        )
    )


async def send_mail(uow: UnitOfWork, contact: Contact, invitation: Invitation, *, bulk: bool = False) -> None:
    """Enqueue the invitation's email. Its text is written when it is sent."""
    invitation.mails, invitation.unasked = invitation.mails + 1, False
    await _enqueue_mail(uow, contact, invitation, bulk=bulk)


async def _enqueue_mail(
    uow: UnitOfWork, contact: Contact, invitation: Invitation, *, bulk: bool = False
) -> None:
    recipient = uow.suppressions.hash_recipient(contact.email_key)
    which = invitation.id, invitation.generation, invitation.mails
    mail = InvitationMail(*which, contact_id=contact.id, recipient=recipient, bulk=int(bulk))
    await uow.outbox.add(mail)


async def _redraw_when_over(uow: UnitOfWork, contact_ids: Collection[int], expires_at: datetime) -> None:
    """Schedule an update of these contacts' cards for when their invitations expire."""
    if contact_ids:
        cards = await uow.cards.ids_of_contacts(contact_ids)
        await uow.outbox.add_all([CardExpiry(card, contact_id=its) for card, its in cards], due_at=expires_at)


async def resend(uow: UnitOfWork, contact_id: int, *, anyway: bool = True, bulk: bool = False) -> Contact:
    """Email a waiting contact again. An email waiting for a retry is tried at once instead.

    A valid link stays; an expired one is replaced. `anyway`: even if their address took no email before.
    `bulk`: with many others, so that their emails let single ones go first.
    """
    contact = await uow.contacts.lock(contact_id)
    contact.must_be_waiting("sent again")
    if not anyway:
        contact.must_take_email()
    contact.send_anyway()
    invitation = contact.invitation
    assert invitation is not None, "a waiting contact has an invitation"
    kind = EventKind.INVITED if invitation.unasked else EventKind.RESENT
    mail = await uow.mails.latest(contact.id, OF_INVITATION)
    if mail and mail.state in {Outcome.QUEUED, Outcome.SENDING}:
        if not await uow.mails.hurry(mail):
            raise EmailOnItsWay(contact)
    else:
        await _must_not_be_too_often(uow, contact)
        settings = await uow.workspaces.settings()
        invitation.renew(uow.now, settings.invitation_lifetime)
        await send_mail(uow, contact, invitation, bulk=bulk)
        await _redraw_when_over(uow, [contact.id], invitation.expires_at)
    await uow.events.record(kind, contact)
    return contact


async def _must_not_be_too_often(uow: UnitOfWork, contact: Contact) -> None:
    """Refuse a resend if there were as many in the last day as are allowed."""
    mails = await uow.mails.since(contact.id, InvitationMail.kind, uow.now - RESENT_WITHIN)
    resent = [mail.created_at for mail in mails if InvitationMail.read(mail).number > 1]
    if len(resent) >= MOST_RESENT:
        raise ResentTooOften(contact, MOST_RESENT, resent[-MOST_RESENT] + RESENT_WITHIN)


async def withdraw(uow: UnitOfWork, contact_id: int) -> Contact:
    """Withdraw an invitation: archive the contact, invalidate the link, cancel email not yet sent."""
    contact = await uow.contacts.lock(contact_id)
    contact.withdraw(uow.now)
    if contact.invitation:
        contact.invitation.withdrawn_at = uow.now
    await uow.events.record(EventKind.WITHDRAWN, contact)
    return contact


async def living_invitation(uow: UnitOfWork, contact_id: int) -> tuple[Invitation, Contact]:
    """Load an invitation whose link can be copied. Refuses one that is answered or expired."""
    contact = await uow.contacts.get(contact_id)
    contact.must_be_waiting("copied")
    invitation = contact.invitation
    assert invitation is not None, "a waiting contact has an invitation"
    if invitation.expired(uow.now):
        raise LinkExpired(contact)
    return invitation, contact


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person brings: by a signed link, an invitation and the generation of its link.

    `agreed` is the version of the agreement they ticked.
    """

    invitation_id: int
    generation: int
    agreed: str = ""


def usable(invitation: Invitation, claim: Claim, at: datetime) -> Invitation:
    """Return the invitation if its link works or it was answered. Raises LinkGone otherwise."""
    if invitation.withdrawn_at:
        raise InvitationWithdrawn
    if invitation.generation != claim.generation:
        raise InvitationRenewed
    if invitation.answered_at:
        return invitation
    if invitation.expired(at):
        raise InvitationExpired
    return invitation


async def answer(uow: UnitOfWork, claim: Claim, wanted: Answer) -> Invitation:
    """Record the answer. Already answered: return the invitation unchanged. Raises NotAgreed."""
    invitation = usable(await uow.invitations.lock(claim.invitation_id), claim, uow.now)
    if not invitation.answered_at:
        if wanted == Answer.ACCEPTED:
            await agree(uow, invitation.contact, claim.agreed)
        await settle(uow, invitation, wanted)
    return invitation


async def settle(uow: UnitOfWork, invitation: Invitation, given: Answer) -> None:
    """Record an answer, with everything that follows from it, and tell the inviter."""
    contact = invitation.contact
    invitation.answered_at, invitation.answer = uow.now, given
    contact.answer(given, uow.now)
    if given == Answer.ACCEPTED:
        await uow.people.confirm(contact.email_key, uow.now)
    await uow.events.record(_EVENTS[given], contact)
    await uow.outbox.add(InvitationAnswered(invitation.id, contact_id=contact.id))


_EVENTS = {
    Answer.ACCEPTED: EventKind.ACCEPTED,
    Answer.DECLINED: EventKind.DECLINED,
    Answer.STOPPED: EventKind.STOPPED,
}


EndedMail = tuple[NthMail, Ending]


async def mails_ended(uow: UnitOfWork, ended: Sequence[EndedMail]) -> None:
    """Record the results of invitations' emails, and tell the inviters of those that failed or bounced.

    With few statements for all of them, since a bulk import sends thousands.
    """
    sent = [each for each in ended if each[1].state == Outcome.SENT]
    undelivered = [each for each in ended if each[1].state in UNDELIVERED]
    await _begin(uow, [mail for mail, _ in (*sent, *undelivered)])
    await _remind(uow, sent)
    await uow.events.record_each(
        EventKind.MAIL_SENT, [mail.contact_id for mail, _ in sent if mail.contact_id]
    )
    for mail, ending in undelivered:
        with on_behalf_of(ending.row.request):
            await _tell_undelivered(uow, mail, ending)
    for mail, ending in ended:
        if mail.contact_id and ending.state not in {Outcome.SENT, *UNDELIVERED}:
            uow.outbox.redraw(mail.contact_id)  # a retry or cancellation is no event, but changes the card


async def _tell_undelivered(uow: UnitOfWork, mail: NthMail, ending: Ending) -> None:
    contact_id, invitation = mail.contact_id, await uow.invitations.get(mail.invitation)
    await uow.events.record(UNDELIVERED[ending.state], contact_id=contact_id)
    if contact_id and invitation.import_id is None:  # an import's message counts its failed emails
        to, reason, row = invitation.invited_by, ending.error, ending.row.id
        told = InvitationUndelivered(contact_id, to, reason, row, ending.fault, contact_id=contact_id)
        await uow.outbox.add(told)


async def _begin(uow: UnitOfWork, mails: Sequence[NthMail]) -> None:
    """Let the expiry of those invitations begin of which these were the first emails."""
    if not mails:
        return
    expires_at = uow.now + (await uow.workspaces.settings()).invitation_lifetime
    began = await uow.invitations.begin({mail.invitation for mail in mails}, uow.now, expires_at)
    # an import's people have no cards
    those = [mail.contact_id for mail in mails if mail.invitation in began and mail.import_id is None]
    await _redraw_when_over(uow, [each for each in those if each], expires_at)


async def _remind(uow: UnitOfWork, sent: Sequence[EndedMail]) -> None:
    remind_at = first_reminder(await uow.workspaces.settings(), uow.now) if sent else None
    if remind_at:
        reminders = [(reminder(mail, 1), remind_at) for mail, _ in sent]
        await uow.outbox.add_each(reminders, [ending.row.request for _, ending in sent])
