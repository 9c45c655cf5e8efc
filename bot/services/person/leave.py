"""Leaving a workspace, and coming back: both are the contact's own decision."""

from bot.services.person.work import ContactLeft
from storage.engine.journal import JournalKind
from storage.entities.contact import Contact
from storage.entities.status import EventKind, Status
from storage.entities.suppression import Reason
from storage.uow import UnitOfWork


async def leave(uow: UnitOfWork, contact_id: int) -> Contact:
    """Leave this workspace (idempotent): no email, import or offer reaches them until they come back.

    Agreed jobs go on.
    """
    contact = await uow.contacts.lock(contact_id)
    if contact.left_at:
        return contact
    await uow.suppressions.add(contact.email_key, uow.now, Reason.LEFT)
    await remember(uow, JournalKind.LEFT, contact.email_key)
    before = contact.status
    contact.leave(uow.now)
    if contact.invitation:
        contact.invitation.close(uow.now)
    await uow.events.record(EventKind.LEFT, contact, before={"status": before})
    for user_id in await _responsible(uow, contact):
        await uow.outbox.add(ContactLeft(contact.id, user_id, f"{uow.now:%s}", contact_id=contact.id))
    return contact


async def come_back(uow: UnitOfWork, contact_id: int) -> Contact:
    """Come back after leaving. Who was active is active again; anybody else may be invited again."""
    contact = await uow.contacts.lock(contact_id)
    if not contact.left_at:
        return contact
    await let_back(uow, contact.email_key)
    contact.come_back(await _status_before(uow, contact_id), uow.now)
    await uow.events.record(EventKind.RETURNED, contact)
    return contact


async def let_back(uow: UnitOfWork, email_key: str) -> None:
    """Allow email to somebody who left or was erased, because they came back by themselves."""
    if await uow.suppressions.take_back(email_key, uow.now):
        await remember(uow, JournalKind.RETURNED, email_key)


async def remember(uow: UnitOfWork, kind: JournalKind, email_key: str) -> None:
    """Note in the journal what happened in this workspace."""
    uow.remember_beyond(kind, email_key, (await uow.workspaces.current()).slack_id)


async def _status_before(uow: UnitOfWork, contact_id: int) -> Status:
    for entry in await uow.events.told(contact_id, most=50):
        if entry.event.kind is EventKind.LEFT:
            return Status(entry.before.get("status", Status.DECLINED))
    return Status.DECLINED


async def _responsible(uow: UnitOfWork, contact: Contact) -> list[str]:
    """List who is told: the inviter, or whoever is responsible for the application, and current hirers."""
    hirers = [hire.offered_by for hire in await uow.hires.under_way(contact.id)]
    application = contact.application
    first = contact.invited_by or (application.responsible if application else None)
    return list(dict.fromkeys(each for each in (first, *hirers) if each))
