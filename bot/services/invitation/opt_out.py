"""Opting out of email, from one company or from everyone on this installation."""

from bot.services.invitation.invitation import settle
from storage.engine.journal import EVERYWHERE, JournalKind
from storage.entities.contact import Contact
from storage.entities.status import Answer, EventKind, Status
from storage.uow import UnitOfWork


async def stop_mail(uow: UnitOfWork, contact_id: int, *, everywhere: bool = False) -> Contact:
    """Stop all email to this contact (idempotent). An open invitation counts as declined."""
    contact = await uow.contacts.lock(contact_id)
    await _suppress(uow, contact.email_key, everywhere=everywhere)
    if contact.mail_stopped_at:
        return contact
    contact.mail_stopped_at = uow.now
    invitation = contact.invitation
    if contact.status == Status.INVITED and invitation and not contact.withdrawn:
        await settle(uow, await uow.invitations.lock(invitation.id), Answer.STOPPED)
    else:
        await uow.events.record(EventKind.STOPPED, contact)
    return contact


async def stop_mail_unasked(uow: UnitOfWork, application_id: int, *, everywhere: bool = False) -> None:
    """Stop email to an applicant, who may not be a contact."""
    application = await uow.applications.get(application_id)
    if forgotten := application.forgotten_recipient:
        await _suppress_hash(uow, forgotten, everywhere=everywhere)
    else:
        await _stop_address(uow, application.email_key, everywhere=everywhere)


async def stop_mail_claimed(uow: UnitOfWork, claim_id: int, *, everywhere: bool = False) -> None:
    """Stop email to an address that somebody added on their page, whose owner may be someone else."""
    claim = await uow.people.claim(claim_id)
    await _stop_address(uow, claim.email_key, everywhere=everywhere)


async def _stop_address(uow: UnitOfWork, email_key: str, *, everywhere: bool) -> None:
    contact = await uow.contacts.by_email(email_key)
    if contact:
        await stop_mail(uow, contact.id, everywhere=everywhere)
    else:
        await _suppress(uow, email_key, everywhere=everywhere)


async def _suppress(uow: UnitOfWork, email_key: str, *, everywhere: bool) -> None:
    await _suppress_hash(uow, uow.suppressions.hash_recipient(email_key), everywhere=everywhere)


async def _suppress_hash(uow: UnitOfWork, recipient: str, *, everywhere: bool) -> None:
    workspace = await uow.workspaces.current()
    if await uow.suppressions.add_hash(recipient, EVERYWHERE if everywhere else str(workspace.id), uow.now):
        scope = EVERYWHERE if everywhere else workspace.slack_id
        uow.remember_hash_beyond(JournalKind.STOPPED, recipient, scope)
