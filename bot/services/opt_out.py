"""Never write again: from one company, or from everybody on this installation."""

from bot.services.hiring import close_offers
from bot.services.invitation import settle
from storage.models import Contact
from storage.status import Answer, EventKind, Status
from storage.uow import UnitOfWork


async def stop_mail(uow: UnitOfWork, contact_id: int, *, everywhere: bool = False) -> Contact:
    """Takes effect at once and as often as it is asked for; an unanswered invitation counts as declined."""
    contact = await uow.contacts.lock(contact_id)
    await uow.suppressions.add(contact.email_key, uow.now, everywhere=everywhere)
    if contact.mail_stopped_at:
        return contact
    contact.mail_stopped_at = uow.now
    invitation = contact.invitation
    if contact.status == Status.INVITED and invitation and not contact.withdrawn:
        await settle(uow, await uow.invitations.lock(invitation.id), Answer.STOPPED)
    else:
        await uow.outbox.cancel_mails(contact.id)
        await uow.events.record(EventKind.STOPPED, contact)
        await close_offers(uow, contact)
        uow.outbox.redraw(contact.id)
    return contact


async def stop_mail_unasked(uow: UnitOfWork, application_id: int, *, everywhere: bool = False) -> None:
    """For somebody whose address was typed into a sign-up form, most often by themselves."""
    application = await uow.applications.get(application_id)
    contact = await uow.contacts.by_email(application.email_key)
    if contact:
        await stop_mail(uow, contact.id, everywhere=everywhere)
    else:
        await uow.suppressions.add(application.email_key, uow.now, everywhere=everywhere)
