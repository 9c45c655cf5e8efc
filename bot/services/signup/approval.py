"""Deciding on applications, and reminders about those still waiting."""

import contextlib
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.services.hire.days import next_at, zone_of_member
from bot.services.signup.work import ApplicationReminder, DecisionMail, Digest, Nudge, decision_key
from bot.services.words.text import paragraphs
from storage.engine.journal import JournalKind
from storage.entities.application import Application
from storage.entities.application_refused import AlreadyDecided, NotWaiting
from storage.entities.contact import Contact, StatusForbids
from storage.entities.errors import NotFound
from storage.entities.status import Decision, EventKind, Status
from storage.uow import UnitOfWork

APPLICATION_CARD = "application"
REASON_LENGTH = 1_000
SNOOZE = timedelta(days=1)
REMIND_AGAIN = timedelta(days=1)
DIGEST_AT = time(8)  # in the reader's time zone

_EVENTS = {
    Decision.APPROVED: EventKind.APPROVED,
    Decision.DECLINED: EventKind.REFUSED,
    Decision.BLOCKED: EventKind.BLOCKED,
}


async def approve(uow: UnitOfWork, contact_id: int) -> Contact:
    """Approve an applicant: they become active and get an email. Their skills become tags."""
    return await _decide(uow, contact_id, Decision.APPROVED, tell=True)


async def approve_many(uow: UnitOfWork, contact_ids: Iterable[int]) -> list[Contact]:
    """Approve those who still wait. Applicants decided on meanwhile stay as they are."""
    approved = []
    for contact_id in contact_ids:
        with contextlib.suppress(StatusForbids, NotFound):
            approved.append(await approve(uow, contact_id))
    return approved


async def decline(uow: UnitOfWork, contact_id: int, reason: str, *, tell: bool) -> Contact:
    return await _decide(uow, contact_id, Decision.DECLINED, reason, tell=tell)


async def block(uow: UnitOfWork, contact_id: int, reason: str, *, tell: bool) -> Contact:
    """Decline an applicant, who then cannot sign up again through any link."""
    return await _decide(uow, contact_id, Decision.BLOCKED, reason, tell=tell)


async def unblock(uow: UnitOfWork, contact_id: int) -> Contact:
    """Unblock a contact, who then counts as declined.

    They may sign up again, or be invited after the cool-down.
    """
    contact = await uow.contacts.lock(contact_id)
    contact.unblock(uow.now)
    await uow.events.record(EventKind.UNBLOCKED, contact)
    await _journal(uow, JournalKind.UNBLOCKED, contact)
    return contact


async def block_again(uow: UnitOfWork, contact_id: int) -> None:
    """Block a contact again whose block is newer than the restored backup, whatever their status."""
    contact = await uow.contacts.lock(contact_id)
    contact.decide(Decision.BLOCKED, uow.now)
    if contact.invitation:
        contact.invitation.close(uow.now)
    await uow.events.record(EventKind.BLOCKED, contact)


async def _journal(uow: UnitOfWork, kind: JournalKind, contact: Contact) -> None:
    uow.remember_beyond(kind, contact.email_key, (await uow.workspaces.current()).slack_id)


async def _decide(
    uow: UnitOfWork, contact_id: int, decision: Decision, reason: str = "", *, tell: bool
) -> Contact:
    contact, application = await waiting(uow, contact_id)
    reason = paragraphs(reason, REASON_LENGTH)
    application.decide(decision, uow.scope.actor, uow.now, reason)
    contact.decide(decision, uow.now)
    approved = decision is Decision.APPROVED
    if contact.invitation and not approved:
        # their invitation, if they had one too, must not undo this decision
        contact.invitation.close(uow.now)
    if approved:
        await uow.tags.attach(contact.id, application.skills)
    await uow.events.record(_EVENTS[decision], contact, after={"reason": reason} if reason else None)
    if decision is Decision.BLOCKED:
        await _journal(uow, JournalKind.BLOCKED, contact)
    if tell:
        await _mail(uow, contact, application)
    return contact


async def was_told(uow: UnitOfWork, application: Application) -> bool:
    """Tell whether the applicant gets or got an email about the decision."""
    return await uow.outbox.was_added(decision_key(application.id))


async def _mail(uow: UnitOfWork, contact: Contact, application: Application) -> None:
    recipient = uow.suppressions.hash_recipient(contact.email_key)
    await uow.outbox.add(DecisionMail(application.id, contact_id=contact.id, recipient=recipient))


async def waiting(uow: UnitOfWork, contact_id: int) -> tuple[Contact, Application]:
    """Load a waiting applicant and the application. Refuses, naming who has decided already."""
    contact = await uow.contacts.lock(contact_id)
    application = contact.application
    if contact.status == Status.APPLIED and application:
        return contact, application
    if application and application.decision and application.decided_by:
        member = await uow.members.get(application.decided_by)
        raise AlreadyDecided(contact, application.decision, member.name if member else "")
    raise NotWaiting(contact)


async def snooze(uow: UnitOfWork, contact_id: int) -> Contact:
    """Postpone the reminder until tomorrow."""
    contact, application = await waiting(uow, contact_id)
    application.snoozed_until = uow.now + SNOOZE
    await _remind_at(uow, application, application.snoozed_until)
    await uow.events.record(EventKind.SNOOZED, contact)
    return contact


async def hand_over(uow: UnitOfWork, contact_id: int, to: str) -> Contact:
    """Make another member responsible, who gets a card and the reminders."""
    contact, application = await waiting(uow, contact_id)
    application.responsible = to
    await uow.cards.add(
        contact_id=contact.id, kind=APPLICATION_CARD, channel=to, application_id=application.id
    )
    await uow.events.record(EventKind.HANDED_OVER, contact, after={"to": to})
    await list_daily(uow, to)
    return contact


async def keep_reminding(uow: UnitOfWork, application: Application) -> None:
    """Schedule reminders for a waiting application: after some hours, then daily, and in a daily list."""
    settings = await uow.workspaces.settings()
    await _remind_at(uow, application, uow.now + timedelta(hours=settings.remind_after_hours))
    await list_daily(uow, application.responsible)


async def reminded(uow: UnitOfWork, application_id: int) -> None:
    """Count a reminder and schedule the next, a day later.

    From the second on, the responsible member gets a message.
    """
    application = await uow.applications.get(application_id)
    application.reminders += 1
    application.snoozed_until = None
    await _remind_at(uow, application, uow.now + REMIND_AGAIN)
    if application.reminders > 1:
        nudge = Nudge(application.id, application.reminders, contact_id=application.contact_id)
        await uow.outbox.add(nudge)


async def digested(uow: UnitOfWork, user_id: str) -> None:
    """Schedule the next daily list."""
    await list_daily(uow, user_id)


async def _remind_at(uow: UnitOfWork, application: Application, at: datetime) -> None:
    reminder = ApplicationReminder(application.id, contact_id=application.contact_id)
    await uow.outbox.add(reminder, due_at=at)


async def list_daily(uow: UnitOfWork, user_id: str) -> None:
    """Schedule somebody's next daily list."""
    due = next_at(DIGEST_AT, uow.now, await zone_of_member(uow, user_id))
    await uow.outbox.add(Digest(user_id), due_at=due)
