"""Deciding on somebody who signed up by a link, and not forgetting that they wait."""

import contextlib
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.services.hiring import close_offers, now_active
from bot.services.text import paragraphs
from storage.errors import NotFound, StatusForbids
from storage.models import Application, Contact
from storage.outbox import Priority
from storage.status import Decision, EventKind, Status
from storage.uow import UnitOfWork

APPLICATION_CARD = "application"
REASON_LENGTH = 1_000
SNOOZE = timedelta(days=1)
REMIND_AGAIN = timedelta(days=1)
DIGEST_AT = time(8)  # UTC

_EVENTS = {
    Decision.APPROVED: EventKind.APPROVED,
    Decision.DECLINED: EventKind.REFUSED,
    Decision.BLOCKED: EventKind.BLOCKED,
}


async def approve(uow: UnitOfWork, contact_id: int) -> Contact:
    """From now on they are active and told so; what they said they do becomes their tags."""
    return await _decide(uow, contact_id, Decision.APPROVED, tell=True)


async def approve_many(uow: UnitOfWork, contact_ids: Iterable[int]) -> list[Contact]:
    """All of them who still wait; those somebody has decided on meanwhile stay as they are."""
    approved = []
    for contact_id in contact_ids:
        with contextlib.suppress(StatusForbids, NotFound):
            approved.append(await approve(uow, contact_id))
    return approved


async def decline(uow: UnitOfWork, contact_id: int, reason: str, *, tell: bool) -> Contact:
    return await _decide(uow, contact_id, Decision.DECLINED, reason, tell=tell)


async def block(uow: UnitOfWork, contact_id: int, reason: str, *, tell: bool) -> Contact:
    """As declined, and they cannot sign up again by any link."""
    return await _decide(uow, contact_id, Decision.BLOCKED, reason, tell=tell)


async def unblock(uow: UnitOfWork, contact_id: int) -> Contact:
    """They count as declined from now on: they may sign up again, and be invited after the cool-down."""
    contact = await uow.contacts.lock(contact_id)
    contact.unblock(uow.now)
    await uow.events.record(EventKind.UNBLOCKED, contact)
    uow.outbox.redraw(contact.id)
    return contact


async def _decide(
    uow: UnitOfWork, contact_id: int, decision: Decision, reason: str = "", *, tell: bool
) -> Contact:
    contact, application = await waiting(uow, contact_id)
    reason = paragraphs(reason, REASON_LENGTH)
    application.decide(decision, uow.scope.actor, uow.now, reason)
    contact.decide(decision, uow.now)
    approved = decision is Decision.APPROVED
    if contact.invitation and not approved:
        contact.invitation.close(uow.now)  # who was invited by name as well cannot undo our no
    if approved:
        await uow.tags.attach(contact.id, application.skills)
    await uow.outbox.cancel_mails(contact.id)
    await uow.events.record(_EVENTS[decision], contact, after={"reason": reason} if reason else None)
    await (now_active if approved else close_offers)(uow, contact)
    await uow.outbox.look_after_requests(contact.id)
    if tell:
        await _mail(uow, contact, application)
    uow.outbox.redraw(contact.id)
    return contact


async def was_told(uow: UnitOfWork, application: Application) -> bool:
    """Whether the applicant gets, or got, a mail about our decision."""
    return await uow.outbox.wished(_mail_key(application))


def _mail_key(application: Application) -> str:
    return f"decision:{application.id}"


async def _mail(uow: UnitOfWork, contact: Contact, application: Application) -> None:
    await uow.outbox.mail(
        "decision",
        _mail_key(application),
        contact_id=contact.id,
        recipient=uow.suppressions.hash_recipient(contact.email_key),
        payload={"application": application.id},
        priority=Priority.PERSONAL,
    )


async def waiting(uow: UnitOfWork, contact_id: int) -> tuple[Contact, Application]:
    """Somebody who waits for us, and their sign-up; refuses with who has decided already."""
    contact = await uow.contacts.lock(contact_id)
    application = contact.application
    if contact.status == Status.APPLIED and application:
        return contact, application
    if application and application.decision and application.decided_by:
        member = await uow.members.get(application.decided_by)
        by = member.name if member else "somebody else"
        raise StatusForbids(contact, f"{contact.name} was already {application.decision} by {by}.")
    raise StatusForbids(contact, f"{contact.name} does not wait for approval ({contact.status}).")


async def snooze(uow: UnitOfWork, contact_id: int) -> Contact:
    """No reminder before tomorrow."""
    contact, application = await waiting(uow, contact_id)
    application.snoozed_until = uow.now + SNOOZE
    await _remind_at(uow, application, application.snoozed_until)
    await uow.events.record(EventKind.SNOOZED, contact)
    uow.outbox.redraw(contact.id)
    return contact


async def hand_over(uow: UnitOfWork, contact_id: int, to: str) -> Contact:
    """Somebody else is asked and reminded; they get a card of their own."""
    contact, application = await waiting(uow, contact_id)
    application.responsible = to
    await uow.cards.add(contact_id=contact.id, kind=APPLICATION_CARD, channel=to)
    await uow.events.record(EventKind.HANDED_OVER, contact, after={"to": to})
    await _digest_for(uow, to)
    uow.outbox.redraw(contact.id)
    return contact


async def keep_reminding(uow: UnitOfWork, application: Application) -> None:
    """From the confirmation on: after some hours, then daily, and each morning in a list."""
    settings = await uow.workspaces.settings()
    await _remind_at(uow, application, uow.now + timedelta(hours=settings.remind_after_hours))
    await _digest_for(uow, application.responsible)


async def reminded(uow: UnitOfWork, application_id: int) -> None:
    """A reminder was shown: the next one comes in a day, and from the second on its keeper is written to."""
    application = await uow.applications.get(application_id)
    application.reminders += 1
    await _remind_at(uow, application, uow.now + REMIND_AGAIN)
    if application.reminders > 1:
        key = f"nudge:{application.id}:{application.reminders}"
        await uow.outbox.slack(
            "nudge", key, {"application": application.id}, contact_id=application.contact_id
        )


async def digested(uow: UnitOfWork, user_id: str) -> None:
    """A digest was shown: the next one comes tomorrow, if anybody waits then."""
    await _digest_for(uow, user_id)


async def _remind_at(uow: UnitOfWork, application: Application, at: datetime) -> None:
    payload = {"application": application.id}
    key = f"remind:{application.id}"
    await uow.outbox.slack("reminder", key, payload, contact_id=application.contact_id, due_at=at)


async def _digest_for(uow: UnitOfWork, user_id: str) -> None:
    morning = datetime.combine(uow.now.date(), DIGEST_AT, uow.now.tzinfo)
    due = morning if morning > uow.now else morning + timedelta(days=1)
    await uow.outbox.slack("digest", f"digest:{user_id}", {"to": user_id}, due_at=due)
